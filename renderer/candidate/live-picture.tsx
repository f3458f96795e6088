import { VideoOff } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '#renderer/ui/index.ts';
import { useCapture } from './capture-context.tsx';
import './live-picture.css';

export interface LivePictureProps {
  readonly hasOutline?: boolean;
  readonly isRecording?: boolean;
  /** Called with the playing video, to look at its pictures. Returns how to stop. */
  readonly onVideo?: (video: HTMLVideoElement) => () => void;
  readonly children?: ReactNode;
}

/** The candidate as in a mirror. The sound is never played back live. */
export function LivePicture({ hasOutline = false, isRecording = false, onVideo, children }: LivePictureProps) {
  const { t } = useTranslation('candidate');
  const { state } = useCapture();
  const video = useRef<HTMLVideoElement>(null);
  const stream = state.status === 'open' && state.hasCamera ? state.session.stream : null;

  useEffect(() => {
    const element = video.current;
    if (element === null || stream === null) return;
    element.srcObject = stream;
    element.play().catch((error: unknown) => console.warn('The live picture did not start.', error));
    const stop = onVideo?.(element);
    return () => {
      stop?.();
      element.srcObject = null;
    };
  }, [stream, onVideo]);

  return (
    <figure className={classNames('c-picture', isRecording && 'c-picture--recording')}>
      {stream === null ? (
        <div className="c-picture__none">
          <VideoOff aria-hidden="true" />
          <span>{state.status === 'opening' ? t('picture.opening') : t('picture.none')}</span>
        </div>
      ) : (
        <video ref={video} className="c-picture__video" muted playsInline aria-label={t('picture.label')} />
      )}
      {hasOutline && stream !== null && (
        <svg className="c-picture__outline" viewBox="0 0 400 300" preserveAspectRatio="none" aria-hidden="true">
          <path d="M200 42c44 0 72 34 72 84 0 52-34 90-72 90s-72-38-72-90c0-50 28-84 72-84Z" />
          <path d="M64 292c10-48 52-66 92-74M336 292c-10-48-52-66-92-74" />
        </svg>
      )}
      {children}
    </figure>
  );
}
