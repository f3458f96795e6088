import { Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CandidateItem } from '#shared/job.ts';
import { Button } from '#renderer/ui/index.ts';
import { useCapture } from '../capture-context.tsx';
import { LevelBars } from '../level-bars.tsx';
import { LivePicture } from '../live-picture.tsx';
import { RecordingNote } from '../recording-note.tsx';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import { Countdown } from './countdown.tsx';
import { QuestionPrompt } from './question-prompt.tsx';

/** The candidate speaks. Slices are on disk as they come. */
export function SpokenRecording({
  item,
  startedAt,
  deadlineAt,
}: {
  readonly item: Extract<CandidateItem, { kind: 'spoken' }>;
  readonly startedAt: string;
  readonly deadlineAt: string | null;
}) {
  const { t } = useTranslation('candidate');
  const { view, isSending } = useCandidateSession();
  const { levels, isFinishing, finishAnswer } = useCapture();
  const totalMs = deadlineAt === null ? 0 : Date.parse(deadlineAt) - Date.parse(startedAt);
  return (
    <Stage
      actions={
        <Button
          variant="primary"
          size="large"
          icon={<Square aria-hidden="true" />}
          isDisabled={isSending || isFinishing}
          onPress={finishAnswer}
        >
          {isFinishing ? t('question.saving') : t('question.done')}
        </Button>
      }
    >
      <div className="c-question">
        <QuestionPrompt item={item}>
          <RecordingNote />
        </QuestionPrompt>
        <section className="c-question__right">
          <LivePicture isRecording={!isFinishing && view.recording !== 'sound'} />
          <LevelBars source={levels} />
          <div className="c-answer-tools">
            <span className="c-record-dot">{t('question.recording')}</span>
            {deadlineAt !== null && (
              <Countdown
                deadlineAt={deadlineAt}
                totalMs={totalMs}
                label={t('question.answerLeft')}
                over={t('question.saving')}
              />
            )}
          </div>
        </section>
      </div>
    </Stage>
  );
}
