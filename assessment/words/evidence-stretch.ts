import type { IndicatorEvidence } from '#shared/assessment.ts';
import type { Locale } from '#shared/localized.ts';
import type { CueGroup, Hit } from './cue-match.ts';
import type { Similarity } from './similarity.ts';
import type { Asks, ReadClause } from './star.ts';
import { WORD_CONSTANTS } from './word-constants.ts';

type Ownership = IndicatorEvidence['ownership'];

/** A stretch of an answer that touches an indicator, with what it is worth. */
export interface Stretch {
  /** Positions in the list of distinct clauses. */
  readonly first: number;
  readonly last: number;
  /** Groups touched over groups required. */
  readonly lexical: number;
  readonly semantic: number | null;
  readonly hits: string[];
  /** Where the hits stand in the answer. */
  readonly places: readonly Place[];
  readonly ownership: Ownership;
  readonly reality: IndicatorEvidence['reality'];
  /** match × ownership × reality */
  readonly value: number;
}

/** Characters from the start of the answer, punctuation and repeated clauses left out. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** A concept group, or an exemplar, touched at one place. */
interface Touch extends Place {
  readonly clause: number;
  /** Null for an exemplar. */
  readonly group: number | null;
  readonly words: string;
  readonly isDeed: boolean;
  readonly near: number;
}

export interface StretchContext {
  readonly clauses: readonly ReadClause[];
  readonly asks: Asks;
  readonly locale: Locale;
  readonly similarity: Similarity | null;
  readonly star: { readonly isGeneric: boolean };
}

/** Whose doing a clause is; null when it is somebody else's. A text that is itself the work has no teller. */
function ownershipOf({ reading }: ReadClause, asks: Asks): Ownership | null {
  if (asks === 'work_product') return 'implicit';
  const agents = reading.deeds.map(({ agent }) => agent);
  if (agents.includes('i')) return 'i';
  if (agents.includes('we')) return 'we';
  if (reading.subject === 'i' || reading.subject === 'we') return reading.subject;
  return reading.subject === 'implicit' || agents.includes('implicit') ? 'implicit' : null;
}

function factorOf(ownership: Ownership, reality: IndicatorEvidence['reality'], asks: Asks): number {
  const { indicator } = WORD_CONSTANTS;
  const isSaying = asks !== 'behavioural';
  const own = isSaying && ownership === 'implicit' ? indicator.situational.implicit : indicator.ownership[ownership];
  const real = isSaying && reality === 'hypothetical' ? indicator.situational.hypothetical : indicator.reality[reality];
  return own * real;
}

/** In an answer that is talk in general, only a deed makes a clause more than that. */
function realityOf({ reality, reading }: ReadClause, { star, asks }: StretchContext): Stretch['reality'] {
  const isTalk = asks === 'behavioural' && star.isGeneric && reality === 'done' && reading.deeds.length === 0;
  return isTalk ? 'generic' : reality;
}

/** The cue names what the teller does in this clause, not something that is only spoken of. */
function isDeed({ reading }: ReadClause, hit: Hit): boolean {
  return reading.deeds.some(({ token }) => token.start < hit.end && token.end > hit.start);
}

/** Every place where a group or an exemplar is touched, in order. Clauses that show the opposite touch nothing. */
function touchesIn(
  groups: readonly CueGroup[],
  exemplars: readonly string[],
  counterIndexes: ReadonlySet<number>,
  { clauses, similarity }: StretchContext,
): Touch[] {
  let at = 0;
  return clauses.flatMap((clause, position): Touch[] => {
    const start = at;
    const { unit } = clause;
    at += unit.text.length;
    if (counterIndexes.has(clause.index)) return [];
    const place = { clause: position };
    const found: Touch[] = groups.flatMap((cues, group) =>
      cues(unit).map((hit) => ({
        ...place,
        group,
        from: start + hit.start,
        to: start + hit.end,
        words: unit.quote(hit.start, hit.end),
        isDeed: isDeed(clause, hit),
        near: 0,
      })),
    );
    const near = similarity?.match(unit.clause.text, exemplars) ?? 0;
    if (near > 0) {
      found.push({ ...place, group: null, from: start, to: start, words: '', isDeed: false, near });
    }
    return found.toSorted((a, b) => a.from - b.from || (a.group ?? -1) - (b.group ?? -1));
  });
}

/**
 * Every stretch that touches enough groups, near enough to be one thought, with a deed or a word of the teller in it. People
 * say "I asked him. What do you need it for?" in two clauses, and recognised speech may have no clauses at all, so what
 * counts is the distance between the words.
 */
export function findStretches(
  groups: readonly CueGroup[],
  exemplars: readonly string[],
  counterIndexes: ReadonlySet<number>,
  context: StretchContext,
): Stretch[] {
  const touches = touchesIn(groups, exemplars, counterIndexes, context);
  return touches.flatMap((_, first) => stretchesFrom(touches, first, groups.length, context));
}

function stretchesFrom(touches: readonly Touch[], first: number, groups: number, context: StretchContext): Stretch[] {
  const { clauses, asks, similarity, locale } = context;
  const { reach, minMatch } = WORD_CONSTANTS.indicator;
  const start = touches[first] as Touch;
  const found: Stretch[] = [];
  const touched = new Set<number>();
  const hits: string[] = [];
  const places: Place[] = [];
  let best: { ownership: Ownership; reality: Stretch['reality']; factor: number } = NOBODY;
  let nearest = 0;
  let isOwnDeed = false;
  for (const touch of touches.slice(first)) {
    const clause = clauses[touch.clause] as ReadClause;
    if (touch.to - start.from > reach[locale] || !isOneStretch(clauses[start.clause] as ReadClause, clause)) break;
    if (touch.group !== null && !touched.has(touch.group)) {
      touched.add(touch.group);
      hits.push(touch.words);
      places.push({ from: touch.from, to: touch.to });
    }
    isOwnDeed ||= touch.isDeed;
    nearest = Math.max(nearest, touch.near);
    const ownership = ownershipOf(clause, asks);
    const reality = realityOf(clause, context);
    const factor = ownership === null ? 0 : factorOf(ownership, reality, asks);
    if (ownership !== null && factor > best.factor) best = { ownership, reality, factor };
    const lexical = Math.min(1, touched.size / requiredGroups(groups, asks));
    const match = Math.max(lexical, nearest);
    const isAnchored = touched.size > 1 || nearest >= minMatch || isOwnDeed || asks === 'work_product';
    if (match < minMatch || best.factor === 0 || !isAnchored) continue;
    found.push({
      first: start.clause,
      last: touch.clause,
      lexical,
      semantic: similarity === null ? null : nearest,
      hits: [...hits],
      places: [...places],
      ownership: best.ownership,
      reality: best.reality,
      value: match * best.factor,
    });
  }
  return found;
}

const NOBODY = { ownership: 'implicit', reality: 'generic', factor: 0 } as const;

/** A text that is itself the work has to hold everything; in speech the last of several concepts may go without saying. */
function requiredGroups(groups: number, asks: Asks): number {
  if (asks === 'work_product') return groups;
  const { required } = WORD_CONSTANTS.indicator;
  return groups >= 4 ? required[4] : groups === 3 ? required[3] : groups === 2 ? required[2] : required[1];
}

function isOneStretch(one: ReadClause, other: ReadClause): boolean {
  const [a, b] = [one.unit.clause, other.unit.clause];
  return a.answerKey === b.answerKey && a.recordingId === b.recordingId;
}
