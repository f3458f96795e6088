import type { WordAssessment } from '#shared/assessment.ts';
import type { SessionPhase } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import type { RehearsalFigures, Threshold } from '#shared/insights/threshold.ts';
import type { Job } from '#shared/job.ts';
import type { AnswerScore, AnswerStatus } from '#shared/score.ts';
import type { Survey } from '#shared/session.ts';

/** What of an interview goes into figures: no word that was said, and nobody's name. */
export interface InterviewFacts {
  readonly id: SessionId;
  readonly phase: SessionPhase;
  readonly startedAt: string;
  /** As the interview was held with it. */
  readonly job: Job;
  readonly hasConsented: boolean;
  readonly answers: readonly {
    readonly itemId: string;
    readonly status: AnswerStatus;
    readonly score: AnswerScore | null;
    readonly answeredAt: string;
    readonly isSkipped: boolean;
  }[];
  readonly survey: Survey | null;
  /** What the engine made of the words; null without consent to computer scoring, and before the end. */
  readonly assessments: readonly ({ state: 'assessed'; assessment: WordAssessment } | { state: 'failed' })[] | null;
  /** Of every sound that was measured. */
  readonly sounds: readonly { readonly startedAt: string; readonly snrDb: number | null; readonly isNoisy: boolean }[];
}

/** Interviews for hiring on disk, read only: what else is held here enters no figure. */
export interface InsightsStore {
  /** Jobs that interviews were held with, the busiest first, as of their newest version here. */
  jobs(): readonly { readonly job: Job; readonly interviews: number }[];
  /** The newest first. */
  newest(jobId: string, limit: number): readonly SessionId[];
  /** Null when it was erased or its key is gone: there is nothing left to count. */
  factsOf(id: SessionId): InterviewFacts | null;
}

/** A change of weights and cut-off that a person wants. `proposedBy`, `decidedBy`: staff ids. */
export interface StoredThreshold {
  readonly id: string;
  readonly jobId: string;
  readonly before: Threshold;
  readonly after: Threshold;
  readonly figures: RehearsalFigures;
  readonly reason: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly state: 'proposed' | 'approved' | 'withdrawn';
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
}

/** Changes of thresholds on disk. Every change is durable, with its audit line, when it returns. */
export interface ThresholdStore {
  find(id: string): StoredThreshold | null;
  /** The newest first. */
  list(jobId: string): readonly StoredThreshold[];
  /** What was approved last; null while nothing was. */
  approved(jobId: string): Threshold | null;
  propose(
    change: Pick<StoredThreshold, 'id' | 'jobId' | 'before' | 'after' | 'figures' | 'reason' | 'proposedBy'>,
  ): void;
  /** @returns false when it was settled already */
  approve(id: string, actor: string): boolean;
  /** @returns false when it was settled already */
  withdraw(id: string, actor: string): boolean;
}
