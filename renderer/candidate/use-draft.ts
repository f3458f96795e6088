import { useCallback, useEffect, useRef, useState } from 'react';
import type { AnswerDraft } from '#shared/answer.ts';
import { createDraftSaver, type DraftSaver, type DraftState } from './draft-saver.ts';
import { useCandidateSession } from './session-context.tsx';

/** Saves what is on the screen while it is being worked on. */
export function useDraft(): { readonly state: DraftState; readonly save: (draft: AnswerDraft) => void } {
  const { client, view } = useCandidateSession();
  const { draftKey } = view;
  const [state, setState] = useState<DraftState>('clean');
  const saver = useRef<DraftSaver | null>(null);
  useEffect(() => {
    if (draftKey === null) return undefined;
    const opened = createDraftSaver({
      put: (draft) => client.session.saveDraft({ draftKey, draft }),
      onState: setState,
    });
    saver.current = opened;
    return () => opened.close();
  }, [client, draftKey]);
  const save = useCallback((draft: AnswerDraft) => saver.current?.save(draft), []);
  return { state, save };
}
