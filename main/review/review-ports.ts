import type { Outcome } from '#shared/decision.ts';
import type { Action, Ground } from '#shared/hub/workflow.ts';
import type { Instant, SessionId, StaffId } from '#shared/ids.ts';
import type { Localized } from '#shared/localized.ts';
import type { KioskProposal, LocalRule, ProposalState } from '#shared/proposal.ts';
import type { LockedRating, RatingDraft, ReviewState } from '#shared/rating.ts';
import type { ReviewSummary } from '#shared/review-sheet.ts';

/** How far one person has come with one interview. */
export interface StoredReview {
  rater: StaffId;
  state: ReviewState;
  /** Empty once locked. */
  draft: readonly RatingDraft[];
  openedAt: Instant;
  lockedAt: Instant | null;
  revealedAt: Instant | null;
  /** When this person asked for the machine's levels. */
  levelsShownAt: Instant | null;
  doneAt: Instant | null;
}

/** One judgement of one person. */
export interface StoredRating extends LockedRating {
  id: string;
  rater: StaffId;
}

export interface StoredDecision {
  id: string;
  outcome: Outcome;
  reason: string;
  words: string;
  decidedBy: StaffId;
  decidedAt: Instant;
  supersedes: string | null;
}

export interface StoredProposal {
  id: string;
  sessionId: SessionId;
  ruleId: string;
  ruleVersion: number;
  ruleName: Localized;
  action: Action;
  ground: readonly Ground[];
  state: ProposalState;
  openedAt: Instant;
  decidedAt: Instant | null;
  /** A staff id; null while open, and where it was withdrawn. */
  decidedBy: string | null;
  reason: string | null;
  /** The record by which head office carries it out. */
  actionRecordId: string | null;
  /** Of that record; null before approval. */
  sending: KioskProposal['sending'];
}

/** What is written down together, or not at all. */
export interface ReviewChange {
  sessionId: SessionId;
  review?: StoredReview;
  ratings?: readonly StoredRating[];
  decision?: StoredDecision;
  /** A second person is asked to rate. */
  isSecondWanted?: true;
  proposals?: readonly StoredProposal[];
  records: readonly { id: string; type: string; body: Record<string, unknown> }[];
  audit: readonly { actor: string; action: string; detail: Record<string, string | number | boolean | null> }[];
}

/** A rule of this site in its newest version. */
export interface StoredRule {
  version: number;
  rule: LocalRule;
}

/** Reviews on disk. Every function is synchronous and durable when it returns. */
export interface ReviewRows {
  commit(change: ReviewChange): void;
  /** Saves what is being thought about; no record and no audit line. */
  saveDraft(id: SessionId, rater: StaffId, draft: readonly RatingDraft[]): void;
  reviews(id: SessionId): StoredReview[];
  /** In the order they were made. */
  ratings(id: SessionId): StoredRating[];
  /** The newest first. */
  decisions(id: SessionId): StoredDecision[];
  isSecondWanted(id: SessionId): boolean;
  summary(id: SessionId, rater: StaffId | null): ReviewSummary;
  /** Answers that two people rated blind, whichever the interview. */
  countDoubleRated(): number;
  /** Interviews that two people rated blind, the newest first. */
  doubleRated(limit: number): SessionId[];
  /** Interviews of which somebody has seen what the machine made of them, the newest first. */
  revealed(limit: number): SessionId[];
  /** Interviews that somebody is through with, the newest first. */
  reviewed(limit: number): SessionId[];
  /** Of one interview, the newest first. */
  proposals(id: SessionId): StoredProposal[];
  /** Of all interviews that can be read, the newest first. */
  listProposals(query: { isOpen: boolean; limit: number }): StoredProposal[];
  findProposal(id: string): StoredProposal | null;
  rules(): StoredRule[];
  /** A new version of a rule; null removes it. Every earlier version stays. */
  saveRule(id: string, rule: LocalRule | null, by: string): void;
}
