import type { Clause, FindingCode, IndicatorEvidence, IndicatorResult, StarResult } from '#shared/assessment.ts';
import type { Indicator } from '#shared/job.ts';
import type { Locale } from '#shared/localized.ts';
import { levelOf } from '../choice/level.ts';
import { compileCues, type CueGroup } from './cue-match.ts';
import { findStretches, type Place, type Stretch } from './evidence-stretch.ts';
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

/** What of an answer touches an indicator, before anything is concluded. */
interface Reading {
  readonly question: IndicatorQuestion;
  /** Null for an indicator that nothing is looked for by. */
  readonly stretches: readonly Stretch[] | null;
  readonly counters: readonly ReadClause[];
}

/**
 * How the indicators of a question show in an answer (§1.4): the explanation record with its numbers.
 *
 * The same words are evidence once. One stretch of an answer may speak for several indicators, each of which must then be
 * touched by a word in it that none of the others counts: "I told my supervisor the part was cracked" reports (told, my
 * supervisor) and finds a fault (cracked), and does not show a third thing by the same three words. The indicator that is
 * shown best has the first choice, of equals the weightier one; whoever finds all its words taken looks for others in the
 * answer, and is unobserved without any.
 */
export function readIndicators(questions: readonly IndicatorQuestion[], context: AnswerContext): IndicatorResult[] {
  const readings = questions.map((question) => read(question, context));
  const best = ({ stretches }: Reading): number => Math.max(0, ...(stretches ?? []).map(({ value }) => value));
  const ranked = readings.toSorted((a, b) => best(b) - best(a) || b.question.weight - a.question.weight);
  const taken: Place[] = [];
  const results = new Map<Reading, IndicatorResult>();
  for (const reading of ranked) {
    const { result, places } = conclude(reading, taken, context);
    taken.push(...places);
    results.set(reading, result);
  }
  return withoutGuesses(readings.flatMap((reading) => results.get(reading) ?? []));
}

function read(question: IndicatorQuestion, context: AnswerContext): Reading {
  const { cues } = question.indicator;
  if (cues === undefined) return { question, stretches: null, counters: [] };
  const groups = cues.concepts[context.locale].map((group) => compileCues(group, context.locale));
  const exemplars = cues.exemplars.filter(({ level }) => level === 5).map(({ text }) => text[context.locale]);
  const counters = counterClauses(compileCues(cues.counterCues[context.locale], context.locale), context);
  const counterIndexes = new Set(counters.map(({ index }) => index));
  const stretches = findStretches(groups, exemplars, counterIndexes, context).filter((stretch) =>
    context.star.isGeneric ? isWholeMatch(stretch) : stretch.value >= WORD_CONSTANTS.indicator.observedFrom,
  );
  return { question, stretches, counters };
}

/** A concept is touched by words that speak for nothing else yet, or the stretch resembles an example as a whole. */
function hasOwnWords({ places, semantic }: Stretch, taken: readonly Place[]): boolean {
  if ((semantic ?? 0) >= WORD_CONSTANTS.indicator.minMatch) return true;
  return places.some(({ from, to }) => !taken.some((each) => each.from < to && each.to > from));
}

function conclude(
  { question, stretches, counters }: Reading,
  taken: readonly Place[],
  context: AnswerContext,
): { result: IndicatorResult; places: readonly Place[] } {
  const base = { indicatorId: question.indicator.id, weight: question.weight };
  if (stretches === null) {
    return { result: { ...base, ...NOTHING, state: 'unobserved', notFound: ['no_indicator_words'] }, places: [] };
  }
  const chosen = strongestTwo(stretches.filter((stretch) => hasOwnWords(stretch, taken)));
  const places = chosen.flatMap((stretch) => stretch.places);
  const notFound = findings(chosen, counters.length > 0, context);
  if (chosen.length === 0 && counters.length === 0) {
    // words that speak for another indicator are no sign that this one was not shown
    if (stretches.length > 0 || !isZero(context)) {
      return { result: { ...base, ...NOTHING, state: 'unobserved', notFound }, places };
    }
    const zero = { state: 'zero', evidenceShare: 0, level: levelOf(0) } as const;
    return { result: { ...base, ...NOTHING, ...zero, notFound: [...notFound, 'probe_drew_nothing'] }, places };
  }
  const { secondClause, counterFactor, maxCounterClauses } = WORD_CONSTANTS.indicator;
  const [first = 0, second = 0] = chosen.map(({ value }) => value);
  const found = Math.min(1, first + secondClause * second);
  const share = rounded(found * counterFactor ** Math.min(maxCounterClauses, counters.length));
  const [best] = chosen;
  const result: IndicatorResult = {
    ...base,
    state: 'observed',
    evidenceShare: share,
    level: levelOf(share),
    evidence: chosen.map((candidate) => evidenceOf(candidate, context)),
    counterCues: counters.map(({ unit }) => unit.clause),
    route: best === undefined ? 'none' : best.lexical >= (best.semantic ?? 0) ? 'lexical' : 'semantic',
    notFound,
  };
  return { result, places };
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
function withoutGuesses(results: readonly IndicatorResult[]): IndicatorResult[] {
  const isWhole = ({ evidence }: IndicatorResult): boolean => evidence.some(isWholeMatch);
  if (!results.some(isWhole)) return [...results];
  return results.map((result) => {
    if (result.state !== 'observed' || result.counterCues.length > 0 || isWhole(result)) return result;
    return { ...result, state: 'unobserved', evidenceShare: null, level: null, route: 'none' };
  });
}
