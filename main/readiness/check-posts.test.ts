import { expect, test } from 'vitest';
import type { Job } from '#shared/job.ts';
import { purposeOf, type Purpose } from '#shared/purpose.ts';
import { readShippedJobs } from '#main/store/resource-files.ts';
import { checkPosts } from './check-posts.ts';

const shipped = await readShippedJobs('resources');
const post = (id: string): Job => {
  const found = shipped.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no post ${id}.`);
  return found;
};
const check = (posts: readonly Job[], purposes: readonly Purpose[] = ['hiring']) =>
  checkPosts({ switchedOn: () => posts, hasTerms: (purpose) => purposes.includes(purpose) }).run();

/** A post whose first question is of a group, with these skills each. */
function grouped(...tags: readonly (readonly string[])[]): Job {
  const job = post('warehouse-picker');
  const [first, ...rest] = job.items;
  if (first === undefined) throw new Error('The post has no questions.');
  const members = tags.map((own, at) => ({
    ...first,
    id: `${first.id}-${at}`,
    variant: { group: 'night', tags: [...own] },
  }));
  return { ...job, items: [...rest, ...members] };
}

test('every shipped post can be held where the rules have terms for all of them, with the groups it has', async () => {
  const all = await check(shipped, ['hiring', 'promotion', 'training', 'exit']);
  expect(all).toEqual({ result: 'pass', code: 'posts_held', values: { count: shipped.length } });
  expect(shipped.filter(({ items }) => items.some(({ variant }) => variant !== undefined)).map(({ id }) => id)).toEqual(
    ['service-counter'],
  );
});

test.each(shipped.filter((each) => purposeOf(each) !== 'hiring').map(({ id }) => id))(
  '%s is named where the rules of the site have no terms for its purpose',
  async (id) => {
    const job = post(id);
    expect(await check([post('warehouse-picker'), job])).toEqual({
      result: 'warn',
      code: 'post_lacks_terms',
      values: { 'title.zh-CN': job.title['zh-CN'], 'title.en': job.title.en },
    });
    expect(await check([post('warehouse-picker'), job], ['hiring', purposeOf(job)])).toMatchObject({ result: 'pass' });
  },
);

test('a site where nobody can begin fails', async () => {
  expect(await check([post('exit-interview')])).toMatchObject({ result: 'fail', code: 'posts_none' });
  expect(await check([])).toMatchObject({ result: 'fail', code: 'posts_none' });
});

test('a group that offers no choice is named with its question; one that does is not', async () => {
  const { title } = post('warehouse-picker');
  const named = { 'title.zh-CN': title['zh-CN'], 'title.en': title.en };
  const rest = post('warehouse-picker').items.length - 1;
  const empty = (number: number) => ({ result: 'warn', code: 'post_group_empty', values: { ...named, number } });
  expect(await check([grouped(['nights'])])).toEqual(empty(rest + 1));
  expect(await check([grouped([], ['nights'], [])])).toEqual(empty(rest + 3));
  expect(await check([grouped([], ['nights'])])).toMatchObject({ result: 'pass' });
});
