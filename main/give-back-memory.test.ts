import { expect, test } from 'vitest';
import { fakeClock } from '#main/session/interviews.fake.ts';
import type { SessionState } from '#shared/session.ts';
import { collectGarbage, startGivingBackMemory } from './give-back-memory.ts';

function start() {
  const clock = fakeClock();
  let tell = (_view: { state: SessionState }): void => undefined;
  let collected = 0;
  let isFailing = false;
  const logged: string[] = [];
  const memory = startGivingBackMemory({
    subscribe: (listener) => void (tell = listener),
    async collect() {
      collected += 1;
      if (isFailing) throw new Error('somebody debugs this program');
    },
    clock,
    log: (event) => void logged.push(event),
  });
  return {
    clock,
    memory,
    collected: () => collected,
    logged,
    fail: () => void (isFailing = true),
    show: (kind: 'idle' | 'notice') => tell({ state: { kind } }),
  };
}

test('once somebody has left and nobody has come, once', () => {
  const { clock, collected, show } = start();
  show('notice');
  clock.advance(60_000);
  expect(collected()).toBe(0);
  show('idle');
  expect(collected()).toBe(0);
  show('idle');
  clock.advance(60_000);
  expect(collected()).toBe(1);
  show('idle');
  clock.advance(60_000);
  expect(collected()).toBe(1);
});

test('not while the next one has begun, but after them', () => {
  const { clock, collected, show } = start();
  show('notice');
  show('idle');
  clock.advance(500);
  show('notice');
  clock.advance(60_000);
  expect(collected()).toBe(0);
  show('idle');
  clock.advance(60_000);
  expect(collected()).toBe(1);
});

test('a kiosk that nobody has used collects nothing, and a stopped one neither', () => {
  const { clock, collected, memory, show } = start();
  show('idle');
  clock.advance(60_000);
  expect(collected()).toBe(0);
  show('notice');
  show('idle');
  memory.stop();
  clock.advance(60_000);
  expect(collected()).toBe(0);
});

test('where it cannot be done the kiosk goes on, and the log says so', async () => {
  const { clock, fail, logged, show } = start();
  fail();
  show('notice');
  show('idle');
  clock.advance(60_000);
  await expect.poll(() => logged).toEqual(['memory.not_given_back']);
});

test('what nobody holds is gone at once; without collecting it is still there', async () => {
  const forget = () => new WeakRef({ said: 'I held the ladder' });
  const kept = forget();
  const gone = forget();
  // a weak reference is held until the turn that made it has ended
  await new Promise((done) => setImmediate(done));
  expect(kept.deref()).toBeDefined();
  await new Promise((done) => setImmediate(done));
  await collectGarbage();
  expect(gone.deref()).toBeUndefined();
});
