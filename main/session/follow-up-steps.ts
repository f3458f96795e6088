import type { SessionEvent, SessionState } from '#shared/session.ts';
import { canSayAgain, nextFollowUp, questionAgain } from './follow-ups.ts';
import { type Interview, readBackDraftKey } from './interview.ts';
import { waitFor } from './question-steps.ts';
import { NOT_NOW, type Refusal, type Step, type Surroundings, withState } from './step.ts';

/** Goes on with the follow-ups as far as the facts allow; null while there is nothing to do but wait. */
export function proceedFollowUps(interview: Interview, around: Surroundings, isGivenUp = false): Step | null {
  const { state } = interview;
  if (state.kind !== 'follow_up') return null;
  const found = nextFollowUp(
    interview,
    state.index,
    (itemId) => around.factsOf(interview, itemId),
    around.now,
    isGivenUp,
  );
  return found === null ? null : withState({ ...interview, followUps: found.followUps }, found.state);
}

/** One step on the read-back screen. */
export function inReadBack(
  interview: Interview,
  state: Extract<SessionState, { kind: 'read_back' }>,
  event: SessionEvent,
  around: Surroundings,
): Step | Refusal {
  const item = interview.job.items[state.index];
  if (!item) return NOT_NOW;
  if (event.type === 'answer_rerecorded') {
    if (!canSayAgain(interview, item.id, state.of)) return NOT_NOW;
    const again = questionAgain(interview, item.id);
    return withState({ ...interview, followUps: again.followUps }, again.state, [
      { do: 'drop_draft', draftKey: readBackDraftKey(item.id, state.of) },
    ]);
  }
  if (event.type !== 'read_back_confirmed') return NOT_NOW;
  if (event.clauses.length !== around.readBackClauses) {
    return { refused: 'answer_invalid', reason: 'the number of clauses is not that of the screen' };
  }
  const { followUps } = interview;
  const readBack = [...followUps.readBack, { itemId: item.id, of: state.of }];
  const { clauses, added } = event;
  return withState({ ...interview, followUps: { ...followUps, readBack } }, waitFor(state.index, around.now), [
    { do: 'save_read_back', itemId: item.id, of: state.of, clauses, added: added.trim() },
  ]);
}
