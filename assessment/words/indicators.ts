import type { Clause, FindingCode, IndicatorEvidence, IndicatorResult, StarResult } from '#shared/assessment.ts';
import type { Indicator } from '#shared/job.ts';
import type { Locale } from '#shared/localized.ts';
import { levelOf } from '../choice/level.ts';
import { compileCues, type CueGroup } from './cue-match.ts';
import { findStretches, type Stretch } from './evidence-stretch.ts';
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

/** How one indicator shows in an answer (§1.4): the explanation record with its numbers. */
export function readIndicator({ indicator, weight }: IndicatorQuestion, context: AnswerContext): IndicatorResult {
  const { cues } = indicator;
  const base = { indicatorId: indicator.id, weight };
  if (cues === undefined) {
    return { ...base, ...NOTHING, state: 'unobserved', notFound: ['no_indicator_words'] };
  }
  const groups = cues.concepts[context.locale].map((group) => compileCues(group, context.locale));
  const exemplars = cues.exemplars.filter(({ level }) => level === 5).map(({ text }) => text[context.locale]);
  const counters = counterClauses(compileCues(cues.counterCues[context.locale], context.locale), context);
  const counterIndexes = new Set(counters.map(({ index }) => index));
  const chosen = strongestTwo(findStretches(groups, exemplars, counterIndexes, context)).filter((stretch) =>
    context.star.isGeneric ? isWholeMatch(stretch) : stretch.value >= WORD_CONSTANTS.indicator.observedFrom,
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

/** The two strongest stretches that share no clause; the shorter and earlier one wins a tie. */
function strongestTwo(all: readonly Stretch[]): Stretch[] {
  const ranked = all.toSorted(
    (a, b) => b.value - a.value || a.last - a.first - (b.last - b.first) || a.first - b.first,
  );
  const [best] = ranked;
  if (best === undefined) return [];
  const second = ranked.find(({ first, last }) => last < best.first || first > best.last);
  return second === undefined ? [best] : [best, second];
}

function evidenceOf(candidate: Stretch, { clauses, texts }: AnswerContext): IndicatorEvidence {
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
function counterClauses(counters: CueGroup, { clauses, asks }: AnswerContext): ReadClause[] {
  return clauses.filter((clause) => {
    // "it was not my problem" is the teller's word, "he said it was not his" is not
    if (clause.reading.subject === 'other') return false;
    if (clause.reality === 'hypothetical' && asks === 'behavioural') return false;
    return counters(clause.unit).length > 0;
  });
}

function findings(chosen: readonly Stretch[], hasCounter: boolean, { star, asks }: AnswerContext): FindingCode[] {
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

/** More than one concept was touched: no accident of a single word. */
function isWholeMatch({ lexical, semantic }: Pick<IndicatorEvidence, 'lexical' | 'semantic'>): boolean {
  return Math.max(lexical, semantic ?? 0) > WORD_CONSTANTS.indicator.minMatch;
}

/**
 * Takes back conclusions that rest on one concept out of several, where another indicator was shown whole: a cue that is
 * missing from a list must not pull an answer down (absence of a cue is no evidence of absence). Where nothing better was
 * found they stand. Counter-cues and the follow-up's verdict are no guesses. The words stay in the record.
 */
export function withoutGuesses(results: readonly IndicatorResult[]): IndicatorResult[] {
  const isWhole = ({ evidence }: IndicatorResult): boolean => evidence.some(isWholeMatch);
  if (!results.some(isWhole)) return [...results];
  return results.map((result) => {
    if (result.state !== 'observed' || result.counterCues.length > 0 || isWhole(result)) return result;
    return { ...result, state: 'unobserved', evidenceShare: null, level: null, route: 'none' };
  });
}
