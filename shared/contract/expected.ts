import { z } from 'zod';
import { Instant } from '../ids.ts';
import { Locale } from '../localized.ts';
import { CandidateName, CandidatePhone } from '../session.ts';
import { callableBy, Done } from './call.ts';

/** Base64 letters of one part of a file: a message has room for no more. */
export const MAX_PART = 700_000;

const Skills = z.array(z.string().trim().min(1).max(80)).max(60);

/** Somebody a manager expects at this kiosk, with the code that was made for them. */
export const ExpectedCandidate = z.strictObject({
  id: z.uuid(),
  code: z.string(),
  jobTitle: z.string(),
  name: z.string(),
  /** Of their skills those that the post's questions know. */
  skills: z.array(z.string()),
  expiresAt: Instant,
});
export type ExpectedCandidate = z.infer<typeof ExpectedCandidate>;

/** Why nothing was read of a résumé file. */
export const ResumeRefusal = z.enum([
  'no_text',
  'encrypted',
  'damaged',
  'too_heavy',
  'too_long',
  /** JSON that is no JSON Resume, or a CSV that cannot be read. */
  'not_a_resume',
  /** A CSV of none or several people. */
  'not_one_row',
]);
export type ResumeRefusal = z.infer<typeof ResumeRefusal>;

export const ResumeKind = z.enum(['pdf', 'json', 'csv']);
export type ResumeKind = z.infer<typeof ResumeKind>;

/** What a résumé says, for the person who types it in to look at. Nothing of it is kept by reading it. */
export const ReadResume = z.strictObject({
  /** Empty where none was found. */
  name: z.string(),
  /** Whether the name stands in so many words, was taken from the first line, or was not found. */
  nameFrom: z.enum(['label', 'first_line', 'none']),
  phone: z.string(),
  skills: z.array(z.string()),
});
export type ReadResume = z.infer<typeof ReadResume>;

/** Candidates whom the site itself expects, without head office. */
export const expected = {
  /** Those whose code still works, the newest first. */
  list: callableBy('manager')
    .input(z.strictObject({ locale: Locale }))
    .output(z.array(ExpectedCandidate)),

  /** Posts they can be expected for, with the skills that the questions of each know. */
  posts: callableBy('manager')
    .input(z.strictObject({ locale: Locale }))
    .output(z.array(z.strictObject({ id: z.string(), title: z.string(), skills: z.array(z.string()) }))),

  /** One part of a résumé file, in their order from 0; the first begins anew. Held in memory until it is read. */
  sendPart: callableBy('manager')
    .input(z.strictObject({ part: z.int().nonnegative(), base64: z.base64().max(MAX_PART) }))
    .output(Done)
    .errors({ file_too_long: { message: 'A résumé file has at most ten megabytes.' } }),

  /** Reads the file that was sent and lets go of it. */
  readResume: callableBy('manager')
    .input(z.strictObject({ kind: ResumeKind }))
    .output(ReadResume)
    .errors({
      resume_refused: { message: 'Nothing can be read of this file.', data: z.strictObject({ reason: ResumeRefusal }) },
    }),

  /** Makes a code for somebody. Of the skills only those are kept that the post's questions know. */
  add: callableBy('manager')
    .input(z.strictObject({ jobId: z.string().max(64), name: CandidateName, phone: CandidatePhone, skills: Skills }))
    .output(z.strictObject({ code: z.string() }))
    .errors({ job_unknown: { message: 'There is no such post.' } }),

  /** Nobody is expected under this code any more; again is harmless. */
  remove: callableBy('manager')
    .input(z.strictObject({ id: z.uuid() }))
    .output(Done),
};
