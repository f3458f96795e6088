import { expect, test } from 'vitest';
import type { SessionFilter } from './ports.ts';
import { todayView } from './today.ts';

test('counts what waits on any day, and of today how it went, by the calendar of this machine', () => {
  const asked: SessionFilter[] = [];
  const view = todayView(
    (filter) => {
      asked.push(filter);
      return filter.phase === 'draft' || filter.phase === 'sealed' ? 1 : asked.length;
    },
    new Date(2026, 2, 1, 0, 5),
  );
  expect(view.date).toBe('2026-03-01');
  expect(view.goingOn).toBe(2);
  const ofWaits = asked.filter(({ wait, to, purpose }) => wait !== null && to === null && purpose === 'hiring');
  expect(ofWaits.map(({ wait }) => wait)).toEqual(Object.keys(view.waits));
  expect(asked.filter(({ purpose }) => purpose !== 'hiring').map(({ purpose, wait }) => [purpose, wait])).toEqual([
    ['promotion', 'undecided'],
    ['training', 'undecided'],
    ['exit', 'undecided'],
  ]);
  // the day before the first of March
  expect(asked.find(({ to }) => to === '2026-02-28')).toMatchObject({ wait: 'undecided', from: null });
  for (const phase of ['finalized', 'draft', 'sealed', 'withdrawn'])
    expect(asked).toContainEqual(expect.objectContaining({ phase, from: '2026-03-01', to: '2026-03-01' }));
});
