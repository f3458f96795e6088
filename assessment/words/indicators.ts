import type { Clause, FindingCode, IndicatorEvidence, IndicatorResult, StarResult } from '#shared/assessment.ts';
import type { Indicator } from '#shared/job.ts';
import type { Locale } from '#shared/localized.ts';
import { levelOf } from '../choice/level.ts';
import { compileCue, findAny, type Cue, type Hit } from './cue-match.ts';
import type { Similarity } from './similarity.ts';
import type { Asks, ReadClause } from './star.ts';
import { rounded, WORD_CONSTANTS } from './word-constants.ts';

export interface IndicatorQuestion {
  readonly indicator: Indicator;
  /** As the item elicits it. */
  readonly weight: number;
}

export interface AnswerContext {
  readonly clauses: readonly ReadClause[];
  readonly star: StarResult;
  readonly asks: Asks;
  readonly locale: Locale;
  /** The follow-up was asked and answered. */
  readonly isProbed: boolean;
  /** Null without an embedding model. */
  readonly similarity: Similarity | null;
  /** Original words of each part, by answer key. */
  readonly texts: ReadonlyMap<string, string>;
}

interface Candidate {
  readonly first: number;
  readonly last: number;
  readonly lexical: number;
  readonly semantic: number | null;
  readonly hits: string[];
  readonly ownership: IndicatorEvidence['ownership'];
  readonly reality: IndicatorEvidence['reality'];
  readonly value: number;
}

/** How one indicator shows in an answer (§1.4): the explanation record with its numbers. */
export function readIndicator({ indicator, weight }: IndicatorQuestion, context: AnswerContext): IndicatorResult {
  const { cues } = indicator;
  const base = { indicatorId: indicator.id, weight };
  if (cues === undefined) {
    return { ...base, ...NOTHING, state: 'unobserved', notFound: ['no_indicator_words'] };
  }
  const groups = cues.concepts[context.locale].map((group) => group.map((cue) => compileCue(cue, context.locale)));
  const exemplars = cues.exemplars.filter(({ level }) => level === 5).map(({ text }) => text[context.locale]);
  const counters = counterClauses(
    cues.counterCues[context.locale].map((cue) => compileCue(cue, context.locale)),
    context,
  );
  const counterIndexes = new Set(counters.map(({ index }) => index));
  const chosen = strongestTwo(candidates(groups, exemplars, counterIndexes, context)).filter(
    ({ value }) => context.star.isGeneric || value >= WORD_CONSTANTS.indicator.observedFrom,
  );
  const evidence = chosen.map((candidate) => evidenceOf(candidate, context));
  const counterCues = counters.map(({ unit }) => unit.clause);
  const notFound = findings(chosen, counters.length > 0, context);

  if (chosen.length === 0 && counters.length === 0) {
    if (!isZero(context)) return { ...base, ...NOTHING, state: 'unobserved', notFound };
    return {
      ...base,
      ...NOTHING,
      state: 'zero',
      evidenceShare: 0,
      level: levelOf(0),
      notFound: [...notFound, 'probe_drew_nothing'],
    };
  }
  const { secondClause, counterFactor, maxCounterClauses } = WORD_CONSTANTS.indicator;
  const [first = 0, second = 0] = chosen.map(({ value }) => value);
  const found = Math.min(1, first + secondClause * second);
  const share = rounded(found * counterFactor ** Math.min(maxCounterClauses, counters.length));
  const [best] = chosen;
  return {
    ...base,
    state: 'observed',
    evidenceShare: share,
    level: levelOf(share),
    evidence,
    counterCues,
    route: best === undefined ? 'none' : best.lexical >= (best.semantic ?? 0) ? 'lexical' : 'semantic',
    notFound,
  };
}

const NOTHING: Omit<IndicatorResult, 'indicatorId' | 'weight' | 'state' | 'notFound'> = {
  evidenceShare: null,
  level: null,
  evidence: [],
  counterCues: [],
  route: 'none',
};

/**
 * The zero rule: nothing found counts as nothing shown only when the follow-up was answered and the answer was otherwise
 * understood — as a story, or as talk in general that stayed general when an example was asked for.
 */
function isZero({ isProbed, star }: AnswerContext): boolean {
  return isProbed && (star.isGeneric || star.depth >= WORD_CONSTANTS.gates.minDepth);
}

/** Whose doing a clause is; null when it is somebody else's. */
function ownershipOf({ reading }: ReadClause, asks: Asks): IndicatorEvidence['ownership'] | null {
  if (asks === 'work_product') return 'implicit';
  const agents = reading.deeds.map(({ agent }) => agent);
  if (agents.includes('i')) return 'i';
  if (agents.includes('we')) return 'we';
  if (reading.subject === 'i' || reading.subject === 'we') return reading.subject;
  return reading.subject === 'implicit' || agents.includes('implicit') ? 'implicit' : null;
}

function factors(ownership: IndicatorEvidence['ownership'], reality: IndicatorEvidence['reality'], asks: Asks): number {
  const { indicator } = WORD_CONSTANTS;
  const isSaying = asks !== 'behavioural';
  const own = isSaying && ownership === 'implicit' ? indicator.situational.implicit : indicator.ownership[ownership];
  const real = isSaying && reality === 'hypothetical' ? indicator.situational.hypothetical : indicator.reality[reality];
  return own * real;
}

/** Every stretch of up to three clauses that touches enough groups and has a deed or a word of the teller in it. */
function candidates(
  groups: readonly (readonly Cue[])[],
  exemplars: readonly string[],
  counterIndexes: ReadonlySet<number>,
  context: AnswerContext,
): Candidate[] {
  const { clauses, asks, similarity, locale } = context;
  const reach = WORD_CONSTANTS.indicator.windowClauses[locale];
  const hits = clauses.map(({ unit, index }): (Hit | null)[] =>
    counterIndexes.has(index) ? groups.map(() => null) : groups.map((group) => findAny(group, unit)),
  );
  const semantic = clauses.map(({ unit, index }) =>
    similarity === null || counterIndexes.has(index) ? null : similarity.match(unit.clause.text, exemplars),
  );
  const required = requiredGroups(groups.length);
  const found: Candidate[] = [];
  for (let first = 0; first < clauses.length; first++) {
    const touched = new Set<number>();
    const words: string[] = [];
    let best: Pick<Candidate, 'ownership' | 'reality'> & { factor: number } = NOBODY;
    let nearest = 0;
    let isDeed = false;
    for (let last = first; last < Math.min(clauses.length, first + reach); last++) {
      const clause = clauses[last] as ReadClause;
      if (!isOneStretch(clauses[first] as ReadClause, clause)) break;
      const here = hits[last] ?? [];
      const near = semantic[last] ?? 0;
      const isHit = here.some((hit) => hit !== null) || near > 0;
      // the stretch starts and ends with a clause that counts
      if (!isHit) {
        if (last === first) break;
        continue;
      }
      here.forEach((hit, group) => {
        if (hit === null) return;
        isDeed ||= touchesDeed(clause, hit);
        if (!touched.has(group)) words.push(clause.unit.quote(hit.start, hit.end));
        touched.add(group);
      });
      nearest = Math.max(nearest, near);
      const ownership = ownershipOf(clause, asks);
      const factor = ownership === null ? 0 : factors(ownership, clause.reality, asks);
      if (ownership !== null && factor > best.factor) best = { ownership, reality: clause.reality, factor };
      const lexical = Math.min(1, touched.size / required);
      const match = Math.max(lexical, nearest);
      if (match < WORD_CONSTANTS.indicator.minMatch || best.factor === 0) continue;
      if (touched.size < 2 && nearest < WORD_CONSTANTS.indicator.minMatch && !isDeed && asks !== 'work_product')
        continue;
      found.push({
        first,
        last,
        lexical,
        semantic: similarity === null ? null : nearest,
        hits: [...words],
        ownership: best.ownership,
        reality: best.reality,
        value: match * best.factor,
      });
    }
  }
  return found;
}

/** The cue names what the teller does in this clause, not something that is only spoken of. */
function touchesDeed({ reading }: ReadClause, hit: Hit): boolean {
  return reading.deeds.some(({ token }) => token.start < hit.end && token.end > hit.start);
}

const NOBODY = { ownership: 'implicit', reality: 'generic', factor: 0 } as const;

function requiredGroups(groups: number): number {
  const { required } = WORD_CONSTANTS.indicator;
  return groups >= 4 ? required[4] : groups === 3 ? required[3] : groups === 2 ? required[2] : required[1];
}

function isOneStretch(one: ReadClause, other: ReadClause): boolean {
  const [a, b] = [one.unit.clause, other.unit.clause];
  return a.answerKey === b.answerKey && a.recordingId === b.recordingId;
}

/** The two strongest stretches that share no clause; the shorter and earlier one wins a tie. */
function strongestTwo(all: readonly Candidate[]): Candidate[] {
  const ranked = all.toSorted(
    (a, b) => b.value - a.value || a.last - a.first - (b.last - b.first) || a.first - b.first,
  );
  const [best] = ranked;
  if (best === undefined) return [];
  const second = ranked.find(({ first, last }) => last < best.first || first > best.last);
  return second === undefined ? [best] : [best, second];
}

function evidenceOf(candidate: Candidate, { clauses, texts }: AnswerContext): IndicatorEvidence {
  const [first, last] = [clauses[candidate.first], clauses[candidate.last]];
  if (first === undefined || last === undefined) throw new RangeError('Evidence points outside of the answer.');
  return {
    clause: joined(first.unit.clause, last.unit.clause, texts),
    lexical: rounded(candidate.lexical),
    hits: candidate.hits,
    semantic: candidate.semantic === null ? null : rounded(candidate.semantic),
    ownership: candidate.ownership,
    reality: candidate.reality,
    value: rounded(candidate.value),
  };
}

function joined(first: Clause, last: Clause, texts: ReadonlyMap<string, string>): Clause {
  const text = texts.get(first.answerKey)?.slice(first.startChar, last.endChar) ?? first.text;
  return {
    ...first,
    text,
    endChar: last.endChar,
    endMs: last.endMs,
    isCorrected: first.isCorrected || last.isCorrected,
  };
}

/** Clauses in which the teller shows the opposite. What somebody else said or did, or what was not done, is none. */
function counterClauses(cues: readonly Cue[], { clauses, asks }: AnswerContext): ReadClause[] {
  return clauses.filter((clause) => {
    // "it was not my problem" is the teller's word, "he said it was not his" is not
    if (clause.reading.subject === 'other') return false;
    if (clause.reality === 'hypothetical' && asks === 'behavioural') return false;
    return findAny(cues, clause.unit) !== null;
  });
}

function findings(chosen: readonly Candidate[], hasCounter: boolean, { star, asks }: AnswerContext): FindingCode[] {
  const found: FindingCode[] = [];
  if (chosen.length === 0) found.push('no_indicator_words');
  if (hasCounter) found.push('counter_cue');
  if (asks === 'work_product') return found;
  if (star.action === 0) found.push('no_own_action');
  if (star.isGeneric || (chosen.length > 0 && chosen.every(({ reality }) => reality === 'generic'))) {
    found.push('told_in_general');
  }
  if (asks === 'behavioural') {
    if (chosen.length > 0 && chosen.every(({ reality }) => reality === 'hypothetical')) found.push('told_as_a_plan');
    if (star.result === 0) found.push('no_result');
    else if (!star.hasNumber) found.push('no_measurable_result');
    if (star.situation === 0) found.push('no_time_or_place');
  }
  return found;
}
