import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/index.ts';
import { LanguageChoice } from '../language-choice.tsx';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import './simple-screens.css';

/** Which language to speak: each in its own script, each to be heard. The choice also picks the speech model. */
export function LanguageScreen() {
  const { t } = useTranslation('candidate');
  const { send, isSending } = useCandidateSession();
  return (
    <Stage
      title={t('language.title')}
      lead={t('language.lead')}
      canPause={false}
      actions={
        <Button
          variant="primary"
          size="large"
          iconAfter={<ArrowRight aria-hidden="true" />}
          isDisabled={isSending}
          onPress={() => void send({ type: 'language_confirmed' })}
        >
          {t('common:next')}
        </Button>
      }
    >
      <div className="c-centre">
        <LanguageChoice />
      </div>
    </Stage>
  );
}
