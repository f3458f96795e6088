import type { AnswerBody } from '#shared/answer.ts';
import type { Job } from '#shared/job.ts';
import type { Pack } from '#shared/pack.ts';
import type { PresenceObservation } from '#shared/presence.ts';
import type { SelfIdentificationAnswers, SelfIdentificationForm } from '#shared/self-identification.ts';
import type { ActiveState, RecordingPair, SessionState } from '#shared/session.ts';
import type { ItemFacts } from './follow-ups.ts';
import type { CurrentQuestion, Interview } from './interview.ts';
import type { Arrival } from './ports.ts';

/** What has to happen besides storing the new state. */
export type Action =
  | { do: 'start_recordings'; pair: RecordingPair; answerKey: string; take: number; part: number }
  | {
      do: 'finish_recordings';
      pair: RecordingPair;
      avSlices: number | null;
      pcmSlices: number | null;
      presence: PresenceObservation | null;
    }
  | { do: 'pause_handset' }
  | { do: 'resume_handset' }
  | { do: 'keep_answer'; question: CurrentQuestion; take: number; isAgain: boolean; body: AnswerBody }
  | { do: 'save_read_back'; itemId: string; of: 'answer' | 'probe'; clauses: readonly string[]; added: string }
  /** Corrections of an answer that is said again instead. */
  | { do: 'drop_draft'; draftKey: string }
  | { do: 'tell'; type: string; body: Record<string, unknown> }
  | { do: 'finalize' }
  | { do: 'seal_self_identification'; formVersion: number; answers: SelfIdentificationAnswers }
  | { do: 'erase' }
  /** The screen goes back to the attract screen; the interview stays as stored. */
  | { do: 'forget' };

export interface Step {
  interview: Interview;
  actions: readonly Action[];
}

export type Refusal =
  | { refused: 'not_now' }
  | { refused: 'microphone_not_ready'; verdict: string }
  | { refused: 'answer_invalid'; reason: string };

/** What a step depends on besides the interview itself. */
export interface Surroundings {
  readonly now: Date;
  readonly pack: Pack;
  readonly newPair: () => RecordingPair;
  /** The post of the interview with every question of its groups, in the version it was begun with. */
  readonly wholeJob: (interview: Interview) => Job;
  /** Of the skills that head office knows of whoever has this invitation, those that the post asks about. */
  readonly skillsOf: (code: string, jobId: string) => readonly string[];
  /** What the site may ask for the audit of bias; null where it asks nothing, or nobody could open what is sealed. */
  readonly selfIdentification: SelfIdentificationForm | null;
  /** Who comes with a code of this kiosk's own; null where it is none. */
  readonly arrive: (code: string, jobId: string) => Arrival | null;
  /** Four digits that no waiting interview has. */
  readonly newReturnCode: () => string;
  /** Parts of the current take that are on disk. */
  readonly savedParts: number;
  /** What the disk has room for now. */
  readonly room: { readonly picture: boolean; readonly sound: boolean };
  /** What is known of the answer to an item. */
  readonly factsOf: (interview: Interview, itemId: string) => ItemFacts;
  /** Number of clauses on the read-back screen; 0 elsewhere. */
  readonly readBackClauses: number;
}

export const NOT_NOW: Refusal = { refused: 'not_now' };

/** The interview in another state. */
export function withState(interview: Interview, state: SessionState, actions: readonly Action[] = []): Step {
  return { interview: { ...interview, state }, actions };
}

/** Closes a pair of recordings with what has arrived. */
export function finishAsIs(pair: RecordingPair): Action {
  return { do: 'finish_recordings', pair, avSlices: null, pcmSlices: null, presence: null };
}

/** `ms` from now, twice that for whoever asked for more time. */
export function later(now: Date, ms: number, interview: Interview): string {
  return new Date(now.getTime() + ms * (interview.accommodations.moreTime ? 2 : 1)).toISOString();
}

/**
 * The state to come back to after an interruption. A recorder that was running is gone: its parts are on disk and the
 * candidate goes on with the next part. No countdown runs against somebody who has just come back.
 */
export function settled(state: ActiveState): ActiveState {
  if (state.kind === 'practice') return { kind: 'practice', phase: 'ready' };
  if (state.kind !== 'question') return state;
  const { phase } = state.at;
  return phase === 'recording' || phase === 'think' ? { ...state, at: { phase: 'think', deadlineAt: null } } : state;
}
