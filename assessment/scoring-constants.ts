/**
 * Every constant of the scoring rules. Raise `version` with any change: the caller stores the SHA-256 of the canonical JSON
 * beside each score, so that the number can be computed again. None of these is learned from data.
 */
export const SCORING_CONSTANTS = {
  version: 1,
  /** Level = round(min + span · X), for a share X of 0 to 1 (five-level behavioural anchors). */
  level: { min: 1, max: 5 },
  answer: {
    /** Less detected speech than this is not an answer. */
    minSpeechMs: 3000,
  },
  rating: {
    /** Experts who spread more than this (standard deviation, 7-point scale) did not agree on an option. */
    maxKeySd: 1.5,
    /** A profile of fewer options has no shape worth comparing. */
    minOptions: 3,
  },
  feedback: {
    /** At most this many strengths on a receipt. */
    maxStrengths: 2,
    /** Words, a conversation, ratings and work samples show a strength from this level on. */
    minLevel: 4,
    /** A ranking shows a strength from this score on: a rank correlation of .8. */
    minRankingScore: 0.9,
  },
} as const;
