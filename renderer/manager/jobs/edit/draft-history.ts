import type { Job } from '#shared/job.ts';

/** A draft with the way back and forth. */
export interface DraftHistory {
  readonly job: Job;
  readonly past: readonly Job[];
  readonly future: readonly Job[];
  /** What was typed last, and when: letters of one field are one step. */
  readonly last: { readonly field: string; readonly atMs: number } | null;
}

/** Letters that follow each other this quickly in one field are one step. */
const ONE_STEP_MS = 1_500;
/** Steps back that are kept. */
const MOST_STEPS = 200;

export type DraftStep =
  | { readonly do: 'change'; readonly job: Job; readonly field: string; readonly atMs: number }
  | { readonly do: 'undo' }
  | { readonly do: 'redo' };

export function beginHistory(job: Job): DraftHistory {
  return { job, past: [], future: [], last: null };
}

/** The history after a step. */
export function stepHistory(before: DraftHistory, step: DraftStep): DraftHistory {
  switch (step.do) {
    case 'change': {
      const { last } = before;
      const isSame = last !== null && last.field === step.field && step.atMs - last.atMs < ONE_STEP_MS;
      const past = isSame ? before.past : [...before.past, before.job].slice(-MOST_STEPS);
      return { job: step.job, past, future: [], last: { field: step.field, atMs: step.atMs } };
    }
    case 'undo': {
      const job = before.past.at(-1);
      return job === undefined
        ? before
        : { job, past: before.past.slice(0, -1), future: [before.job, ...before.future], last: null };
    }
    case 'redo': {
      const [job, ...future] = before.future;
      return job === undefined ? before : { job, past: [...before.past, before.job], future, last: null };
    }
  }
}
