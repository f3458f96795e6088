import { useEffect, useState } from 'react';
import { OpenDecisions } from '#shared/hub/names.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { ask, HubProblem } from '../hub-client.ts';
import { toProblem } from '../to-problem.ts';

const listeners = new Set<() => void>();

/** Somebody decided, or something was taken in: the numbers in the navigation are counted anew. */
export function decisionsChanged(): void {
  for (const listener of listeners) listener();
}

/**
 * How much waits for a person's word; null until it was counted. Counted anew with every place somebody goes to, not by the clock: that would
 * keep a session alive that nobody sits at. A count that failed is not told: the screens say what is wrong.
 */
export function useOpenDecisions(isAllowed: boolean, place: string | undefined): OpenDecisions | null {
  const [counted, setCounted] = useState<OpenDecisions | null>(null);
  useEffect(() => {
    if (!isAllowed || place === undefined) return undefined;
    let isHere = true;
    const count = async (): Promise<void> => {
      const answer = await ask(HUB_PATHS.openDecisions, OpenDecisions).catch(toProblem);
      if (isHere && !(answer instanceof HubProblem)) setCounted(answer);
    };
    const recount = () => void count();
    recount();
    listeners.add(recount);
    return () => {
      isHere = false;
      listeners.delete(recount);
    };
  }, [isAllowed, place]);
  return counted;
}
