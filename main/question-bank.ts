import type { BankItem } from '#shared/assessment.ts';
import type { Job } from '#shared/job.ts';
import { type Purpose, purposeOf } from '#shared/purpose.ts';

/**
 * Worded items of all posts for one purpose: what an answer is compared with to notice that it answers another question. Posts for
 * another purpose change nothing in how an answer is read.
 */
export function bankOf(jobs: readonly Job[], purpose: Purpose): BankItem[] {
  const same = jobs.filter((job) => purposeOf(job) === purpose);
  return same.flatMap(({ id, items }) =>
    items.flatMap((item) => {
      if (item.kind !== 'spoken' && item.kind !== 'typed') return [];
      const group = item.variant === undefined ? {} : { group: `${id} ${item.variant.group}` };
      return [{ itemId: item.id, prompt: item.prompt, referenceWords: item.referenceWords, ...group }];
    }),
  );
}
