import { ArrowRight, Mic, RotateCcw, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button } from '#renderer/ui/index.ts';
import { useCapture } from '../capture-context.tsx';
import { CaptureTrouble } from '../capture-trouble.tsx';
import { ListenButton } from '../listen-button.tsx';
import { LevelBars } from '../level-bars.tsx';
import { LivePicture } from '../live-picture.tsx';
import { OwnRecording } from '../own-recording.tsx';
import { type PracticeRecorder, startPracticeRecorder } from '../practice-recorder.ts';
import { useReadOnce } from '../read-aloud-context.tsx';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import './question-screen.css';

/** One question that does not count, to hear oneself once. The recording lives in the memory of the page only. */
export function PracticeScreen({ phase }: { readonly phase: 'ready' | 'recording' | 'playback' }) {
  const { t } = useTranslation('candidate');
  const { view, send, isSending } = useCandidateSession();
  const { state, levels } = useCapture();
  const recorder = useRef<PracticeRecorder | null>(null);
  const [playback, setPlayback] = useState<string | null>(null);
  const item = view.practiceItem;
  const session = state.status === 'open' ? state.session : null;
  useReadOnce(phase === 'ready' ? (item?.prompt ?? null) : null, view.locale);

  useEffect(() => {
    if (playback === null) return undefined;
    return () => URL.revokeObjectURL(playback);
  }, [playback]);
  useEffect(
    () => () => {
      void recorder.current?.stop().then((url) => {
        if (url !== null) URL.revokeObjectURL(url);
      });
    },
    [],
  );

  const start = () => {
    if (session === null) return;
    recorder.current = startPracticeRecorder(session.stream);
    void send({ type: 'practice_started' });
  };
  const stop = async () => {
    const running = recorder.current;
    recorder.current = null;
    setPlayback((await running?.stop()) ?? null);
    await send({ type: 'practice_stopped' });
  };

  const finish = (
    <Button
      variant={phase === 'playback' ? 'primary' : 'secondary'}
      size="large"
      iconAfter={<ArrowRight aria-hidden="true" />}
      isDisabled={isSending}
      onPress={() => void send({ type: 'practice_finished' })}
    >
      {phase === 'playback' ? t('practice.begin') : t('practice.skip')}
    </Button>
  );

  return (
    <Stage
      key={phase}
      title={t('practice.title')}
      lead={t('practice.lead')}
      actions={
        phase === 'recording' ? (
          <Button
            variant="primary"
            size="large"
            icon={<Square aria-hidden="true" />}
            isDisabled={isSending}
            onPress={() => void stop()}
          >
            {t('question.done')}
          </Button>
        ) : phase === 'ready' ? (
          <>
            {finish}
            <Button
              variant="primary"
              size="large"
              icon={<Mic aria-hidden="true" />}
              isDisabled={isSending || session === null}
              onPress={start}
            >
              {t('practice.start')}
            </Button>
          </>
        ) : (
          <>
            <Button
              size="large"
              icon={<RotateCcw aria-hidden="true" />}
              isDisabled={isSending}
              onPress={() => {
                setPlayback(null);
                void send({ type: 'practice_repeated' });
              }}
            >
              {t('practice.again')}
            </Button>
            {finish}
          </>
        )
      }
    >
      <div className="c-question">
        <section className="c-question__left">
          <div className="c-prompt ui-scroll">
            <p className="c-prompt__text">{item?.prompt}</p>
          </div>
          {item !== null && <ListenButton text={item.prompt} variant="secondary" />}
          {phase === 'playback' && <Banner tone="good">{t('practice.heard')}</Banner>}
        </section>
        <section className="c-question__right">
          {state.status === 'failed' ? (
            <CaptureTrouble code={state.code} />
          ) : phase === 'playback' && playback !== null ? (
            <OwnRecording src={playback} label={t('practice.playback')} />
          ) : (
            <>
              <LivePicture isRecording={phase === 'recording'} />
              <LevelBars source={levels} />
            </>
          )}
        </section>
      </div>
    </Stage>
  );
}
