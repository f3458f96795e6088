import { useEffect, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '#renderer/ui/index.ts';
import type { RecordingDetail } from '#shared/contract/review.ts';
import { speechCaptions, type Spoken } from './captions.ts';
import type { Clip } from './clip.ts';

/** Far behind any end: the browser stops at the end and then knows how long the recording is. */
const BEYOND_END_SECONDS = 1e7;
/** A jump that lands further than this from where the clip began was somebody's own. */
const OWN_JUMP_MS = 120;

/** The captions as a file of the page's own, released with the player. */
function useCaptions(spoken: readonly Spoken[]): RefObject<HTMLTrackElement | null> {
  const { t } = useTranslation('manager');
  const text = speechCaptions(spoken, t('player.speaking'));
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
  readonly recording: Pick<RecordingDetail, 'kind' | 'url'>;
  readonly rate: number;
  readonly onRate: (rate: number) => void;
  /** Played every time a new object is passed, and stopped at its end. */
  readonly clip: Clip | null;
  readonly onPosition: (ms: number) => void;
  readonly onEnded: () => void;
  readonly isContinuing: boolean;
  readonly spoken: readonly Spoken[];
}

/** The browser's own player: its controls work with keyboard, touch and screen readers. */
export function OneRecording({
  label,
  recording,
  rate,
  onRate,
  clip,
  onPosition,
  onEnded,
  isContinuing,
  spoken,
}: OneRecordingProps) {
  const { t, i18n } = useTranslation('manager');
  const captions = useCaptions(spoken);
  const ref = useRef<HTMLVideoElement>(null);
  const [hasFailed, setFailed] = useState(false);
  const [hasLength, setHasLength] = useState(false);
  const played = useRef<Clip | null>(null);
  /** The clip that is playing and has not ended or been left. */
  const running = useRef<Clip | null>(null);

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
    if (player.currentTime !== 0) player.currentTime = 0;
    setHasLength(true);
  }

  /** The browser reports its position four times a second: too seldom to stop with a word. */
  function stopAtEnd(player: HTMLVideoElement): void {
    const { current } = running;
    if (current === null || current.endMs === null) return;
    if (player.currentTime * 1000 >= current.endMs) {
      running.current = null;
      player.pause();
    } else if (!player.paused) requestAnimationFrame(() => stopAtEnd(player));
  }

  useEffect(() => {
    if (ref.current !== null) ref.current.playbackRate = rate;
  }, [rate]);
  useEffect(() => {
    const player = ref.current;
    if (player === null || clip === null || clip === played.current || !hasLength) return;
    played.current = clip;
    running.current = clip;
    player.currentTime = clip.startMs / 1000;
    // refused only when the recording cannot be played at all, which onError says
    player.play().catch(() => setFailed(true));
  }, [clip, hasLength]);
  useEffect(() => {
    if (isContinuing && hasLength) ref.current?.play().catch(() => setFailed(true));
  }, [isContinuing, hasLength]);

  return (
    <>
      <video
        ref={ref}
        className={recording.kind !== 'video' ? 'mgr-player__audio' : 'mgr-player__video'}
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
        onPlay={({ currentTarget }) => stopAtEnd(currentTarget)}
        onSeeking={({ currentTarget }) => {
          const { current } = running;
          if (current !== null && Math.abs(currentTarget.currentTime * 1000 - current.startMs) > OWN_JUMP_MS)
            running.current = null;
        }}
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
