import type { Job } from '#shared/job.ts';
import { variantGroups } from '#shared/job/variants.ts';
import { purposeOf } from '#shared/purpose.ts';
import type { Check, PostsProbe } from './ports.ts';

/** In which language a title is read is known only on the page. */
function named({ title }: Pick<Job, 'title'>): { 'title.zh-CN': string; 'title.en': string } {
  return { 'title.zh-CN': title['zh-CN'], 'title.en': title.en };
}

/** The first question of a group that nobody can ever be asked, by its number: it has no skills, or no equal to be chosen before. */
function neverChosen(job: Pick<Job, 'items'>): number | null {
  for (const { members } of variantGroups(job)) {
    const [byDefault, ...others] = members;
    const idle = others.length === 0 ? byDefault : others.find(({ variant }) => variant?.tags.length === 0);
    if (idle !== undefined) return job.items.indexOf(idle) + 1;
  }
  return null;
}

/** Whether everybody can be interviewed with the posts that are switched on, and whether their groups of questions offer a choice. */
export function checkPosts(probe: PostsProbe): Check {
  return {
    id: 'posts',
    async run() {
      const posts = probe.switchedOn();
      const shown = posts.filter((post) => probe.hasTerms(purposeOf(post)));
      if (shown.length === 0) return { result: 'fail', code: 'posts_none', values: { count: posts.length } };
      const hidden = posts.find((post) => !probe.hasTerms(purposeOf(post)));
      if (hidden !== undefined) return { result: 'warn', code: 'post_lacks_terms', values: named(hidden) };
      for (const post of posts) {
        const number = neverChosen(post);
        if (number !== null) return { result: 'warn', code: 'post_group_empty', values: { ...named(post), number } };
      }
      return { result: 'pass', code: 'posts_held', values: { count: posts.length } };
    },
  };
}
