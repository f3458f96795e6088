import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ReadBack } from '#shared/session-view.ts';
import { draftOf, editsOf, type ReadBackEdits } from './read-back-edits.ts';
import { useCandidateSession } from './session-context.tsx';
import { useDraft } from './use-draft.ts';

type Kept = Readonly<Record<string, ReadBackEdits>>;
const Context = createContext<{
  readonly kept: Kept;
  readonly keep: (name: string, change: (before: ReadBackEdits | undefined) => ReadBackEdits) => void;
} | null>(null);

/** Keeps corrections above the screens, so that a pause does not lose the way back to what was heard. */
export function ReadBackProvider({ children }: { readonly children: ReactNode }) {
  const [kept, setKept] = useState<Kept>({});
  const keep = useCallback((name: string, change: (before: ReadBackEdits | undefined) => ReadBackEdits) => {
    setKept((before) => ({ ...before, [name]: change(before[name]) }));
  }, []);
  const value = useMemo(() => ({ kept, keep }), [kept, keep]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** Names a screen of clauses: an answer that is said again is heard anew, and nothing of the old screen belongs to it. */
export function readBackName({ answerKey, clauses }: ReadBack): string {
  return JSON.stringify([answerKey, ...clauses.map(({ text }) => text)]);
}

/** The corrections of one answer, and how to change them. What the core has on disk outlives the page. */
export function useReadBackEdits(readBack: ReadBack) {
  const context = useContext(Context);
  if (context === null) throw new Error('useReadBackEdits is used outside ReadBackProvider');
  const { kept, keep } = context;
  const { view } = useCandidateSession();
  const { state, save } = useDraft();
  const name = readBackName(readBack);
  const [begun] = useState(() => editsOf(view.draft, readBack.clauses.length));
  const edits = kept[name] ?? begun;
  const change = useCallback(
    (step: (edits: ReadBackEdits) => ReadBackEdits) => keep(name, (before) => step(before ?? begun)),
    [keep, name, begun],
  );
  const saved = useRef(edits);
  useEffect(() => {
    if (saved.current === edits) return;
    saved.current = edits;
    save(
      draftOf(
        edits,
        readBack.clauses.map(({ text }) => text),
      ),
    );
  }, [edits, readBack, save]);
  return { edits, change, draftState: state };
}
