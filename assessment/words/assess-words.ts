import {
  ENGINE_VERSION,
  type ActsResult,
  type EngineIdentity,
  type Gates,
  type IndicatorResult,
  type Signal,
  type StarResult,
  type WordAssessment,
  type WordAssessmentInput,
} from '#shared/assessment.ts';
import type { Indicator, Item, WordedItem } from '#shared/job.ts';
import type { RolePlayItem } from '#shared/job/role-play.ts';
import type { Locale } from '#shared/localized.ts';
import type { ProbeTrigger } from '#shared/probe.ts';
import { answerStatus } from '../answer-status.ts';
import { levelOf } from '../choice/level.ts';
import { readActs } from '../role-play/read-acts.ts';
import { answerShare, coverageOf, matchedCoverageOf } from './answer-share.ts';
import { cutClauses, type ClauseUnit } from './clauses.ts';
import { confidenceOf, intervalOf, standardErrorOf } from './confidence.ts';
import { gatesOf, isPlausible } from './gates.ts';
import { readIndicators } from './indicators.ts';
import { passageOf, type Passage } from './passage.ts';
import { probeOptions } from './probe-choice.ts';
import { readChinese } from './read-chinese.ts';
import { readEnglish } from './read-english.ts';
import { newCarry, type Reading } from './reading.ts';
import { relevanceOf } from './relevance.ts';
import { signalsOf, unitsOf } from './signals.ts';
import { similarityOf, type Embedding } from './similarity.ts';
import { isStory, readStar, settle, type Asks, type ReadClause } from './star.ts';
import type { Tagger, Taggers } from './tagger.ts';
import { rounded, WORD_CONSTANTS } from './word-constants.ts';
import { brokenShare } from './word-order.ts';

/** What the engine works with; the caller loads it once. */
export interface EngineTools {
  readonly taggers: Taggers;
  /** SHA-256 of the canonical JSON of `engineConfig`. */
  readonly configHash: string;
  /** The clauses and exemplars of this answer, embedded; null without a model. */
  readonly embedding: Embedding | null;
}

/** An item that the job does not have, or that is not answered in words. */
export class NotWordedError extends Error {
  override readonly name = 'NotWordedError';
}

type AssessedItem = WordedItem | RolePlayItem;

function itemOf({ job, itemId }: Pick<WordAssessmentInput, 'job' | 'itemId'>): AssessedItem {
  const item: Item | undefined = job.items.find(({ id }) => id === itemId);
  if (item?.kind === 'spoken' || item?.kind === 'typed' || item?.kind === 'role_play') return item;
  throw new NotWordedError(`"${itemId}" of ${job.id} is not answered in words.`);
}

/** The words of an answer before anything is concluded from them. */
interface Words {
  readonly passages: readonly Passage[];
  readonly units: readonly ClauseUnit[];
  readonly clauses: readonly ReadClause[];
  readonly asks: Asks;
}

function wordsOf(input: WordAssessmentInput, item: AssessedItem, tagger: Tagger): Words {
  const { locale } = input;
  const passages = input.parts
    .flatMap((part) => passageOf(part, locale) ?? [])
    .filter(({ text }) => text.trim() !== '');
  const units = cutClauses(passages, locale, tagger);
  const asks = item.kind === 'role_play' ? 'situational' : item.asks;
  return { passages, units, asks, clauses: settle(units, readAll(units, locale), asks) };
}

/** Reads the clauses in order; once more when it turns out only later that they are a story. */
function readAll(units: readonly ClauseUnit[], locale: Locale): Reading[] {
  const first = readOnce(units, locale, false);
  return isStory(units, first) ? readOnce(units, locale, true) : first;
}

function readOnce(units: readonly ClauseUnit[], locale: Locale, isStory: boolean): Reading[] {
  let carry = { ...newCarry(), isStory };
  let answerKey: string | null = null;
  return units.map((unit) => {
    // a follow-up or a turn is a new start: nothing carries over from what was said before the other person spoke
    if (unit.clause.answerKey !== answerKey) carry = { ...newCarry(), teller: carry.teller, isStory: carry.isStory };
    answerKey = unit.clause.answerKey;
    return locale === 'zh-CN' ? readChinese(unit, carry) : readEnglish(unit, carry);
  });
}

/** Texts an embedding model has to see before `assessWords` is called with its vectors: clauses, and level-5 exemplars. */
export function textsToEmbed(
  input: WordAssessmentInput,
  tools: Pick<EngineTools, 'taggers'>,
): { clauses: string[]; exemplars: string[] } {
  const item = itemOf(input);
  if (item.kind === 'role_play') return { clauses: [], exemplars: [] };
  const { units } = wordsOf(input, item, tools.taggers[input.locale]);
  const exemplars = elicited(input, item).flatMap(
    ({ indicator }) => indicator.cues?.exemplars.filter(({ level }) => level === 5) ?? [],
  );
  return {
    clauses: [...new Set(units.map(({ clause }) => clause.text))],
    exemplars: [...new Set(exemplars.map(({ text }) => text[input.locale]))],
  };
}

function elicited({ job }: WordAssessmentInput, item: AssessedItem): { indicator: Indicator; weight: number }[] {
  const indicators = job.competencyModel.dimensions.flatMap((dimension) => dimension.indicators);
  return item.elicits.flatMap(({ indicatorId, weight }) => {
    const indicator = indicators.find(({ id }) => id === indicatorId);
    return indicator === undefined ? [] : [{ indicator, weight }];
  });
}

/** Mean r_q of the words, each part by how much was said in it. */
function transcriptWeightOf(passages: readonly Passage[], locale: Locale): number {
  const parts = passages.map(({ text, transcriptWeight }) => ({
    units: unitsOf(text, locale).length,
    transcriptWeight,
  }));
  const units = parts.reduce((sum, part) => sum + part.units, 0);
  if (units === 0) return WORD_CONSTANTS.transcriptWeight.recognised;
  return rounded(parts.reduce((sum, part) => sum + part.units * part.transcriptWeight, 0) / units);
}

interface Conclusion {
  readonly share: number | null;
  readonly coverage: number;
  readonly matchedCoverage: number;
  readonly isUnderstood: boolean;
  readonly routesAgree: boolean;
  readonly star: StarResult | null;
  readonly indicators: IndicatorResult[];
  readonly acts: ActsResult | null;
}

function concludeWorded(
  input: WordAssessmentInput,
  item: WordedItem,
  words: Words,
  embedding: Embedding | null,
): Conclusion {
  const { clauses, asks, passages } = words;
  const read = readStar(clauses, asks);
  const star = asks === 'work_product' ? null : read;
  const isProbed = passages.some(({ role }) => role === 'probe') && input.probe !== null;
  const context = {
    clauses,
    star: read,
    asks,
    locale: input.locale,
    isProbed,
    similarity: embedding === null ? null : similarityOf(embedding),
    texts: new Map(passages.map(({ answerKey, text }) => [answerKey, text])),
  };
  const indicators = readIndicators(elicited(input, item), context);
  const coverage = coverageOf(indicators);
  return {
    share: answerShare(indicators, star, asks),
    coverage,
    matchedCoverage: matchedCoverageOf(indicators),
    isUnderstood: isUnderstood(read, asks, coverage),
    routesAgree: routesAgree(indicators),
    star,
    indicators,
    acts: null,
  };
}

/** Long and intact, and yet the rules see little and no marker says why: then the rules are at fault, not the teller. */
function isUnderstood(star: StarResult, asks: Asks, coverage: number): boolean {
  const { minDepth, minSituationalAction, minCoverage } = WORD_CONSTANTS.gates;
  if (star.isGeneric) return true;
  switch (asks) {
    case 'behavioural':
      return star.depth >= minDepth;
    case 'situational':
      return star.action >= minSituationalAction;
    case 'work_product':
      return coverage >= minCoverage;
  }
}

/** Both routes, where both spoke, lead to levels at most one apart. */
function routesAgree(indicators: readonly IndicatorResult[]): boolean {
  return indicators.every(({ evidence }) => {
    const [best] = evidence;
    if (best === undefined || best.semantic === null) return true;
    return Math.abs(levelOf(best.lexical) - levelOf(best.semantic)) <= 1;
  });
}

function concludeRolePlay(item: RolePlayItem, words: Words, locale: Locale): Conclusion {
  const { result, share, isUnderstood: understood } = readActs(item.scenario, words.clauses, locale);
  return {
    share,
    coverage: understood ? 1 : 0,
    matchedCoverage: understood ? 1 : 0,
    isUnderstood: understood,
    routesAgree: true,
    star: null,
    indicators: [],
    acts: result,
  };
}

/**
 * What the words of one answer show, or why they show nothing that a number could rest on (scoring.md §1). Pure: the same
 * input and tools give the same bytes. Nothing of voice, face, length or grammar is read.
 *
 * @throws {NotWordedError} when the item is not answered in words
 */
export function assessWords(input: WordAssessmentInput, tools: EngineTools): WordAssessment {
  const item = itemOf(input);
  const { locale, parts } = input;
  const words = wordsOf(input, item, tools.taggers[locale]);
  const { passages, units } = words;
  const gates = gatesOf(parts, passages, units, locale);
  const isWorded = item.kind !== 'role_play';
  const relevance = isWorded
    ? relevanceOf(passages.map(({ text }) => text).join('\n'), item.id, input.bank, locale)
    : null;
  const conclusion = isWorded
    ? concludeWorded(input, item, words, tools.embedding)
    : concludeRolePlay(item, words, locale);
  const signals = signalsOf(units, gates, relevance, evidenceUnits(units, conclusion), input);
  const isShort = isWorded && gates.units < gates.minUnits;
  const status = statusOf(input, words, gates, signals, conclusion, isShort);

  const isReadable = status === 'scored' || status === 'needs_review:integrity';
  // words in no order mean nothing: what the rules still find in them is not evidence
  const hasOrder = !signals.some(({ code }) => code === 'order_broken');
  const isConclusive = conclusion.isUnderstood && conclusion.coverage >= WORD_CONSTANTS.gates.minCoverage;
  const share = isReadable && hasOrder && isConclusive ? conclusion.share : null;
  const transcriptWeight = transcriptWeightOf(passages, locale);
  const options =
    input.probe === null && isWorded && passages.length > 0 ? wantedProbes(words, conclusion, signals, isShort) : [];
  return {
    engine: identityOf(tools),
    itemId: item.id,
    locale,
    status,
    score: share,
    level: share === null ? null : levelOf(share),
    isProvisional: share !== null && status !== 'scored',
    interval: share === null ? null : intervalOf(100 * share, standardErrorOf(1)),
    confidence:
      share === null
        ? null
        : confidenceOf(
            1,
            conclusion.matchedCoverage,
            heardWell(words, transcriptWeight, locale),
            conclusion.routesAgree,
          ),
    transcriptWeight,
    clauses: units.map(({ clause }) => clause),
    star: conclusion.star,
    indicators: conclusion.indicators,
    acts: conclusion.acts,
    gates,
    signals,
    probe: options[0] ?? null,
    probeOptions: options,
  };
}

/** The clauses that a number would rest on: quotes of indicators, and the teller's deeds beside them. */
function evidenceUnits(units: readonly ClauseUnit[], { indicators, star }: Conclusion): ClauseUnit[] {
  const quoted = indicators.flatMap(({ evidence }) => evidence.map(({ clause }) => clause));
  if (quoted.length === 0) return [];
  return units.filter(
    ({ clause: { answerKey, startChar, endChar } }, index) =>
      star?.clauses.action.includes(index) === true ||
      quoted.some((each) => each.answerKey === answerKey && each.startChar < endChar && each.endChar > startChar),
  );
}

/**
 * How well the words were heard. A recogniser that gives no certainty of its own betrays its errors by words in impossible
 * places; what was typed or read back is taken as it stands.
 */
function heardWell({ units }: Words, transcriptWeight: number, locale: Locale): number {
  if (transcriptWeight === WORD_CONSTANTS.transcriptWeight.trusted) return transcriptWeight;
  return transcriptWeight * (1 - brokenShare(units, locale, 0));
}

function identityOf({ configHash, embedding }: EngineTools): EngineIdentity {
  return { version: ENGINE_VERSION, configHash, embedding: embedding?.identity ?? null };
}

function statusOf(
  { parts, locale }: WordAssessmentInput,
  { passages }: Words,
  gates: Gates,
  signals: readonly Signal[],
  conclusion: Conclusion,
  isShort: boolean,
): WordAssessment['status'] {
  const recordings = parts.flatMap((part) => (part.by === 'spoken' ? part.recordings : []));
  const isTrusted = passages.some(
    ({ transcriptWeight }) => transcriptWeight === WORD_CONSTANTS.transcriptWeight.trusted,
  );
  return answerStatus({
    isEmpty: passages.length === 0 && recordings.length === 0,
    // words that were typed or read back stand, however short the recording was
    speechMs: isTrusted ? null : gates.speechMs,
    isUnanalysed: recordings.some(({ speechMs, transcript }) => speechMs === null && transcript === null),
    hasWords: passages.length > 0,
    isPlausible: isPlausible(gates, locale),
    isShort,
    isFlagged: signals.some(({ severity }) => severity === 'review'),
    isUnderstood: conclusion.isUnderstood,
    isCovered: conclusion.coverage >= WORD_CONSTANTS.gates.minCoverage,
  });
}

function wantedProbes(
  { clauses, asks }: Words,
  { star }: Conclusion,
  signals: readonly Signal[],
  isShort: boolean,
): ProbeTrigger[] {
  const results = new Set(star?.clauses.result ?? []);
  const hasFeedback = clauses.some(({ index, reading }) => results.has(index) && reading.hasFeedback);
  return probeOptions({ isShort, signals, star, hasFeedback, asks });
}
