import { Pause, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/index.ts';
import { FocusHeading } from '../focus-heading.tsx';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import './simple-screens.css';

/** Everything stands still: recording, countdown, screen. The code brings the candidate back whatever happens. */
export function PausedScreen() {
  const { t } = useTranslation('candidate');
  const { view, send, isSending } = useCandidateSession();
  return (
    <Stage
      canPause={false}
      actions={
        <Button
          variant="primary"
          size="large"
          icon={<Play aria-hidden="true" />}
          isDisabled={isSending}
          onPress={() => void send({ type: 'continued' })}
        >
          {t('paused.continue')}
        </Button>
      }
    >
      <div className="c-sheet">
        <span className="c-sheet__icon" aria-hidden="true">
          <Pause />
        </span>
        <FocusHeading>{t('paused.title')}</FocusHeading>
        <p>{t('paused.text')}</p>
        {view.returnCode !== null && (
          <>
            <p className="c-code">
              <span>{t('returnCard.label')}</span>
              <span className="ui-mono">{view.returnCode}</span>
            </p>
            <p>{t('returnCard.text')}</p>
          </>
        )}
      </div>
    </Stage>
  );
}
