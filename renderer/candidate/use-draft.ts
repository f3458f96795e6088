import { useCallback, useEffect, useRef, useState } from 'react';
import type { AnswerDraft } from '#shared/answer.ts';
import { createDraftSaver, type DraftSaver, type DraftState } from './draft-saver.ts';
import { useCandidateSession } from './session-context.tsx';

/** Saves an answer while it is being worked on. */
export function useDraft(itemId: string): { readonly state: DraftState; readonly save: (draft: AnswerDraft) => void } {
  const { client } = useCandidateSession();
  const [state, setState] = useState<DraftState>('clean');
  const saver = useRef<DraftSaver | null>(null);
  useEffect(() => {
    const opened = createDraftSaver({
      put: (draft) => client.session.saveDraft({ itemId, draft }),
      onState: setState,
    });
    saver.current = opened;
    return () => opened.close();
  }, [client, itemId]);
  const save = useCallback((draft: AnswerDraft) => saver.current?.save(draft), []);
  return { state, save };
}
