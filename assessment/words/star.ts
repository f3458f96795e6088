import type { StarResult } from '#shared/assessment.ts';
import type { WordedItem } from '#shared/job.ts';
import type { ClauseUnit } from './clauses.ts';
import type { Reading } from './reading.ts';
import { rounded, WORD_CONSTANTS } from './word-constants.ts';

export type Asks = WordedItem['asks'];
export type Reality = 'done' | 'hypothetical' | 'generic';

/** A clause with what it says; `reality` is settled against the rest of the answer. */
export interface ReadClause {
  readonly unit: ClauseUnit;
  readonly reading: Reading;
  readonly reality: Reality;
  /** Position among all clauses of the answer, repeated ones included. */
  readonly index: number;
}

/** An occasion is named, or something was left undone on one, or enough is told that took place. */
export function isStory(units: readonly ClauseUnit[], readings: readonly Reading[]): boolean {
  return readings.some(({ isEpisodic, isLeftUndone }) => isEpisodic || isLeftUndone) || isTold(units, readings);
}

/** So many deeds that took place, by grammar alone, make a story; what is said twice counts once. */
function isTold(units: readonly ClauseUnit[], readings: readonly Reading[]): boolean {
  const told = readings.filter(
    ({ isRealis, reality, deeds, subject }, index) =>
      units[index]?.isRepeated === false &&
      isRealis &&
      reality === 'done' &&
      deeds.length > 0 &&
      subject !== 'implicit',
  );
  return told.length >= WORD_CONSTANTS.star.storyClauses;
}

/**
 * Settles what the grammar left open. A clause that does not say whether something took place did take place when the
 * answer is a story (it names an occasion); asked what one would do, it is a plan; else it is talk in general.
 */
export function settle(units: readonly ClauseUnit[], readings: readonly Reading[], asks: Asks): ReadClause[] {
  const isTale = isStory(units, readings);
  return units.flatMap((unit, index): ReadClause[] => {
    const reading = readings[index];
    if (reading === undefined || unit.isRepeated) return [];
    return [{ unit, reading: isTale ? inStory(reading) : reading, index, reality: settled(reading, asks, isTale) }];
  });
}

/**
 * Whoever tells a story and names nobody means himself: leaving the subject out is grammar, and costs nothing (R1). What
 * others do in it took place as well.
 */
function inStory(reading: Reading): Reading {
  const deeds = reading.deeds.map((deed) => (deed.agent === 'implicit' ? { ...deed, agent: 'i' as const } : deed));
  const isOthersEvent = reading.isOthersEvent || reading.isOthersOpen;
  return { ...reading, deeds, isOthersEvent, subject: reading.subject === 'implicit' ? 'i' : reading.subject };
}

function settled({ reality, deeds, subject }: Reading, asks: Asks, isStory: boolean): Reality {
  // a note for the next shift is written in the present: that is no talk in general
  if (asks === 'work_product') return reality === 'hypothetical' ? 'hypothetical' : 'done';
  if (asks !== 'behavioural' && reality === 'generic' && deeds.length > 0 && subject !== 'other') return 'hypothetical';
  // "when it has happened it is too late": without an occasion and without a teller this is a saying
  if (reality === 'done' && asks === 'behavioural' && !isStory && subject === 'implicit') return 'generic';
  if (reality !== 'bare') return reality;
  if (asks !== 'behavioural') return 'hypothetical';
  return isStory ? 'done' : 'generic';
}

/** Clauses whose deeds count: done, or planned when a plan was asked for. */
function countsAsDone(clause: ReadClause, asks: Asks): boolean {
  return clause.reality === 'done' || (asks !== 'behavioural' && clause.reality === 'hypothetical');
}

/** Situation, task, action and result of an answer (§1.3). `clauses` are the distinct clauses in order. */
export function readStar(clauses: readonly ReadClause[], asks: Asks): StarResult {
  const { star } = WORD_CONSTANTS;
  const acted = clauses.filter((clause) => clause.reading.deeds.length > 0 && countsAsDone(clause, asks));
  const { action, verbs, ownShare } = actionOf(acted);

  const factual = clauses.filter(({ reality }) => reality === 'done');
  const situation = factual.filter(
    ({ reading }) => reading.hasTime || reading.hasPlaceOrRole || reading.isOthersEvent || reading.isEpisodic,
  );
  const kinds = [
    situation.some(({ reading }) => reading.hasTime || reading.isEpisodic),
    situation.some(({ reading }) => reading.hasPlaceOrRole),
    situation.some(({ reading }) => reading.isOthersEvent),
  ].filter(Boolean).length;
  const task = clauses.filter(({ reading, reality }) => reading.hasTask && reality !== 'generic');
  const results = resultsOf(clauses, acted, asks);
  const hasNumber = results.some(({ reading }) => reading.hasQuantity);

  const parts = {
    situation: kinds === 0 ? 0 : kinds === 1 ? star.partialSituation : 1,
    task: task.length > 0 ? 1 : 0,
    action,
    result: results.length === 0 ? 0 : hasNumber ? 1 : star.resultWithoutNumber,
  };
  const isGeneric = isGenericAnswer(clauses, asks);
  const depth =
    star.weights.situation * parts.situation +
    star.weights.task * parts.task +
    star.weights.action * parts.action +
    star.weights.result * parts.result;
  const indexes = (found: readonly ReadClause[]): number[] => found.map(({ index }) => index);
  return {
    situation: parts.situation,
    task: parts.task,
    action: rounded(action),
    result: parts.result,
    depth: rounded(isGeneric ? Math.min(depth, star.genericCap) : depth),
    verbs,
    ownShare: ownShare === null ? null : rounded(ownShare),
    hasNumber,
    isGeneric,
    clauses: {
      situation: indexes(situation),
      task: indexes(task),
      action: indexes(acted),
      result: indexes(results),
    },
  };
}

function actionOf(acted: readonly ReadClause[]): { action: number; verbs: string[]; ownShare: number | null } {
  const { star } = WORD_CONSTANTS;
  const deeds = acted.flatMap(({ unit, reading }) =>
    reading.deeds.map(({ token, agent }) => ({ agent, stem: token.stem, word: unit.quote(token.start, token.end) })),
  );
  const strongest = new Map<string, { word: string; weight: number }>();
  for (const { agent, stem, word } of deeds) {
    const weight = agent === 'implicit' ? star.implicitVerb : 1;
    const known = strongest.get(stem);
    if (known === undefined) strongest.set(stem, { word, weight });
    else if (known.weight < weight) strongest.set(stem, { word: known.word, weight });
  }
  const count = [...strongest.values()].reduce((sum, { weight }) => sum + weight, 0);
  const own = deeds.filter(({ agent }) => agent === 'i').length;
  const shared = deeds.filter(({ agent }) => agent === 'we').length;
  const ownShare = own + shared === 0 ? null : own / (own + shared);
  // with neither I nor we there is nothing to hold against the teller
  const ownership = star.ownBase + star.ownSpan * (ownShare ?? 1);
  const action = Math.min(1, count / star.fullVerbs) * ownership;
  return { action, verbs: [...strongest.values()].map(({ word }) => word), ownShare };
}

function resultsOf(clauses: readonly ReadClause[], acted: readonly ReadClause[], asks: Asks): ReadClause[] {
  const firstDeed = acted[0]?.index ?? Infinity;
  const from = Math.floor(clauses.length * WORD_CONSTANTS.star.resultFrom);
  return clauses.filter((clause, position) => {
    const { reading, reality, index, unit } = clause;
    if (position < from && unit.role !== 'probe') return false;
    if (reality === 'generic' || (reality === 'hypothetical' && asks === 'behavioural')) return false;
    if (reading.hasOutcome) return true;
    if (reality !== 'done') return false;
    // what happened after the deed is what came of it, whatever words it is told in
    return index > firstDeed && (reading.isOthersEvent || (reading.hasQuantity && reading.isRealis));
  });
}

function isGenericAnswer(clauses: readonly ReadClause[], asks: Asks): boolean {
  if (clauses.length === 0 || asks === 'work_product') return false;
  // by the markers alone: a clause the grammar leaves open says nothing against the teller
  const general = clauses.filter(
    ({ reading, reality }) =>
      (reading.reality === 'generic' && reality === 'generic') ||
      (asks === 'behavioural' && reading.reality === 'hypothetical'),
  );
  return general.length / clauses.length > WORD_CONSTANTS.star.genericShare;
}
