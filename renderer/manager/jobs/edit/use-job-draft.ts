import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { ORPCError } from '@orpc/client';
import type { OpenDraft } from '#shared/contract/jobs.ts';
import type { Job } from '#shared/job.ts';
import type { JobPath } from '#shared/job/check-job.ts';
import { useManagerClient } from '../../manager-client.tsx';
import { problemOf, type Problem } from '../../problem.ts';
import { beginHistory, stepHistory } from './draft-history.ts';
import { createDraftKeeper, type DraftKeeper, type KeepState } from './draft-keeper.ts';
import { pathName, withValue } from './value-at.ts';

export interface JobDraftState {
  readonly job: Job;
  readonly keeping: KeepState;
  /** Why the newest text could not be kept; null while it can. */
  readonly problem: Problem | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly change: (path: JobPath, value: unknown) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** The revision that holds the newest text; null when it could not be kept. */
  readonly settle: () => Promise<number | null>;
}

/** Text that will never be taken: the draft is gone, or another page's. */
function isFinal(error: unknown): boolean {
  return error instanceof ORPCError && (error.code === 'draft_unknown' || error.code === 'draft_changed');
}

/** A draft that is written on this page: kept as it is typed, with the way back. */
export function useJobDraft(opened: OpenDraft): JobDraftState {
  const client = useManagerClient();
  const [history, step] = useReducer(stepHistory, opened.job, beginHistory);
  const [keeping, setKeeping] = useState<KeepState>('saved');
  const [problem, setProblem] = useState<Problem | null>(null);
  const keeper = useRef<DraftKeeper | null>(null);
  const revision = useRef(opened.revision);
  const kept = useRef(history.job);
  const { job } = history;

  useEffect(() => {
    const created = createDraftKeeper({
      revision: revision.current,
      put: async (from, text) => {
        const saved = await client.jobs.saveDraft({ draftId: opened.id, revision: from, job: text });
        revision.current = saved.revision;
        return saved;
      },
      isFinal,
      onState(state, error) {
        setKeeping(state);
        setProblem(error === null ? null : problemOf(error));
      },
    });
    keeper.current = created;
    return () => created.close();
  }, [client, opened.id]);

  useEffect(() => {
    if (kept.current === job) return;
    kept.current = job;
    keeper.current?.keep(job);
  }, [job]);

  const change = useCallback(
    (path: JobPath, value: unknown) =>
      step({ do: 'change', job: withValue(job, path, value), field: pathName(path), atMs: performance.now() }),
    [job],
  );
  const undo = useCallback(() => step({ do: 'undo' }), []);
  const redo = useCallback(() => step({ do: 'redo' }), []);
  return useMemo(
    () => ({
      job,
      keeping,
      problem,
      canUndo: history.past.length > 0,
      canRedo: history.future.length > 0,
      change,
      undo,
      redo,
      settle: async () => (await keeper.current?.settle()) ?? null,
    }),
    [job, keeping, problem, history.past.length, history.future.length, change, undo, redo],
  );
}
