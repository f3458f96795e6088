import type { Job } from '#shared/job.ts';
import { isHiring } from '#shared/purpose.ts';

/** The posts a site wants on its attract screen, in the order of its settings: those for hiring alone where the settings name none. */
export function switchedOn<T extends Pick<Job, 'id' | 'purpose'>>(jobs: readonly T[], jobIds: readonly string[]): T[] {
  return jobIds.length === 0 ? jobs.filter(isHiring) : jobIds.flatMap((id) => jobs.find((job) => job.id === id) ?? []);
}
