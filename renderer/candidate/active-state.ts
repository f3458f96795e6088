import type { ActiveState, RecordingPair, SessionState } from '#shared/session.ts';
import type { SessionView } from '#shared/session-view.ts';

/** The step of the interview on the screen, or behind the pause. Null outside an interview. */
export function activeState(state: SessionState): ActiveState | null {
  switch (state.kind) {
    case 'paused':
      return state.from;
    case 'idle':
    case 'sealed':
    case 'withdrawn':
    case 'wiped':
      return null;
    default:
      return state;
  }
}

/** Whether camera and microphone have to be open: from the device check on, while answers are spoken. */
export function needsCapture(view: SessionView): boolean {
  const active = activeState(view.state);
  if (active === null) return false;
  if (active.kind === 'check' || active.kind === 'practice') return true;
  return active.kind === 'question' && view.item?.kind === 'spoken' && active.mode === 'speak';
}

/** The recordings being written and until when; null while nothing is recorded. */
export function runningRecording(
  state: SessionState,
): { readonly pair: RecordingPair; readonly deadlineAt: string | null } | null {
  const active = activeState(state);
  if (active?.kind !== 'question' || active.at.phase !== 'recording') return null;
  return { pair: active.at.recordings, deadlineAt: active.at.deadlineAt };
}
