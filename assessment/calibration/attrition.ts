import type { Random } from '../statistics/random.ts';
import { type Validity, validityOf } from './validity.ts';

/** Leaving later than this is not what an interview was to foresee. */
const WINDOW_MS = 365 * 24 * 60 * 60 * 1000;
/** With fewer of either, a coefficient rests on a handful of people. */
const MIN_EACH = 10;

/** What became of somebody who was hired. Milliseconds since 1970. */
export interface Employment {
  readonly score: number;
  readonly hiredMs: number;
  /** Null while they are there. */
  readonly leftMs: number | null;
  /** They left of their own will; null when it is not known. */
  readonly isVoluntary: boolean | null;
}

export interface AttritionReport {
  /** Left of their own will within twelve months. */
  readonly left: number;
  /** Were there for twelve months. */
  readonly stayed: number;
  /** Hired less than twelve months ago and still there: nobody knows yet, and they are not counted. */
  readonly censored: number;
  /** Were sent away, or nobody knows why they left: not counted. */
  readonly otherLeft: number;
  /** Point-biserial correlation of the score with **staying**; positive is what one hopes for. */
  readonly validity: Validity;
}

/** How scores go with leaving of one's own will within twelve months. */
export function attritionReport(people: readonly Employment[], nowMs: number, random: Random): AttritionReport {
  const sorted = people.map((person) => ({ person, became: becameOf(person, nowMs) }));
  const count = (became: ReturnType<typeof becameOf>) => sorted.filter((each) => each.became === became).length;
  const [left, stayed] = [count('left'), count('stayed')];
  const pairs = sorted.flatMap(({ person: { score }, became }) =>
    became === 'left' || became === 'stayed' ? [{ score, criterion: became === 'stayed' ? 1 : 0 }] : [],
  );
  const validity: Validity =
    Math.min(left, stayed) < MIN_EACH ? { status: 'too_few', n: pairs.length } : validityOf(pairs, null, random);
  return { left, stayed, censored: count('censored'), otherLeft: count('other_left'), validity };
}

function becameOf({ hiredMs, leftMs, isVoluntary }: Employment, nowMs: number) {
  const isWithin = leftMs !== null && leftMs - hiredMs < WINDOW_MS;
  if (isWithin) return isVoluntary === true ? 'left' : 'other_left';
  return leftMs !== null || nowMs - hiredMs >= WINDOW_MS ? 'stayed' : 'censored';
}
