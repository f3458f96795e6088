import { useEffect, useState } from 'react';

/** How systems call what is worn on the ears. */
const WORN = /head(set|phone)|earphone|handset|耳机|耳麦|听筒/i;

/** Id of a headset's output; null while none is plugged in. The names are known once the page may use a microphone. */
export function useHeadset(isWatched: boolean): string | null {
  const [id, setId] = useState<string | null>(null);
  useEffect(() => {
    // outside a secure page there is no such thing
    const media = isWatched ? (navigator.mediaDevices as MediaDevices | undefined) : undefined;
    if (media === undefined) return undefined;
    const look = () => {
      media.enumerateDevices().then(
        (devices) =>
          setId(devices.find(({ kind, label }) => kind === 'audiooutput' && WORN.test(label))?.deviceId ?? null),
        (error: unknown) => console.warn('The sound devices could not be listed.', error),
      );
    };
    look();
    media.addEventListener('devicechange', look);
    return () => media.removeEventListener('devicechange', look);
  }, [isWatched]);
  return id;
}
