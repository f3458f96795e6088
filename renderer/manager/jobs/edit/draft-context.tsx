import { createContext, use, type ReactNode } from 'react';
import type { Job } from '#shared/job.ts';
import type { JobPath } from '#shared/job/check-job.ts';
import type { JobProblem } from '#shared/job/job-problems.ts';
import type { JobWarning } from '#shared/job/job-warnings.ts';

/** Something about the post that a person should know, at its place. */
export type JobFindingAt =
  | ({ readonly weight: 'problem' } & JobProblem)
  | ({ readonly weight: 'warning' } & JobWarning);

/** The post on the screen, for every field of it. */
export interface DraftScene {
  readonly job: Job;
  readonly isReadOnly: boolean;
  readonly findings: readonly JobFindingAt[];
  /** Fields that are still empty are marked too: somebody wants to publish. */
  readonly isChecking: boolean;
  readonly change: (path: JobPath, value: unknown) => void;
  /** Shows the place of a path and puts the cursor there. */
  readonly goTo: (path: JobPath) => void;
}

const Context = createContext<DraftScene | null>(null);

export function DraftProvider({ scene, children }: { readonly scene: DraftScene; readonly children: ReactNode }) {
  return <Context value={scene}>{children}</Context>;
}

export function useDraftScene(): DraftScene {
  const scene = use(Context);
  if (scene === null) throw new Error('There is no DraftProvider around this field.');
  return scene;
}
