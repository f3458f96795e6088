import { type PersonalChoice, choosePersonalItems } from '#shared/job/personal-items.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Job } from '#shared/job.ts';
import type { Locale } from '#shared/localized.ts';
import { type PlanStep, planOf, probeKey } from '#shared/plan.ts';
import type { ProbeTrigger } from '#shared/probe.ts';
import { type Purpose, purposeOf } from '#shared/purpose.ts';
import type {
  Accommodations,
  ActiveState,
  CheckReport,
  ConsentKind,
  Consents,
  Identity,
  QuestionState,
  SessionState,
  Survey,
} from '#shared/session.ts';

/** What happened after the last question: what was read back, said again and asked once more. */
export interface FollowUps {
  /** Answers whose transcript the candidate has seen, by item; `of` tells the answer from its follow-up. */
  readonly readBack: readonly { itemId: string; of: 'answer' | 'probe' }[];
  /** Items recorded anew from the read-back. */
  readonly again: readonly string[];
  /** Follow-up questions asked, at most one per item and two per interview. */
  readonly asked: readonly { itemId: string; trigger: ProbeTrigger }[];
}

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
  /** Version of the text each consent was asked with; {@link NOT_ASKED} for one that was not asked. */
  readonly consentVersions: Readonly<Record<ConsentKind, number>> | null;
  readonly identity: Identity | null;
  /** Which questions of groups were chosen for this person, and for which skills; null before that, and for posts without groups. */
  readonly personal: readonly PersonalChoice[] | null;
  readonly accommodations: Accommodations;
  readonly check: CheckReport | null;
  /** True when nothing is recorded: recording refused, text asked for, or touch chosen at the device check. */
  readonly isTouchOnly: boolean;
  readonly returnCode: string | null;
  readonly survey: Survey | null;
  readonly isPersonAsked: boolean;
  readonly followUps: FollowUps;
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

export const NO_FOLLOW_UPS: FollowUps = { readBack: [], again: [], asked: [] };

/** The version of a text that nobody was shown. */
export const NOT_ASKED = 0;

/**
 * What the records of an interview say of it where it is not for hiring. Every record that head office could make a candidate of
 * carries it: in whatever order they come, none is mistaken for an application.
 */
export function notForHiring(job: Pick<Job, 'purpose'>): { purpose?: Purpose } {
  const purpose = purposeOf(job);
  return purpose === 'hiring' ? {} : { purpose };
}

/**
 * The interview with the questions of this person: chosen once it is known who they are and before the first is asked, from then on
 * those of the interview for everything that reads, rates or sends it.
 *
 * @param whole the post with every question of its groups
 */
export function withPersonalItems(interview: Interview, whole: Job, skills: readonly string[]): Interview {
  const { items, choices } = choosePersonalItems(whole, skills);
  if (choices.length === 0) return interview;
  return { ...interview, job: { ...interview.job, items: [...items] }, personal: choices };
}

/** What an interview keeps of a person who withdrew or was erased: nothing. */
export const NOBODY = {
  identity: null,
  personal: null,
  survey: null,
  check: null,
  returnCode: null,
  accommodations: NO_ACCOMMODATIONS,
  followUps: NO_FOLLOW_UPS,
} as const;

/** A question on the screen: the step of the plan, and under which name its answer is kept. */
export interface CurrentQuestion {
  readonly step: PlanStep;
  readonly answerKey: string;
}

/** The state behind a pause or a seal. */
export function activeState(state: SessionState): SessionState | ActiveState {
  return state.kind === 'paused' || state.kind === 'sealed' ? state.from : state;
}

/** The step and answer of a question; null when the plan has no such step. */
export function questionAt(job: Job, question: QuestionState): CurrentQuestion | null {
  const step = planOf(job)[question.index];
  if (!step) return null;
  return { step, answerKey: question.stage === 'probe' ? probeKey(step.item.id) : step.answerKey };
}

/** The question the interview stands at, also while it is paused or sealed there; null elsewhere. */
export function currentQuestion(interview: Interview): CurrentQuestion | null {
  const active = activeState(interview.state);
  return active.kind === 'question' ? questionAt(interview.job, active) : null;
}

/** Names the corrections on the read-back screen of an answer or of its follow-up. */
export function readBackDraftKey(itemId: string, of: 'answer' | 'probe'): string {
  return `${of === 'probe' ? probeKey(itemId) : itemId}.read_back`;
}

/** Names the draft of what the interview stands at, also while it is paused there; null where nothing is worked on. */
export function currentDraftKey(interview: Interview): string | null {
  const active = activeState(interview.state);
  if (active.kind !== 'read_back') return currentQuestion(interview)?.answerKey ?? null;
  const item = interview.job.items[active.index];
  return item ? readBackDraftKey(item.id, active.of) : null;
}
