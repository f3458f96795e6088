import { expect, test } from 'vitest';
import { createFirstPage } from './first-page.tsx';
import { NO_FILTER } from './list-filter.ts';

const page = { sessions: [], next: null, total: 7 };

test('the page read last is there for the very same question, and for no other', () => {
  const firstPage = createFirstPage();
  expect(firstPage.get(NO_FILTER, 'en')).toBeUndefined();
  firstPage.keep(NO_FILTER, 'en', page);
  expect(firstPage.get({ ...NO_FILTER }, 'en')).toBe(page);
  expect(firstPage.get(NO_FILTER, 'zh-CN')).toBeUndefined();
  expect(firstPage.get({ ...NO_FILTER, purpose: 'promotion' }, 'en')).toBeUndefined();
  expect(firstPage.get({ ...NO_FILTER, search: 'lopez' }, 'en')).toBeUndefined();
});

test('after somebody was deleted nothing of it is left', () => {
  const firstPage = createFirstPage();
  firstPage.keep(NO_FILTER, 'en', page);
  firstPage.drop();
  expect(firstPage.get(NO_FILTER, 'en')).toBeUndefined();
});
