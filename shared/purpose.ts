import { z } from 'zod';

/**
 * What an interview is held for. `hiring` is where nothing is said. The others are held with people who work here already: each has
 * its own consents and period in the pack, and none of them is ever counted, listed or handed over with hiring.
 */
export const PURPOSES = ['hiring', 'promotion', 'training', 'exit'] as const;
export const Purpose = z.enum(PURPOSES);
export type Purpose = z.infer<typeof Purpose>;

/** Those that a pack needs texts of its own for. */
export const STAFF_PURPOSES = ['promotion', 'training', 'exit'] as const;
export const StaffPurpose = z.enum(STAFF_PURPOSES);
export type StaffPurpose = z.infer<typeof StaffPurpose>;

/** What a post, as it stands in a file or a plan, is held for. */
export function purposeOf(job: { readonly purpose?: Purpose | undefined }): Purpose {
  return job.purpose ?? 'hiring';
}

/** Whether an interview with this post may enter figures, files and hand-over of hiring. */
export function isHiring(job: { readonly purpose?: Purpose | undefined }): boolean {
  return purposeOf(job) === 'hiring';
}
