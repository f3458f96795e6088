import { AudioLines, Pause, Play } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, ProgressBar } from '#renderer/ui/index.ts';
import './own-recording.css';

/** The candidate's own recording, played by one large button. There are no captions before there is a transcript. */
export function OwnRecording({ src, label }: { readonly src: string; readonly label: string }) {
  const { t } = useTranslation('candidate');
  const video = useRef<HTMLVideoElement>(null);
  const [isPlaying, setIsPlaying] = useState(false);
  const [played, setPlayed] = useState(0);
  const [isSoundOnly, setSoundOnly] = useState(false);
  const toggle = () => {
    const element = video.current;
    if (element === null) return;
    if (isPlaying) element.pause();
    else element.play().catch((error: unknown) => console.warn('The recording was not played.', error));
  };
  return (
    <figure className="c-playback">
      <video
        ref={video}
        src={src}
        playsInline
        disablePictureInPicture
        aria-label={label}
        onLoadedMetadata={({ currentTarget }) => setSoundOnly(currentTarget.videoWidth === 0)}
        onPlay={() => setIsPlaying(true)}
        onPause={() => setIsPlaying(false)}
        onTimeUpdate={({ currentTarget: { currentTime, duration } }) => {
          // a recording that was streamed to disk has no length until it was played once
          setPlayed(Number.isFinite(duration) && duration > 0 ? currentTime / duration : 0);
        }}
      >
        <track kind="captions" />
      </video>
      {isSoundOnly && (
        <p className="c-playback__sound">
          <AudioLines aria-hidden="true" />
          {t('picture.none')}
        </p>
      )}
      <Button
        variant="primary"
        size="large"
        icon={isPlaying ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
        onPress={toggle}
      >
        {isPlaying ? t('playback.pause') : t('playback.play')}
      </Button>
      <ProgressBar label={label} isLabelHidden value={played} />
    </figure>
  );
}
