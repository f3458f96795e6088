/**
 * Every number of the rules that read words. Together with the lexicons and `ENGINE_VERSION` they are hashed into
 * `EngineIdentity.configHash`, so a change of any of them is a new engine. Sources: scoring.md, by section. None is learned
 * from data: they are judgements, and the report says so.
 */
export const WORD_CONSTANTS = {
  /** §1.4 r_q. */
  transcriptWeight: { trusted: 1, recognised: 0.8 },
  clause: {
    /** §1.3: a silence this long ends a clause. */
    pauseMs: 600,
    /** A sequence word does not cut off less than this many words. */
    minTokens: 2,
  },
  /** §1.2. */
  gates: {
    minSpeechMs: 3000,
    /** Chinese characters or English words. */
    minUnits: { 'zh-CN': 40, en: 25 },
    /** Characters or words per second of speech. */
    rate: { 'zh-CN': [1.5, 8], en: [0.8, 5] },
    maxUnknownRatio: 0.3,
    /** Depth below which a long and intact answer was not understood. */
    minDepth: 0.5,
    /** A situational answer tells no situation and no result, so what was understood shows in its actions alone. */
    minSituationalAction: 0.5,
    /** Of one answer: below it nothing is concluded. The 50 % of §1.2 are of a dimension (`aggregate.minCoverage`). */
    minCoverage: 0.25,
  },
  /** §1.3. */
  star: {
    weights: { situation: 0.15, task: 0.15, action: 0.4, result: 0.3 },
    fullVerbs: 4,
    /** A = verbs × (base + own × share of I). */
    ownBase: 0.7,
    ownSpan: 0.3,
    /** A verb whose subject is not named in the whole answer counts as half a verb, like the ownership of its clause. */
    implicitVerb: 0.5,
    /** So many clauses with a deed that took place make a story, even when no occasion is named. */
    storyClauses: 3,
    resultFrom: 0.6,
    resultWithoutNumber: 0.65,
    /** One of time, place or role, and other people's doings: half a situation. */
    partialSituation: 0.5,
    genericShare: 0.5,
    genericCap: 0.35,
  },
  /** §1.4. */
  indicator: {
    ownership: { i: 1, we: 0.8, implicit: 0.5 },
    reality: { done: 1, hypothetical: 0.5, generic: 0.25 },
    /**
     * Asked what one would do, "first stop the belt, then call" is an answer in the first person, and a plan is what was
     * asked for: neither costs anything. A text that is itself the work (a note for the next shift) has no teller at all.
     */
    situational: { implicit: 1, hypothetical: 1 },
    /**
     * Weaker evidence than this is held against an answer only when the whole of it is talk in general and more than one
     * concept was touched: one general remark beside a story is no self-description.
     */
    observedFrom: 0.4,
    secondClause: 0.3,
    /** Characters from the first to the last cue of one thought, punctuation left out: about two short sentences. */
    reach: { 'zh-CN': 36, en: 130 },
    /** Groups that must be touched for a full match, by the number of groups an author wrote. */
    required: { 1: 1, 2: 2, 3: 2, 4: 3 },
    /**
     * A weaker match than this says nothing about the person: the cue may just be missing from the list. A match by one
     * group alone counts only when it is the teller's own deed that was named.
     */
    minMatch: 0.5,
    /** Each clause with a counter-cue takes this share of what else was found. */
    counterFactor: 0.5,
    maxCounterClauses: 2,
    answer: { behavioural: 0.65, situational: 0.85, work_product: 1 },
  },
  /** §1.5. `z` = 1.15 gives "62 (50–74)" for three answers; two such intervals that do not touch differ at about 90 %. */
  confidence: { priorReliability: 0.4, spread: 18, z: 1.15, high: 0.65, medium: 0.4, routesDisagree: 0.8 },
  /** §1.2: a total needs every dimension of at least this weight. */
  aggregate: { minTotalWeight: 0.15, minCoverage: 0.5 },
  /** §1.7. */
  signals: {
    functionShare: { 'zh-CN': 0.08, en: 0.22 },
    repeatedShare: 0.25,
    ngram: { 'zh-CN': 4, en: 3 },
    sharedScript: 0.6,
    /** Below this share of its mean the length of the pauses hardly varies: read aloud, perhaps. */
    evenPauses: { minPauses: 5, maxVariation: 0.15 },
    /** The lead of the best other question over the asked one, as a share of the best. */
    offTopicLead: 0.7,
    /** English: share of function words where none can stand. Plain speech stays below .09 in 19 of 20 answers (tests/scoring). */
    orderBroken: 0.15,
    /**
     * Chinese: how far the order is above chance, in standard deviations. Chance does better once in 10 times (the whole
     * answer), once in 200 (when words that a number would rest on are out of place).
     */
    orderOverChance: { ofAnswer: 1.28, ofEvidence: 2.58 },
    /** Fewer misplaced words than this are a slip of the tongue, of the recogniser or of the tagger. */
    orderMinBroken: 3,
  },
  /** Decimals kept in a stored result: no platform differs in the fourth. */
  decimals: 4,
} as const;

/** Rounds to the decimals of a stored result; -0 becomes 0. */
export function rounded(value: number): number {
  const scale = 10 ** WORD_CONSTANTS.decimals;
  return Math.round(value * scale) / scale + 0;
}
