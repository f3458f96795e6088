import { useCallback, useEffect, useRef, useState } from 'react';
import { problemOf, type Problem } from './problem.ts';

export type Load<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly problem: Problem };

/**
 * Loads something when the screen appears and whenever `load` changes; keeps showing the old value while it reloads.
 *
 * @param known what is shown until it is loaded for the first time, where that is known already
 */
export function useLoad<T>(
  load: () => Promise<T>,
  known?: T,
): { readonly load: Load<T>; readonly reload: () => Promise<void> } {
  const [result, setResult] = useState<Load<T>>(
    known === undefined ? { state: 'loading' } : { state: 'ready', value: known },
  );
  const newest = useRef(0);
  const reload = useCallback(async () => {
    const turn = ++newest.current;
    const outcome: Load<T> = await load().then(
      (value) => ({ state: 'ready', value }),
      (error: unknown) => ({ state: 'failed', problem: problemOf(error) }),
    );
    // a slower, older answer must not replace a newer one
    if (turn === newest.current) setResult(outcome);
  }, [load]);
  useEffect(() => {
    void reload();
    return () => {
      newest.current += 1;
    };
  }, [reload]);
  return { load: result, reload };
}
