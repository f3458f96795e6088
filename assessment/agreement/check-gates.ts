import { USE_GATE_ANSWERS } from '#shared/review-sheet.ts';
import { standardisedDifference } from '../statistics/moments.ts';
import { crossTable, kappa, quadraticWeights } from './kappa.ts';

/** Levels of 1 to 5. */
const LEVELS = 5;
/**
 * What a machine has to reach before its levels are more than a help to find evidence (Williamson, Xi & Breyer 2012;
 * scoring.md §6). Quadratic κ alone misleads, so every gate has to hold.
 */
export const USE_GATES = {
  doubleRated: USE_GATE_ANSWERS,
  kappa: 0.7,
  /** How far the machine may lie below two people. */
  kappaBelowPeople: 0.1,
  difference: 0.15,
  differenceOfGroup: 0.1,
  /** A group of fewer ratings has no mean worth comparing. */
  groupRatings: 30,
} as const;

/** Two levels of 1 to 5 for one answer. */
export type LevelPair = readonly [number, number];

export interface GateCheck {
  readonly gate: 'double_rated' | 'kappa' | 'kappa_below_people' | 'difference' | 'difference_of_group';
  /** Of a group; null for all. */
  readonly group: string | null;
  readonly n: number;
  /** Null when there are too few to say. */
  readonly value: number | null;
  readonly limit: number;
  /** Null when there are too few to say: never taken as met. */
  readonly isMet: boolean | null;
}

export interface UseGates {
  /** All gates hold. Until then the machine's levels stay hidden by default. */
  readonly areMet: boolean;
  readonly checks: readonly GateCheck[];
}

/** Quadratic κ of levels of 1 to 5; null when both always said one and the same. */
export function levelKappa(pairs: readonly LevelPair[]): number | null {
  const first = pairs.map(([a]) => a - 1);
  const second = pairs.map(([, b]) => b - 1);
  return kappa(crossTable(first, second, LEVELS), quadraticWeights(LEVELS));
}

/** How much higher the second rates than the first, in standard deviations; null without spread. */
export function levelDifference(pairs: readonly LevelPair[]): number | null {
  return standardisedDifference(
    pairs.map(([, b]) => b),
    pairs.map(([a]) => a),
  );
}

/**
 * @param machine a person's blind level and the machine's, per answer and indicator
 * @param people two persons' blind levels
 * @param groups the same as `machine`, by group, where groups are known; a site knows none
 */
export function checkGates(parts: {
  readonly machine: readonly LevelPair[];
  readonly people: readonly LevelPair[];
  readonly groups: Readonly<Record<string, readonly LevelPair[]>>;
}): UseGates {
  const { machine, people, groups } = parts;
  const enough = machine.length >= USE_GATES.doubleRated;
  const withPeople = people.length >= USE_GATES.doubleRated;
  const own = enough ? levelKappa(machine) : null;
  const between = withPeople ? levelKappa(people) : null;
  const difference = enough ? levelDifference(machine) : null;
  const base = { group: null, n: machine.length };
  const checks: GateCheck[] = [
    { ...base, gate: 'double_rated', value: machine.length, limit: USE_GATES.doubleRated, isMet: enough },
    { ...base, gate: 'kappa', value: own, limit: USE_GATES.kappa, isMet: own === null ? null : own >= USE_GATES.kappa },
    belowPeople(own, between, people.length),
    differenceCheck('difference', null, machine.length, difference, USE_GATES.difference),
    ...Object.entries(groups).map(([group, pairs]) =>
      differenceCheck(
        'difference_of_group',
        group,
        pairs.length,
        pairs.length >= USE_GATES.groupRatings ? levelDifference(pairs) : null,
        USE_GATES.differenceOfGroup,
      ),
    ),
  ];
  return { areMet: checks.every(({ isMet }) => isMet === true), checks };
}

function belowPeople(own: number | null, between: number | null, n: number): GateCheck {
  const value = own === null || between === null ? null : between - own;
  const limit = USE_GATES.kappaBelowPeople;
  return { gate: 'kappa_below_people', group: null, n, value, limit, isMet: value === null ? null : value <= limit };
}

function differenceCheck(
  gate: GateCheck['gate'],
  group: string | null,
  n: number,
  value: number | null,
  limit: number,
): GateCheck {
  return { gate, group, n, value, limit, isMet: value === null ? null : Math.abs(value) <= limit };
}
