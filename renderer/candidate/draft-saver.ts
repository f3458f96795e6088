import type { AnswerDraft } from '#shared/answer.ts';
import { pageTimers, type Timers } from '#renderer/capture/timers.ts';

/** `saved` is said only when the core has the newest draft on disk. */
export type DraftState = 'clean' | 'saving' | 'saved' | 'failed';

export interface DraftSaver {
  save(draft: AnswerDraft): void;
  /** Sends what is still waiting, once, and says nothing more. */
  close(): void;
}

const WAIT_MS = 600;
const RETRY_MS = 2_000;

/** Saves the newest draft shortly after each change; a refused save is tried again. */
export function createDraftSaver(options: {
  readonly put: (draft: AnswerDraft) => Promise<unknown>;
  readonly onState: (state: DraftState) => void;
  readonly timers?: Timers;
}): DraftSaver {
  const { put, onState, timers = pageTimers } = options;
  let waiting: AnswerDraft | null = null;
  let isClosed = false;
  let cancel: () => void = () => undefined;

  async function flush(): Promise<void> {
    const draft = waiting;
    if (draft === null) return;
    try {
      await put(draft);
    } catch (error) {
      console.info('A draft was not saved.', error);
      if (waiting !== draft || isClosed) return;
      onState('failed');
      cancel = timers.after(RETRY_MS, () => void flush());
      return;
    }
    if (waiting !== draft || isClosed) return;
    waiting = null;
    onState('saved');
  }

  return {
    save(draft) {
      waiting = draft;
      cancel();
      onState('saving');
      cancel = timers.after(WAIT_MS, () => void flush());
    },
    close() {
      cancel();
      isClosed = true;
      // after a pause this draft counts; after the answer itself it is refused, which is fine
      void flush();
      waiting = null;
    },
  };
}
