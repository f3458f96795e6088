import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/index.ts';
import { FocusHeading } from '../focus-heading.tsx';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import './simple-screens.css';

/** The candidate stopped for good: nothing is kept, and that is all right. */
export function WithdrawnScreen() {
  const { t } = useTranslation('candidate');
  const { view, send, isSending } = useCandidateSession();
  return (
    <Stage
      actions={
        <Button
          variant="primary"
          size="large"
          isDisabled={isSending}
          onPress={() => void send({ type: 'receipt_read' })}
        >
          {t('withdrawn.close')}
        </Button>
      }
    >
      <div className="c-sheet">
        <span className="c-sheet__icon" aria-hidden="true">
          <CircleCheck />
        </span>
        <FocusHeading>{t('withdrawn.title')}</FocusHeading>
        <p>{t('withdrawn.text', { context: view.job?.purpose ?? 'hiring' })}</p>
      </div>
    </Stage>
  );
}
