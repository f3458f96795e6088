import { checkGates, type LevelPair } from '#assessment/agreement/check-gates.ts';
import { USE_GATE_ANSWERS } from '#shared/review-sheet.ts';
import { levelPairs } from './level-pairs.ts';
import type { ReviewStore } from './ports.ts';
import type { ReviewRows } from './review-ports.ts';
import type { Gates } from './review-sheet.ts';

/** Interviews that agreement is measured on; older ones were rated by other people, or read by another engine. */
export const NEWEST = 400;

/**
 * How far people and machine agree at this site: the use gates of scoring.md §6 over the newest interviews that two people rated blind.
 * A site knows no groups, so none is compared here. Measured again only after another interview was rated twice.
 */
export function createSiteAgreement(
  rows: Pick<ReviewRows, 'countDoubleRated' | 'doubleRated' | 'ratings'>,
  store: Pick<ReviewStore, 'getSession'>,
): () => Gates {
  let measured: Gates | null = null;

  function measure(): boolean {
    const people: LevelPair[] = [];
    const machine: LevelPair[] = [];
    for (const id of rows.doubleRated(NEWEST)) {
      const stored = store.getSession(id);
      if (stored === undefined) continue;
      const found = levelPairs(stored, rows.ratings(id));
      people.push(...found.people);
      machine.push(...found.machine);
    }
    return checkGates({ machine, people, groups: {} }).areMet;
  }

  return () => {
    const doubleRated = rows.countDoubleRated();
    if (measured?.doubleRated !== doubleRated)
      measured = { doubleRated, areMet: doubleRated >= USE_GATE_ANSWERS && measure() };
    return measured;
  };
}
