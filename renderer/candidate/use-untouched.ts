import { useEffect } from 'react';

/** Calls `onUntouched` when nobody touched the page or a key for `forMs`, again and again. */
export function useUntouched(isWatched: boolean, forMs: number, onUntouched: () => void): void {
  useEffect(() => {
    if (!isWatched) return undefined;
    let timer = setTimeout(onUntouched, forMs);
    const restart = () => {
      clearTimeout(timer);
      timer = setTimeout(onUntouched, forMs);
    };
    window.addEventListener('pointerdown', restart);
    window.addEventListener('keydown', restart);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pointerdown', restart);
      window.removeEventListener('keydown', restart);
    };
  }, [isWatched, forMs, onUntouched]);
}
