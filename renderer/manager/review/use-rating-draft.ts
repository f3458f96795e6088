import { useCallback, useEffect, useRef, useState } from 'react';
import type { SessionId } from '#shared/ids.ts';
import type { Judgement, PickedQuote, RatingDraft, RatingKey } from '#shared/rating.ts';
import type { ReviewSheet } from '#shared/review-sheet.ts';
import { useManagerClient } from '../manager-client.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { draftsOf, withJudgement, withQuote } from './rating-draft.ts';

const NOTHING: readonly RatingDraft[] = [];
/** A pause in rating after which what was judged is saved. */
const SAVE_AFTER_MS = 400;

/** Ratings being made, with the way back. Saved as they are made, so that a lock of the screen costs nothing. */
export interface RatingWork {
  readonly drafts: readonly RatingDraft[];
  rate(key: RatingKey, judgement: Judgement): void;
  toggleQuote(key: RatingKey, quote: PickedQuote): void;
  readonly canUndo: boolean;
  undo(): void;
  readonly isSaved: boolean;
  readonly problem: Problem | null;
  /** Saves what is not saved yet. */
  save(): Promise<void>;
}

export function useRatingDraft(id: SessionId, sheet: Pick<ReviewSheet, 'toRate' | 'mine'>): RatingWork {
  const client = useManagerClient();
  const [steps, setSteps] = useState<readonly (readonly RatingDraft[])[]>(() => [draftsOf(sheet)]);
  const drafts = steps.at(-1) ?? NOTHING;
  const saved = useRef(drafts);
  const newest = useRef(drafts);
  const [isSaved, setSaved] = useState(true);
  const [problem, setProblem] = useState<Problem | null>(null);

  const save = useCallback(async () => {
    const sent = newest.current;
    if (sent === saved.current) return;
    try {
      await client.rating.saveDraft({ id, draft: [...sent] });
      saved.current = sent;
      setProblem(null);
      setSaved(sent === newest.current);
    } catch (error) {
      setProblem(problemOf(error));
    }
  }, [client, id]);

  useEffect(() => {
    newest.current = drafts;
    if (drafts === saved.current) return undefined;
    setSaved(false);
    const timer = setTimeout(() => void save(), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [drafts, save]);
  // whoever leaves the interview in between loses nothing
  useEffect(() => () => void save(), [save]);

  const step = (next: readonly RatingDraft[]) => setSteps((before) => [...before, next]);
  return {
    drafts,
    rate: (key, judgement) => step(withJudgement(drafts, key, judgement)),
    toggleQuote: (key, quote) => step(withQuote(drafts, key, quote)),
    canUndo: steps.length > 1,
    undo: () => setSteps((before) => (before.length > 1 ? before.slice(0, -1) : before)),
    isSaved,
    problem,
    save,
  };
}
