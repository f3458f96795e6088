import type { AnswerBody } from '#shared/answer.ts';
import type { Item } from '#shared/job.ts';
import { planOf } from '#shared/plan.ts';
import type { QuestionState, SessionEvent, SessionState } from '#shared/session.ts';
import { checkBody, isSaid, limitsOf } from './answer-check.ts';
import { type CurrentQuestion, type Interview, questionAt } from './interview.ts';
import {
  type Action,
  finishAsIs,
  later,
  NOT_NOW,
  type Refusal,
  settled,
  type Step,
  type Surroundings,
  withState,
} from './step.ts';

/** The state a question opens in: thinking for a spoken answer, open for everything done by touch. */
export function openQuestion(interview: Interview, index: number, now: Date): SessionState {
  const item = planOf(interview.job)[index]?.item;
  if (!item) return { kind: 'survey' };
  const isSpoken = isSaid(item) && !interview.isTouchOnly;
  return {
    kind: 'question',
    index,
    stage: 'plan',
    probe: null,
    take: 1,
    mode: isSpoken ? 'speak' : 'touch',
    isHintShown: false,
    at: isSpoken ? { phase: 'think', deadlineAt: later(now, item.thinkMs, interview) } : { phase: 'open' },
  };
}

/**
 * Keeps the answer and goes on: to the next step of the plan, or back into the follow-ups. There an answer has just been
 * handed to the computer, so the follow-ups begin by waiting for it.
 */
function next(
  interview: Interview,
  state: QuestionState,
  question: CurrentQuestion,
  body: AnswerBody,
  now: Date,
): Step {
  const keep: Action = { do: 'keep_answer', question, take: state.take, isAgain: state.stage === 'again', body };
  const { item } = question.step;
  if (state.stage !== 'plan') return withState(interview, waitFor(itemIndex(interview, item), now), [keep]);
  const isLast = state.index + 1 >= planOf(interview.job).length;
  return withState(interview, isLast ? waitFor(0, now) : openQuestion(interview, state.index + 1, now), [keep]);
}

function itemIndex(interview: Interview, { id }: Item): number {
  return interview.job.items.findIndex((item) => item.id === id);
}

/** The follow-ups of an item begin by waiting for what the computer makes of its answer. */
export function waitFor(index: number, now: Date): SessionState {
  return { kind: 'follow_up', index, since: now.toISOString() };
}

/** One step inside a question. */
export function inQuestion(
  interview: Interview,
  question: QuestionState,
  event: SessionEvent,
  around: Surroundings,
): Step | Refusal {
  const current = questionAt(interview.job, question);
  if (!current) return NOT_NOW;
  const { at } = question;
  const { item } = current.step;
  const { answerKey } = current;
  const isSpeaking = isSaid(item) && question.mode === 'speak';
  switch (event.type) {
    case 'hint_shown':
      return withState(interview, { ...question, isHintShown: true });
    case 'answer_started': {
      if (!isSpeaking || at.phase !== 'think') return NOT_NOW;
      // an answer that cannot be recorded is written instead; speaking stays on offer
      if (!around.room.sound) return withState(interview, { ...question, mode: 'touch', at: { phase: 'open' } });
      const fresh = around.newPair();
      const pair = around.room.picture ? fresh : { ...fresh, av: null };
      const deadlineAt = later(around.now, limitsOf(current).maxAnswerMs, interview);
      const state = {
        ...question,
        at: { phase: 'recording' as const, recordings: pair, startedAt: around.now.toISOString(), deadlineAt },
      };
      return withState(interview, state, [
        { do: 'start_recordings', pair, answerKey, take: question.take, part: around.savedParts + 1 },
      ]);
    }
    case 'answer_stopped':
      if (at.phase !== 'recording') return NOT_NOW;
      return withState(interview, { ...question, at: { phase: 'confirm' } }, [
        {
          do: 'finish_recordings',
          pair: at.recordings,
          avSlices: event.avSlices,
          pcmSlices: event.pcmSlices,
          presence: event.presence ?? null,
        },
      ]);
    case 'capture_lost': {
      const actions: Action[] = at.phase === 'recording' ? [finishAsIs(at.recordings)] : [];
      return withState(interview, settled(question), [
        ...actions,
        { do: 'tell', type: 'capture.lost', body: { itemId: answerKey, reason: event.reason } },
      ]);
    }
    case 'picture_lost': {
      if (at.phase !== 'recording' || at.recordings.av === null || at.recordings.pcm === null) return NOT_NOW;
      const { av, pcm } = at.recordings;
      return withState(interview, { ...question, at: { ...at, recordings: { av: null, pcm } } }, [
        finishAsIs({ av, pcm: null }),
        { do: 'tell', type: 'picture.lost', body: { itemId: answerKey, reason: event.reason } },
      ]);
    }
    case 'answer_kept':
      if (!isSpeaking || (at.phase !== 'confirm' && at.phase !== 'think') || around.savedParts === 0) return NOT_NOW;
      return next(interview, question, current, { kind: 'spoken' }, around.now);
    case 'answer_retaken':
      if (!isSpeaking || at.phase !== 'confirm' || question.take !== 1) return NOT_NOW;
      return withState(interview, {
        ...question,
        take: 2,
        at: { phase: 'think', deadlineAt: later(around.now, item.thinkMs, interview) },
      });
    case 'answer_given': {
      if (at.phase !== 'open') return NOT_NOW;
      const reason = checkBody(current, event.body);
      return reason === null
        ? next(interview, question, current, event.body, around.now)
        : { refused: 'answer_invalid', reason };
    }
    case 'question_skipped':
      if (at.phase === 'recording') return NOT_NOW;
      // the answer given before stands: saying it again was an offer
      if (question.stage === 'again') return withState(interview, waitFor(itemIndex(interview, item), around.now));
      return next(interview, question, current, { kind: 'skipped' }, around.now);
    case 'mode_chosen': {
      if (!isSaid(item) || at.phase === 'recording' || at.phase === 'confirm') return NOT_NOW;
      if (event.mode === 'speak' && interview.isTouchOnly) return NOT_NOW;
      return withState(interview, {
        ...question,
        mode: event.mode,
        at: event.mode === 'touch' ? { phase: 'open' } : { phase: 'think', deadlineAt: null },
      });
    }
    default:
      return NOT_NOW;
  }
}
