import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { noEdits, type ReadBackEdits } from './read-back-edits.ts';

type Kept = Readonly<Record<string, ReadBackEdits>>;
const Context = createContext<{
  readonly kept: Kept;
  readonly keep: (answerKey: string, change: (before: ReadBackEdits | undefined) => ReadBackEdits) => void;
} | null>(null);

/** Keeps corrections above the screens, so that a pause or a switch of language does not lose them. */
export function ReadBackProvider({ children }: { readonly children: ReactNode }) {
  const [kept, setKept] = useState<Kept>({});
  const keep = useCallback((answerKey: string, change: (before: ReadBackEdits | undefined) => ReadBackEdits) => {
    setKept((before) => ({ ...before, [answerKey]: change(before[answerKey]) }));
  }, []);
  const value = useMemo(() => ({ kept, keep }), [kept, keep]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** The corrections of one answer, and how to change them. */
export function useReadBackEdits(answerKey: string, clauses: number) {
  const context = useContext(Context);
  if (context === null) throw new Error('useReadBackEdits is used outside ReadBackProvider');
  const { kept, keep } = context;
  const change = useCallback(
    (step: (edits: ReadBackEdits) => ReadBackEdits) => keep(answerKey, (before) => step(before ?? noEdits(clauses))),
    [keep, answerKey, clauses],
  );
  return { edits: kept[answerKey] ?? noEdits(clauses), change };
}
