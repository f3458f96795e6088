import type { BankItem } from '#shared/assessment.ts';
import type { Job } from '#shared/job.ts';

/** Worded items of all posts: what an answer is compared with to notice that it answers another question. */
export function bankOf(jobs: readonly Job[]): BankItem[] {
  return jobs.flatMap(({ items }) =>
    items.flatMap((item) =>
      item.kind === 'spoken' || item.kind === 'typed'
        ? [{ itemId: item.id, prompt: item.prompt, referenceWords: item.referenceWords }]
        : [],
    ),
  );
}
