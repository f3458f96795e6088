import { expect, test } from 'vitest';
import { ConnectionLostError, PageRefusedError } from './carrier.ts';
import type { Carrier } from './carrier.ts';
import { followEvents } from './follow-events.ts';
import { ReconnectingLink } from './reconnecting-link.ts';

type Outcome = Error | 'open';

/** Carriers that open, or fail to, as told, and break on demand. The last outcome repeats. */
function fakeCarriers(outcomes: Outcome[]) {
  const breaks: (() => void)[] = [];
  const pauses: number[] = [];
  let opened = 0;
  const link = new ReconnectingLink({
    open: () => {
      const outcome = outcomes.length > 1 ? outcomes.shift() : outcomes[0];
      if (outcome instanceof Error) return Promise.reject(outcome);
      opened += 1;
      const number = opened;
      const { promise: closed, resolve } = Promise.withResolvers<void>();
      breaks.push(resolve);
      const carrier: Carrier = {
        link: { call: ([name]) => (name === 'never' ? new Promise(() => undefined) : Promise.resolve(number)) },
        closed,
      };
      return Promise.resolve(carrier);
    },
    wait: (delayMs) => {
      pauses.push(delayMs);
      return Promise.resolve();
    },
  });
  const states: string[] = [];
  link.subscribe(() => states.push(link.state));
  return { link, pauses, states, break: () => breaks.at(-1)?.() };
}

const options = { context: {} };

test('a first carrier that does not open is tried again with growing pauses, at most 2 s', async () => {
  const { link, pauses, states } = fakeCarriers([...Array.from({ length: 7 }, () => new Error('down')), 'open']);
  expect(link.state).toBe('connecting');
  await link.opened();
  expect(pauses).toEqual([100, 200, 400, 800, 1600, 2000, 2000]);
  expect(await link.call(['app', 'info'], undefined, options)).toBe(1);
  expect(states).toEqual(['connected']);
});

test('a refused page is not tried again', async () => {
  const { link, pauses, states } = fakeCarriers([new PageRefusedError('used token')]);
  await expect(link.opened()).rejects.toThrow(PageRefusedError);
  await expect(link.call(['app', 'info'], undefined, options)).rejects.toThrow(PageRefusedError);
  await expect.poll(() => states).toEqual(['refused']);
  expect(pauses).toEqual([]);
});

test('when the carrier breaks, a call under way is lost and the next one goes over the next carrier', async () => {
  const carriers = fakeCarriers(['open']);
  await carriers.link.opened();
  const underWay = carriers.link.call(['never'], undefined, options);
  carriers.break();
  await expect(underWay).rejects.toThrow(ConnectionLostError);
  await expect.poll(() => carriers.states).toEqual(['connected', 'reconnecting', 'connected']);
  expect(await carriers.link.call(['app', 'info'], undefined, options)).toBe(2);
});

test('a call that waits for a carrier can be given up', async () => {
  const { promise } = Promise.withResolvers<never>();
  const link = new ReconnectingLink({ open: () => promise, wait: () => Promise.resolve() });
  const leaving = new AbortController();
  const call = link.call(['app', 'info'], undefined, { ...options, signal: leaving.signal });
  leaving.abort(new Error('left the screen'));
  await expect(call).rejects.toThrow('left the screen');
});

test('events go on after the stream broke, and stop when nobody listens', async () => {
  const leaving = new AbortController();
  const seen: string[] = [];
  let opens = 0;
  async function* stream(number: number): AsyncGenerator<string> {
    yield await Promise.resolve(`event ${number}`);
    if (number === 1) throw new Error('broken');
    leaving.abort();
  }
  await followEvents(
    () => Promise.resolve(stream((opens += 1))),
    (event) => seen.push(event),
    leaving.signal,
    () => Promise.resolve(),
  );
  expect(seen).toEqual(['event 1', 'event 2']);
});
