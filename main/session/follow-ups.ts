import { firstStepOf } from '#shared/plan.ts';
import type { ProbeTrigger } from '#shared/probe.ts';
import type { SessionState } from '#shared/session.ts';
import type { Interview } from './interview.ts';

/** At most so many follow-up questions in one interview, and one per item (scoring.md §4). */
const MAX_PROBES = 2;
/** Longer than this nobody waits for the computer: a slow answer is read after the candidate has left. */
export const FOLLOW_UP_WAIT_MS = 12_000;

/** What is known of the answer to one item, when its turn in the follow-ups comes. */
export interface ItemFacts {
  /** The computer is still reading the answer. */
  readonly isPending: boolean;
  /** Spoken words were recognised: in the answer (any turn), in its follow-up. */
  readonly hasWords: { readonly answer: boolean; readonly probe: boolean };
  /** What one more question could ask for. */
  readonly probe: ProbeTrigger | null;
}

/** The state that follows, with the follow-ups asked so far. */
export interface FollowUpStep {
  readonly state: SessionState;
  readonly followUps: Interview['followUps'];
}

function isReadBack({ followUps }: Interview, itemId: string, of: 'answer' | 'probe'): boolean {
  return followUps.readBack.some((each) => each.itemId === itemId && each.of === of);
}

/**
 * Where the follow-ups go on from an item: read-back, one more question, the next item, and after the last one the survey.
 * They come after all questions and in the order of the items, so that nobody's questions depend on how fast a machine
 * reads (R23).
 *
 * @param facts what is known of an item's answer
 * @param isGivenUp true when the wait for this item is over: it goes on without it
 * @returns null while there is nothing to do but wait
 */
export function nextFollowUp(
  interview: Interview,
  from: number,
  facts: (itemId: string) => ItemFacts,
  now: Date,
  isGivenUp = false,
): FollowUpStep | null {
  const { job, followUps } = interview;
  for (const [index, item] of job.items.entries()) {
    if (index < from) continue;
    const known = facts(item.id);
    if (known.isPending && !(isGivenUp && index === from)) {
      if (interview.state.kind === 'follow_up' && interview.state.index === index) return null;
      return { state: { kind: 'follow_up', index, since: now.toISOString() }, followUps };
    }
    if (known.isPending) continue;
    for (const part of ['answer', 'probe'] as const) {
      if (known.hasWords[part] && !isReadBack(interview, item.id, part)) {
        return { state: { kind: 'read_back', index, of: part }, followUps };
      }
    }
    const isAsked = followUps.asked.some(({ itemId }) => itemId === item.id);
    if (known.probe !== null && !isAsked && followUps.asked.length < MAX_PROBES) {
      return {
        state: probeQuestion(interview, item.id, known.probe),
        followUps: { ...followUps, asked: [...followUps.asked, { itemId: item.id, trigger: known.probe }] },
      };
    }
  }
  return { state: { kind: 'survey' }, followUps };
}

/** The follow-up question of an item, answered the way the item itself is. No countdown runs. */
function probeQuestion(interview: Interview, itemId: string, probe: ProbeTrigger): SessionState {
  const item = interview.job.items.find(({ id }) => id === itemId);
  const isSpoken = item?.kind === 'spoken' && !interview.isTouchOnly;
  return {
    kind: 'question',
    index: firstStepOf(interview.job, itemId),
    stage: 'probe',
    probe,
    take: 1,
    mode: isSpoken ? 'speak' : 'touch',
    isHintShown: false,
    at: isSpoken ? { phase: 'think', deadlineAt: null } : { phase: 'open' },
  };
}

/** The same question once more, to be spoken anew: its recording replaces the one that was not understood. */
export function questionAgain(interview: Interview, itemId: string): FollowUpStep {
  const { followUps } = interview;
  return {
    state: {
      kind: 'question',
      index: firstStepOf(interview.job, itemId),
      stage: 'again',
      probe: null,
      take: 3,
      mode: 'speak',
      isHintShown: false,
      at: { phase: 'think', deadlineAt: null },
    },
    followUps: {
      ...followUps,
      again: [...followUps.again, itemId],
      readBack: followUps.readBack.filter((each) => each.itemId !== itemId || each.of !== 'answer'),
    },
  };
}

/** Whether an answer may be said once more from its read-back: spoken in one piece, and not said again before. */
export function canSayAgain(interview: Interview, itemId: string, of: 'answer' | 'probe'): boolean {
  const item = interview.job.items.find(({ id }) => id === itemId);
  return (
    of === 'answer' && item?.kind === 'spoken' && !interview.isTouchOnly && !interview.followUps.again.includes(itemId)
  );
}
