import { expect, test } from 'vitest';
import { fakeClock } from '#main/session/interviews.fake.ts';
import { startReadingRows } from './read-rows.ts';

function start(next: (stretch: number) => boolean) {
  const clock = fakeClock();
  const seen = { stretches: 0, done: 0, logged: [] as string[] };
  let isUnattended = true;
  const reading = startReadingRows({
    rows: {
      next() {
        seen.stretches += 1;
        return next(seen.stretches);
      },
      status: () => ({ isDone: false, checked: 1, rows: 9 }),
    },
    isUnattended: () => isUnattended,
    onDone: () => (seen.done += 1),
    clock: { monotonicMs: () => clock.now().getTime(), after: clock.after },
    log: (event) => void seen.logged.push(event),
  });
  return { clock, reading, seen, occupy: () => void (isUnattended = false) };
}

test('one stretch after the other, and it is told when all is read', () => {
  const { clock, seen } = start((stretch) => stretch < 5);
  expect(seen.stretches).toBe(0);
  clock.advance(60_000);
  expect(seen).toEqual({ stretches: 5, done: 1, logged: ['store.rows_read'] });
});

test('somebody who uses the kiosk comes first: then it goes on more slowly', () => {
  const { clock, seen, occupy } = start(() => true);
  clock.advance(1000);
  const before = seen.stretches;
  occupy();
  clock.advance(25);
  clock.advance(1000);
  expect(before).toBeGreaterThan(20);
  expect(seen.stretches - before).toBeLessThan(7);
  expect(seen.stretches - before).toBeGreaterThan(2);
});

test('damage ends it: who opened the store is told by the store itself', () => {
  const { clock, seen } = start((stretch) => {
    if (stretch === 2) throw new Error('row 3 of answers was changed');
    return true;
  });
  clock.advance(60_000);
  expect(seen).toEqual({ stretches: 2, done: 0, logged: ['store.rows_check_failed'] });
});

test('stopped, it reads no more', () => {
  const { clock, reading, seen } = start(() => true);
  clock.advance(100);
  const before = seen.stretches;
  reading.stop();
  clock.advance(60_000);
  expect(seen.stretches).toBe(before);
});
