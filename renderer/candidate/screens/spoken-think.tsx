import { Check, Keyboard, Mic } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CandidateItem } from '#shared/job.ts';
import type { QuestionState } from '#shared/session.ts';
import { Banner, Button } from '#renderer/ui/index.ts';
import { useCapture } from '../capture-context.tsx';
import { CaptureTrouble } from '../capture-trouble.tsx';
import { LevelBars } from '../level-bars.tsx';
import { LivePicture } from '../live-picture.tsx';
import { useReadAloud } from '../read-aloud-context.tsx';
import { RecordingNote } from '../recording-note.tsx';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import { Countdown } from './countdown.tsx';
import { QuestionPrompt } from './question-prompt.tsx';
import { SkipButton } from './skip-button.tsx';

/** The question stands and is read; the candidate thinks, and begins when ready. Nothing starts by itself. */
export function SpokenThink({
  item,
  state,
  deadlineAt,
}: {
  readonly item: Extract<CandidateItem, { kind: 'spoken' }>;
  readonly state: QuestionState;
  readonly deadlineAt: string | null;
}) {
  const { t } = useTranslation('candidate');
  const { view, send, isSending } = useCandidateSession();
  const { state: capture, levels } = useCapture();
  const { stop } = useReadAloud();
  const session = capture.status === 'open' ? capture.session : null;
  const hasPart = view.saved.parts > 0;
  const canRecord = view.recording !== 'nothing';
  return (
    <Stage
      actions={
        <>
          {hasPart && (
            <Button
              size="large"
              icon={<Check aria-hidden="true" />}
              isDisabled={isSending}
              onPress={() => void send({ type: 'answer_kept' })}
            >
              {t('question.keepPart')}
            </Button>
          )}
          {canRecord ? (
            <Button
              variant="primary"
              size="large"
              icon={<Mic aria-hidden="true" />}
              isDisabled={isSending || session === null}
              onPress={() => {
                stop();
                void send({ type: 'answer_started' });
              }}
            >
              {hasPart ? t('question.goOn') : t('question.start')}
            </Button>
          ) : (
            <Button
              variant="primary"
              size="large"
              icon={<Keyboard aria-hidden="true" />}
              isDisabled={isSending}
              onPress={() => void send({ type: 'mode_chosen', mode: 'touch' })}
            >
              {t('question.type')}
            </Button>
          )}
        </>
      }
    >
      <div className="c-question">
        <QuestionPrompt
          item={item}
          canAskForHint
          isHintShown={state.isHintShown}
          tools={
            <>
              {canRecord && (
                <Button
                  icon={<Keyboard aria-hidden="true" />}
                  isDisabled={isSending}
                  onPress={() => void send({ type: 'mode_chosen', mode: 'touch' })}
                >
                  {t('question.type')}
                </Button>
              )}
              <SkipButton isOneTouch={item.isFollowUp} />
            </>
          }
        >
          <RecordingNote isShort={hasPart && canRecord} />
          {hasPart && canRecord && (
            <Banner tone="good" title={t('question.partSaved')}>
              {t('question.partSavedNext')}
            </Banner>
          )}
        </QuestionPrompt>
        <section className="c-question__right">
          {capture.status === 'failed' ? (
            <CaptureTrouble code={capture.code} />
          ) : (
            <>
              <LivePicture />
              <LevelBars source={levels} />
            </>
          )}
          <div className="c-answer-tools">
            {!canRecord ? null : deadlineAt === null ? (
              <p>{t('question.noHurry')}</p>
            ) : (
              <Countdown
                deadlineAt={deadlineAt}
                totalMs={item.thinkMs * (view.accommodations.moreTime ? 2 : 1)}
                label={t('question.thinkLeft')}
                over={t('question.whenReady')}
              />
            )}
          </div>
        </section>
      </div>
    </Stage>
  );
}
