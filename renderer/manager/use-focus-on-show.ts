import { useEffect, useRef, type RefObject } from 'react';

/** Moves the focus to the first field (or else button) inside the element when it appears: the reader asked for it. */
export function useFocusOnShow<T extends HTMLElement>(): RefObject<T | null> {
  const ref = useRef<T>(null);
  useEffect(() => {
    const target = ref.current?.querySelector<HTMLElement>('input:not([type=radio]):not([type=checkbox])');
    (target ?? ref.current?.querySelector<HTMLElement>('button'))?.focus();
  }, []);
  return ref;
}
