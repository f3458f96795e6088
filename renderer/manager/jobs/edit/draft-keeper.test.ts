import { expect, test } from 'vitest';
import { fakeTimers } from '#renderer/capture/timers.fake.ts';
import { blankJob } from '#shared/job/blank-job.ts';
import { createDraftKeeper, type KeepState } from './draft-keeper.ts';

const titled = (en: string) => ({ ...blankJob('post'), title: { 'zh-CN': '', en } });

function bench() {
  const timers = fakeTimers();
  const kept: { revision: number; title: string }[] = [];
  const states: KeepState[] = [];
  let failure: Error | null = null;
  const keeper = createDraftKeeper({
    revision: 1,
    timers,
    put: async (revision, job) => {
      if (failure !== null) throw failure;
      kept.push({ revision, title: job.title.en });
      return { revision: revision + 1 };
    },
    isFinal: (error) => error instanceof RangeError,
    onState: (state) => states.push(state),
  });
  return { timers, kept, states, keeper, fail: (error: Error | null) => void (failure = error) };
}

test('only the newest text is sent, a moment after the last letter, and names the revision before', async () => {
  const { timers, kept, states, keeper } = bench();
  for (const text of ['a', 'ab', 'abc']) keeper.keep(titled(text));
  await timers.advance(400);
  keeper.keep(titled('abcd'));
  await timers.advance(400);
  expect(kept).toEqual([
    { revision: 1, title: 'abc' },
    { revision: 2, title: 'abcd' },
  ]);
  expect(states.at(-1)).toBe('saved');
});

test('a save that failed is tried again, with what was typed meanwhile', async () => {
  const { timers, kept, states, keeper, fail } = bench();
  fail(new Error('the line is down'));
  keeper.keep(titled('a'));
  await timers.advance(400);
  expect(states.at(-1)).toBe('failed');
  expect(await keeper.settle()).toBeNull();
  fail(null);
  keeper.keep(titled('ab'));
  await timers.advance(3_000);
  expect(kept).toEqual([{ revision: 1, title: 'ab' }]);
  expect(states.at(-1)).toBe('saved');
});

test('a refusal is final: nothing is sent over the text of another page', async () => {
  const { timers, kept, states, keeper, fail } = bench();
  fail(new RangeError('changed meanwhile'));
  keeper.keep(titled('a'));
  await timers.advance(400);
  fail(null);
  keeper.keep(titled('ab'));
  await timers.advance(10_000);
  expect(states.at(-1)).toBe('refused');
  expect(kept).toEqual([]);
  expect(await keeper.settle()).toBeNull();
});

test('settling sends at once what waits, and so does leaving', async () => {
  const { timers, kept, keeper } = bench();
  expect(await keeper.settle()).toBe(1);
  keeper.keep(titled('a'));
  expect(await keeper.settle()).toBe(2);
  keeper.keep(titled('ab'));
  keeper.close();
  await timers.advance(0);
  expect(kept.map(({ title }) => title)).toEqual(['a', 'ab']);
});
