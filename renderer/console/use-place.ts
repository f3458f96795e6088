import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

/** `#/people/x` → `['people', 'x']`. */
export function usePlace(): readonly string[] {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return hash
    .replace(/^#\//, '')
    .split('/')
    .map((part) => decodeURIComponent(part));
}

export function goTo(...place: readonly string[]): void {
  location.hash = `#/${place.map((part) => encodeURIComponent(part)).join('/')}`;
}
