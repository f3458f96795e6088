import { useEffect, useState } from 'react';
import { startPresence } from '#renderer/capture/presence.ts';
import { createPresenceWatch, type PresenceWatch } from '#renderer/capture/presence-watch.ts';

/** Plays a stream where nobody sees it, for the detector. */
function playHidden(stream: MediaStream): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  video.play().catch((error: unknown) => console.warn('The camera is not looked at.', error));
  return video;
}

/**
 * Watches over answers for who is in the picture, where `stream` is given: only there the jurisdiction pack allows it.
 * The detector is loaded once and looks only while an answer is recorded. Pictures and places of faces stay in the page.
 */
export function usePresenceWatch(stream: MediaStream | null): PresenceWatch {
  const [watch] = useState(createPresenceWatch);
  useEffect(() => {
    if (stream === null) return undefined;
    const video = playHidden(stream);
    let close: (() => void) | null = null;
    let isOver = false;
    startPresence({
      allowed: true,
      video,
      isLooking: () => watch.isWatching(),
      onState: () => undefined,
      onReading: ({ faces, atMs }) => watch.see(faces, atMs),
      onUnavailable: (reason) => console.warn(`The camera is no longer looked at: ${reason}`),
    })
      .then((presence) => {
        if (!presence.ok) {
          console.warn('The camera is not looked at.', presence.error);
          return;
        }
        close = presence.value.close;
        if (isOver) close();
      })
      .catch((error: unknown) => console.warn('The camera is not looked at.', error));
    return () => {
      isOver = true;
      close?.();
      video.srcObject = null;
    };
  }, [stream, watch]);
  return watch;
}
