import { type ProblemReason, reasonDetail } from '#shared/wire/problem-reason.ts';

/** Why a file cannot be read as a whole. */
export type FileReason = Extract<ProblemReason, `csv_${string}`>;

/** A file that cannot be read as a whole; the message is a sentence for a person, and repeats nothing of the file. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
  readonly reason: FileReason;
  readonly values: Readonly<Record<string, string | number>>;
  constructor(reason: FileReason, values: Readonly<Record<string, string | number>> = {}) {
    super(reasonDetail(reason, values));
    this.reason = reason;
    this.values = values;
  }
}
