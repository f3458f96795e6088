import type { SessionId } from '#shared/ids.ts';
import type { Item, Job } from '#shared/job.ts';
import type { Locale } from '#shared/localized.ts';
import type {
  Accommodations,
  CheckReport,
  ConsentKind,
  Consents,
  Identity,
  SessionState,
  Survey,
} from '#shared/session.ts';

/** One candidate's interview, from the first touch to the wiped screen. Immutable; every step makes a new one. */
export interface Interview {
  readonly id: SessionId;
  readonly phase: 'draft' | 'sealed' | 'finalized' | 'withdrawn' | 'erased';
  /** The job as it was when the interview began: questions, order and keys stay those for this candidate. */
  readonly job: Job;
  readonly packId: string;
  readonly packVersion: number;
  readonly locale: Locale;
  readonly state: SessionState;
  readonly consents: Consents | null;
  /** Version of the text each consent was asked with. */
  readonly consentVersions: Readonly<Record<ConsentKind, number>> | null;
  readonly identity: Identity | null;
  readonly accommodations: Accommodations;
  readonly check: CheckReport | null;
  /** True when nothing is recorded: recording refused, text asked for, or touch chosen at the device check. */
  readonly isTouchOnly: boolean;
  readonly returnCode: string | null;
  readonly survey: Survey | null;
  readonly isPersonAsked: boolean;
  /** When the current pause began, to give back the time of a running deadline. */
  readonly pausedAt: string | null;
  readonly startedAt: string;
  readonly finalizedAt: string | null;
}

export const NO_ACCOMMODATIONS: Accommodations = {
  textInstead: false,
  captions: false,
  moreTime: false,
  person: false,
};

/** What an interview keeps of a person who withdrew or was erased: nothing. */
export const NOBODY = {
  identity: null,
  survey: null,
  check: null,
  returnCode: null,
  accommodations: NO_ACCOMMODATIONS,
} as const;

/** The question the interview stands at, also while it is paused or sealed there; null elsewhere. */
export function currentItem(interview: Interview): { item: Item; index: number } | null {
  const { state } = interview;
  const active = state.kind === 'paused' || state.kind === 'sealed' ? state.from : state;
  if (active.kind !== 'question') return null;
  const item = interview.job.items[active.index];
  return item ? { item, index: active.index } : null;
}
