import { Check, CircleCheck, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CandidateItem } from '#shared/job.ts';
import { recordingPath } from '#shared/media-routes.ts';
import { Banner, Button } from '#renderer/ui/index.ts';
import { OwnRecording } from '../own-recording.tsx';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import { QuestionPrompt } from './question-prompt.tsx';

/** The answer is on disk: look at it, keep it, or use the one retake. */
export function SpokenConfirm({ item }: { readonly item: Extract<CandidateItem, { kind: 'spoken' }> }) {
  const { t } = useTranslation('candidate');
  const { view, send, isSending } = useCandidateSession();
  return (
    <Stage
      actions={
        <>
          {view.canRetake && (
            <Button
              size="large"
              icon={<RotateCcw aria-hidden="true" />}
              isDisabled={isSending}
              onPress={() => void send({ type: 'answer_retaken' })}
            >
              {t('question.retake')}
            </Button>
          )}
          <Button
            variant="primary"
            size="large"
            icon={<Check aria-hidden="true" />}
            isDisabled={isSending}
            onPress={() => void send({ type: 'answer_kept' })}
          >
            {t('question.keep')}
          </Button>
        </>
      }
    >
      <div className="c-question">
        <QuestionPrompt item={item}>
          <Banner tone="good" icon={<CircleCheck />} title={t('question.savedTitle')}>
            {view.canRetake ? t('question.savedRetake') : t('question.savedKeep')}
          </Banner>
        </QuestionPrompt>
        <section className="c-question__right">
          {view.playback === null ? (
            <Banner>{t('question.noPlayback')}</Banner>
          ) : (
            <OwnRecording src={recordingPath(view.playback)} label={t('question.playback')} />
          )}
        </section>
      </div>
    </Stage>
  );
}
