import { RotateCcw } from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Banner, Button } from '#renderer/ui/index.ts';
import type { RecordingDetail } from '#shared/contract/review.ts';
import type { TimeSpan } from '#shared/analysis.ts';
import { speechCaptions } from './captions.ts';
import { clockTime } from '../use-formats.ts';

const RATES = [1, 1.25, 1.5, 2] as const;
const BACK_SECONDS = 5;
/** Far behind any end: the browser stops at the end and then knows how long the recording is. */
const BEYOND_END_SECONDS = 1e7;

interface Seek {
  readonly ms: number;
}

/** The captions as a file of the page's own, released with the player. */
function useCaptions(speech: readonly TimeSpan[]): RefObject<HTMLTrackElement | null> {
  const { t } = useTranslation('manager');
  const text = speechCaptions(speech, t('player.speaking'));
  const track = useRef<HTMLTrackElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/vtt' }));
    if (track.current !== null) track.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [text]);
  return track;
}

interface OneRecordingProps {
  readonly label: string;
  readonly recording: RecordingDetail;
  readonly rate: number;
  readonly onRate: (rate: number) => void;
  readonly seek: Seek | null;
  readonly onPosition: (ms: number) => void;
  readonly onEnded: () => void;
  readonly isContinuing: boolean;
  readonly speech: readonly TimeSpan[];
}

/** The browser's own player: its controls work with keyboard, touch and screen readers. */
function OneRecording({
  label,
  recording,
  rate,
  onRate,
  seek,
  onPosition,
  onEnded,
  isContinuing,
  speech,
}: OneRecordingProps) {
  const { t, i18n } = useTranslation('manager');
  const captions = useCaptions(speech);
  const ref = useRef<HTMLVideoElement>(null);
  const [hasFailed, setFailed] = useState(false);
  const [hasLength, setHasLength] = useState(false);
  /** A jump made before this recording was chosen belongs to the one before. */
  const doneSeek = useRef(seek);

  /**
   * A recording written second by second has no length in its header, and without one there is no seek bar. Going far
   * behind its end once makes the browser find it; until then its controls would show nonsense.
   */
  function findLength(player: HTMLVideoElement): void {
    if (!Number.isFinite(player.duration)) {
      if (player.currentTime === 0) player.currentTime = BEYOND_END_SECONDS;
      return;
    }
    if (hasLength) return;
    if (player.currentTime !== 0) player.currentTime = (doneSeek.current?.ms ?? 0) / 1000;
    setHasLength(true);
  }

  useEffect(() => {
    if (ref.current !== null) ref.current.playbackRate = rate;
  }, [rate]);
  useEffect(() => {
    const player = ref.current;
    if (player === null || seek === null || seek === doneSeek.current) return;
    doneSeek.current = seek;
    player.currentTime = seek.ms / 1000;
    // refused only when the recording cannot be played at all, which onError says
    player.play().catch(() => setFailed(true));
  }, [seek]);
  useEffect(() => {
    if (isContinuing) ref.current?.play().catch(() => setFailed(true));
  }, [isContinuing]);

  return (
    <>
      <video
        ref={ref}
        className={recording.kind === 'audio' ? 'mgr-player__audio' : 'mgr-player__video'}
        aria-label={label}
        controls={hasLength}
        controlsList="nodownload noremoteplayback nofullscreen"
        disablePictureInPicture
        preload="metadata"
        src={recording.url}
        onLoadedMetadata={({ currentTarget }) => {
          currentTarget.playbackRate = rate;
          findLength(currentTarget);
        }}
        onDurationChange={({ currentTarget }) => findLength(currentTarget)}
        onRateChange={({ currentTarget }) => onRate(currentTarget.playbackRate)}
        onTimeUpdate={({ currentTarget }) => {
          if (hasLength) onPosition(currentTarget.currentTime * 1000);
        }}
        onError={() => setFailed(true)}
        onEnded={onEnded}
      >
        <track kind="captions" srcLang={i18n.language} label={t('player.captions')} ref={captions} />
      </video>
      {hasFailed && (
        <Banner tone="danger" title={t('player.failed')}>
          {t('player.failed_hint')}
        </Banner>
      )}
    </>
  );
}

interface RecordingPlayerProps {
  readonly label: string;
  /** In playing order; the last take is the one that counts and is shown first. */
  readonly recordings: readonly RecordingDetail[];
  /** Where somebody speaks in the recording shown first. */
  readonly speech: readonly TimeSpan[];
  /** Jump there, every time a new object is passed. */
  readonly seek: Seek | null;
  readonly onSeek: (ms: number) => void;
  readonly onPosition: (ms: number) => void;
}

/** Picture and sound of an answer, with speed, a step back, and its takes and parts. */
export function RecordingPlayer({ label, recordings, speech, seek, onSeek, onPosition }: RecordingPlayerProps) {
  const { t } = useTranslation('manager');
  const [rate, setRate] = useState(1);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [isContinuing, setContinuing] = useState(false);
  const [positionMs, setPositionMs] = useState(0);
  const lastTake = Math.max(...recordings.map(({ take }) => take));
  const recording = recordings.find(({ id }) => id === chosenId) ?? recordings.find(({ take }) => take === lastTake);
  if (recording === undefined) return null;
  const next = recordings[recordings.indexOf(recording) + 1];

  return (
    <div className="mgr-player">
      <OneRecording
        key={recording.id}
        label={label}
        recording={recording}
        rate={rate}
        onRate={setRate}
        seek={seek}
        isContinuing={isContinuing}
        speech={speech}
        onPosition={(ms) => {
          setPositionMs(ms);
          onPosition(ms);
        }}
        onEnded={() => {
          // an answer that was interrupted goes on in its next part
          if (next === undefined || next.take !== recording.take) return;
          setContinuing(true);
          setChosenId(next.id);
        }}
      />
      <div className="mgr-player__bar">
        <Button
          icon={<RotateCcw aria-hidden="true" />}
          onPress={() => onSeek(Math.max(0, positionMs - BACK_SECONDS * 1000))}
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
            onSelectionChange={([chosen]) => {
              setContinuing(false);
              setChosenId(String(chosen));
            }}
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
