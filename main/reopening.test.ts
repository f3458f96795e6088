import { expect, test } from 'vitest';
import type { SessionId } from '#shared/ids.ts';
import { openReopening } from './reopening.ts';

const SESSION = '0195a3c0-0000-7000-8000-000000000001' as SessionId;

/** A store that breaks when the test says so, and the time of the test. */
async function start(cannotOpen: () => boolean = () => false) {
  let nowMs = 0;
  const did: string[] = [];
  let fail: (error: Error) => void = () => undefined;
  const reopening = await openReopening({
    async open(onBroken, goOnWith) {
      if (did.length > 0 && cannotOpen()) {
        did.push('cannot');
        throw new Error('EIO');
      }
      did.push(`open ${goOnWith ?? 'fresh'}`);
      fail = onBroken;
      return { sessionId: () => SESSION, close: async () => void did.push('close') };
    },
    async rest(error) {
      did.push(`rest ${String(error)}`);
      return { close: async () => void did.push('unrest') };
    },
    nowMs: () => nowMs,
    pause: async () => undefined,
    log: () => undefined,
  });
  const breakNow = async (times = 1) => {
    for (let time = 0; time < times; time += 1) {
      const before = did.length;
      fail(new Error('EIO'));
      await expect
        .poll(() => did.length > before && reopening.current() !== undefined && did.at(-1) !== 'close')
        .toBe(true);
    }
  };
  return { did, reopening, breakNow, later: (ms: number) => (nowMs += ms), broken: () => fail };
}

test('what broke is closed, opened again, and the same interview goes on', async () => {
  const { did, breakNow, reopening } = await start();
  await breakNow();
  expect(did).toEqual(['open fresh', 'close', `open ${SESSION}`]);
  expect(reopening.current()).not.toBeNull();
  await reopening.close();
  expect(did.at(-1)).toBe('close');
});

test('after three times in ten minutes it rests, and time makes up for it', async () => {
  const { did, breakNow, reopening, later } = await start();
  await breakNow(3);
  later(10 * 60_000);
  await breakNow(3);
  expect(reopening.current()).not.toBeNull();
  await breakNow();
  expect(did.at(-1)).toBe('rest Error: EIO');
  expect(reopening.current()).toBeNull();
  await reopening.close();
  expect(did.at(-1)).toBe('unrest');
});

test('a store that cannot be opened again is tried three times', async () => {
  const { did, broken } = await start(() => true);
  broken()(new Error('EIO'));
  await expect.poll(() => did.at(-1)).toBe('rest Error: EIO');
  expect(did.filter((each) => each === 'cannot')).toHaveLength(3);
});

test('a failure of what was closed long ago changes nothing', async () => {
  const { did, breakNow, broken } = await start();
  const first = broken();
  await breakNow();
  first(new Error('late'));
  await breakNow();
  expect(did.filter((each) => each === 'close')).toHaveLength(2);
});
