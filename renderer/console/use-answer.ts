import { useCallback, useEffect, useRef, useState } from 'react';
import type { HubProblem } from './hub-client.ts';
import { toProblem } from './to-problem.ts';

/** What a screen has of the hub's answer so far. */
export interface Answer<T> {
  readonly value: T | null;
  readonly problem: HubProblem | null;
  readonly reload: () => Promise<void>;
}

/** Loads when the screen appears, whenever `load` changes, and every `everyMs` if given; keeps showing the old value while it reloads. */
export function useAnswer<T>(load: () => Promise<T>, everyMs?: number): Answer<T> {
  const [answer, setAnswer] = useState<Omit<Answer<T>, 'reload'>>({ value: null, problem: null });
  const newest = useRef(0);
  const reload = useCallback(async () => {
    const turn = ++newest.current;
    const outcome = await load().then(
      (loaded) => ({ value: loaded, problem: null }),
      (error: unknown) => ({ value: null, problem: toProblem(error) }),
    );
    // a slower, older answer must not replace a newer one
    if (turn === newest.current) setAnswer((shown) => ({ ...outcome, value: outcome.value ?? shown.value }));
  }, [load]);
  useEffect(() => {
    void reload();
    const timer = everyMs === undefined ? undefined : setInterval(() => void reload(), everyMs);
    return () => {
      clearInterval(timer);
      newest.current += 1;
    };
  }, [reload, everyMs]);
  return { ...answer, reload };
}
