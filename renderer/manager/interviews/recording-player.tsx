import { RotateCcw, VideoOff } from 'lucide-react';
import { useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Banner, Button } from '#renderer/ui/index.ts';
import type { RecordingDetail } from '#shared/contract/review.ts';
import { clockTime } from '../use-formats.ts';
import type { Spoken } from './captions.ts';
import { OneRecording } from './one-recording.tsx';
import type { Playback } from './use-playback.ts';

const RATES = [1, 1.25, 1.5, 2] as const;
const BACK_SECONDS = 5;

interface RecordingPlayerProps {
  readonly label: string;
  readonly playback: Playback;
  /** What is said when in the recording that is shown. */
  readonly spoken: readonly Spoken[];
  readonly onPosition: (ms: number) => void;
  /** What a recording is called among the others: "Line 2", "Follow-up"; null when they are all of one answer. */
  readonly nameOf: (recording: RecordingDetail) => string | null;
}

/** Picture and sound of an answer, with speed, a step back, and its takes and parts. */
export function RecordingPlayer({ label, playback, spoken, onPosition, nameOf }: RecordingPlayerProps) {
  const { t } = useTranslation('manager');
  const [rate, setRate] = useState(1);
  const [isContinuing, setContinuing] = useState(false);
  const [positionMs, setPositionMs] = useState(0);
  const { playable, shown } = playback;
  if (shown === null) return null;
  const next = playable
    .slice(playable.indexOf(shown) + 1)
    .find(({ part, take }) => part !== shown.part || take !== shown.take);

  function title(recording: RecordingDetail): string {
    const { answerKey, take, part, durationMs } = recording;
    const isAlone = playable.filter((each) => each.answerKey === answerKey).length === 1;
    const name = nameOf(recording);
    const words =
      name === null
        ? t('player.take_part', { take, part, time: clockTime(durationMs) })
        : isAlone
          ? name
          : t('player.named_take_part', { name, take, part });
    return recording.kind === 'pcm' ? t('player.sound_of', { recording: words }) : words;
  }

  return (
    <div className="mgr-player">
      <OneRecording
        key={shown.id}
        label={label}
        recording={shown}
        rate={rate}
        onRate={setRate}
        clip={playback.clip?.recordingId === shown.id ? playback.clip : null}
        isContinuing={isContinuing}
        spoken={spoken}
        onPosition={(ms) => {
          setPositionMs(ms);
          onPosition(ms);
        }}
        onEnded={() => {
          // an answer that was interrupted goes on in its next part
          if (next === undefined || next.take !== shown.take || next.answerKey !== shown.answerKey) return;
          setContinuing(true);
          playback.choose(next.id);
        }}
      />
      <div className="mgr-player__bar">
        <Button
          icon={<RotateCcw aria-hidden="true" />}
          onPress={() =>
            playback.play({
              recordingId: shown.id,
              startMs: Math.max(0, positionMs - BACK_SECONDS * 1000),
              endMs: null,
            })
          }
        >
          {t('player.back', { seconds: BACK_SECONDS })}
        </Button>
        <ToggleButtonGroup
          aria-label={t('player.speed')}
          className="mgr-segments"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[String(rate)]}
          onSelectionChange={([chosen]) => setRate(Number(chosen))}
        >
          {RATES.map((each) => (
            <ToggleButton key={each} id={String(each)} className="mgr-segments__item">
              {`${each}×`}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {playable.length > 1 && (
          <ToggleButtonGroup
            aria-label={t('player.takes')}
            className="mgr-segments"
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[shown.id]}
            onSelectionChange={([chosen]) => {
              setContinuing(false);
              playback.choose(String(chosen));
            }}
          >
            {playable.map((each) => (
              <ToggleButton key={each.id} id={each.id} className="mgr-segments__item">
                {title(each)}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        )}
      </div>
      {shown.kind === 'pcm' && (
        <Banner icon={<VideoOff />} title={t('player.no_picture')}>
          {t('player.no_picture_next')}
        </Banner>
      )}
      {shown.state === 'interrupted' && <p className="mgr-soft">{t('player.interrupted')}</p>}
    </div>
  );
}
