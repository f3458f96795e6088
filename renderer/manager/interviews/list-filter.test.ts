import { expect, test } from 'vitest';
import { firstDay, isFiltered, NO_FILTER } from './list-filter.ts';

const evening = new Date(2026, 2, 1, 23, 30);

test('a span begins at midnight of this machine, over the ends of months', () => {
  expect(firstDay('any', evening)).toBeNull();
  expect(firstDay('today', evening)).toBe('2026-03-01');
  expect(firstDay('week', evening)).toBe('2026-02-23');
  expect(firstDay('month', evening)).toBe('2026-01-31');
});

test('spaces alone filter nothing', () => {
  expect(isFiltered(NO_FILTER)).toBe(false);
  expect(isFiltered({ ...NO_FILTER, search: '  ' })).toBe(false);
  expect(isFiltered({ ...NO_FILTER, wait: 'to_listen' })).toBe(true);
});
