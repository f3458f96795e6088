import { useCallback, useState } from 'react';
import { startFrameSampler } from '#renderer/capture/frame-sampler.ts';
import { createFramingAdviser, type FaceBox, type FramingAdvice } from '#renderer/capture/framing.ts';
import { startPresence } from '#renderer/capture/presence.ts';

/**
 * Advice about the live picture. Where the jurisdiction pack allows it a face is looked for; otherwise only light is judged.
 * Pictures never leave the page.
 */
export function useFramingAdvice(isFaceAllowed: boolean) {
  const [advice, setAdvice] = useState<FramingAdvice>('ok');
  const watch = useCallback(
    (video: HTMLVideoElement) => {
      const adviser = createFramingAdviser();
      let faces: FaceBox[] | undefined;
      let isOver = false;
      let closePresence: (() => void) | null = null;
      const stopSampler = startFrameSampler({ video }, (frame, atMs) => {
        const changed = adviser.add(frame, atMs, faces);
        if (changed !== undefined) setAdvice(changed);
      });
      void startPresence({
        allowed: isFaceAllowed,
        video,
        onState: () => undefined,
        onReading: (reading) => {
          faces = reading.faces;
        },
        onUnavailable: () => {
          faces = undefined;
        },
      }).then((presence) => {
        if (!presence.ok) return;
        closePresence = presence.value.close;
        if (isOver) closePresence();
      });
      return () => {
        isOver = true;
        stopSampler();
        closePresence?.();
      };
    },
    [isFaceAllowed],
  );
  return { advice, watch };
}
