import { expect, test } from 'vitest';
import { blankJob } from '#shared/job/blank-job.ts';
import { beginHistory, type DraftHistory, stepHistory } from './draft-history.ts';

const titled = (en: string) => ({ ...blankJob('post'), title: { 'zh-CN': '', en } });
const type = (history: DraftHistory, en: string, atMs: number, field = 'title/en') =>
  stepHistory(history, { do: 'change', job: titled(en), field, atMs });
const title = ({ job }: DraftHistory) => job.title.en;

test('letters typed after each other in one field are one step back, a pause or another field makes two', () => {
  let history = beginHistory(titled(''));
  history = type(history, 'a', 0);
  history = type(history, 'ab', 400);
  history = type(history, 'abc', 5_000);
  history = type(history, 'abcd', 5_100, 'card/pay/en');
  expect(history.past.map((job) => job.title.en)).toEqual(['', 'ab', 'abc']);
  history = stepHistory(history, { do: 'undo' });
  expect(title(history)).toBe('abc');
  history = stepHistory(stepHistory(history, { do: 'undo' }), { do: 'undo' });
  expect(title(history)).toBe('');
  expect(stepHistory(history, { do: 'undo' })).toBe(history);
});

test('redo goes forth again until something new is typed', () => {
  let history = type(type(beginHistory(titled('')), 'a', 0), 'b', 9_000);
  history = stepHistory(history, { do: 'undo' });
  expect(title(stepHistory(history, { do: 'redo' }))).toBe('b');
  history = type(history, 'c', 20_000);
  expect(stepHistory(history, { do: 'redo' })).toBe(history);
});
