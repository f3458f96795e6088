import { RotateCcw } from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Banner, Button } from '#renderer/ui/index.ts';
import type { RecordingDetail } from '#shared/contract/review.ts';
import { clockTime } from '../use-formats.ts';

const RATES = [1, 1.25, 1.5, 2] as const;
const BACK_SECONDS = 5;
/** Far behind any end: the browser stops at the end and then knows how long the recording is. */
const BEYOND_END_SECONDS = 1e7;

/**
 * A recording written second by second has no length in its header, and without one there is no seek bar. Going to the
 * end once makes the browser find it.
 */
function useKnownLength(player: RefObject<HTMLVideoElement | null>, url: string | undefined): void {
  useEffect(() => {
    const element = player.current;
    if (element === null) return;
    const findEnd = (): void => {
      if (Number.isFinite(element.duration)) return;
      const backToStart = (): void => {
        if (!Number.isFinite(element.duration)) return;
        element.removeEventListener('durationchange', backToStart);
        element.currentTime = 0;
      };
      element.addEventListener('durationchange', backToStart);
      element.currentTime = BEYOND_END_SECONDS;
    };
    element.addEventListener('loadedmetadata', findEnd);
    return () => element.removeEventListener('loadedmetadata', findEnd);
  }, [player, url]);
}

interface RecordingPlayerProps {
  readonly label: string;
  /** In playing order; the last take is the one that counts and is shown first. */
  readonly recordings: readonly RecordingDetail[];
  /** Jump there, every time a new object is passed. */
  readonly seek: { readonly ms: number } | null;
  readonly onPosition: (ms: number) => void;
}

/** The picture and sound of an answer: the browser's own controls, speed, and a step back. */
export function RecordingPlayer({ label, recordings, seek, onPosition }: RecordingPlayerProps) {
  const { t } = useTranslation('manager');
  const player = useRef<HTMLVideoElement>(null);
  const [rate, setRate] = useState<number>(1);
  const [hasFailed, setFailed] = useState(false);
  const lastTake = Math.max(...recordings.map(({ take }) => take));
  const firstOfLastTake = recordings.find(({ take }) => take === lastTake);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const recording = recordings.find(({ id }) => id === chosenId) ?? firstOfLastTake;
  const next = recordings[recordings.findIndex(({ id }) => id === recording?.id) + 1];
  useKnownLength(player, recording?.url);

  useEffect(() => {
    if (player.current !== null) player.current.playbackRate = rate;
  }, [rate, recording]);
  useEffect(() => {
    if (player.current === null || seek === null) return;
    player.current.currentTime = seek.ms / 1000;
    void player.current.play().catch(() => undefined);
  }, [seek]);

  if (recording === undefined) return null;
  return (
    <div className="mgr-player">
      {/* there is no transcript to caption with before step 2 */}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <video
        key={recording.id}
        ref={player}
        className={recording.kind === 'audio' ? 'mgr-player__audio' : 'mgr-player__video'}
        aria-label={label}
        controls
        controlsList="nodownload noremoteplayback nofullscreen"
        disablePictureInPicture
        preload="metadata"
        src={recording.url}
        onRateChange={() => {
          if (player.current !== null) setRate(player.current.playbackRate);
        }}
        onLoadedMetadata={() => {
          setFailed(false);
          if (player.current !== null) player.current.playbackRate = rate;
        }}
        onTimeUpdate={() => onPosition((player.current?.currentTime ?? 0) * 1000)}
        onError={() => setFailed(true)}
        onEnded={() => {
          // an answer that was interrupted goes on in its next part
          if (next !== undefined && next.take === recording.take) setChosenId(next.id);
        }}
      />
      {hasFailed && (
        <Banner tone="danger" title={t('player.failed')}>
          {t('player.failed_hint')}
        </Banner>
      )}
      <div className="mgr-player__bar">
        <Button
          icon={<RotateCcw aria-hidden="true" />}
          onPress={() => {
            if (player.current !== null) player.current.currentTime -= BACK_SECONDS;
          }}
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
        {recordings.length > 1 && (
          <ToggleButtonGroup
            aria-label={t('player.takes')}
            className="mgr-segments"
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[recording.id]}
            onSelectionChange={([chosen]) => setChosenId(String(chosen))}
          >
            {recordings.map(({ id, take, part, durationMs }) => (
              <ToggleButton key={id} id={id} className="mgr-segments__item">
                {t('player.take_part', { take, part, time: clockTime(durationMs) })}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        )}
      </div>
      {recording.state === 'interrupted' && <p className="mgr-soft">{t('player.interrupted')}</p>}
    </div>
  );
}
