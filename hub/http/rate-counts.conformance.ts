import Fastify from 'fastify';
import rateLimit from '@fastify/rate-limit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RateCounts } from './rate-counts.ts';
import { sharedRateStore } from './shared-rate-store.ts';

/** The counts as each of two hubs has them. */
export interface CountsOfTwo {
  readonly hubs: readonly [RateCounts, RateCounts];
  close(): Promise<void>;
}

/** What is promised of counts. `open` gives them empty, by the clock that is given. */
export function rateCountsConformance(name: string, open: (now: () => Date) => Promise<CountsOfTwo>): void {
  describe(`${name}: counts`, () => {
    let nowMs = 0;
    let opened: CountsOfTwo;
    beforeEach(async () => {
      nowMs = Date.parse('2026-11-22T08:00:00Z');
      opened = await open(() => new Date(nowMs));
    });
    afterEach(() => opened.close());
    const add = (hub: 0 | 1, bucket = 'a') => opened.hubs[hub].add(bucket, 60_000);

    test('two hubs count together, each bucket by itself, until its window is over', async () => {
      expect(await add(0)).toEqual({ count: 1, leftMs: 60_000 });
      nowMs += 20_000;
      expect(await add(1)).toEqual({ count: 2, leftMs: 40_000 });
      expect(await add(1, 'b')).toEqual({ count: 1, leftMs: 60_000 });
      nowMs += 39_999;
      expect(await add(0)).toEqual({ count: 3, leftMs: 1 });
      nowMs += 1;
      expect(await add(1)).toEqual({ count: 1, leftMs: 60_000 });
      expect(await add(0, 'b')).toMatchObject({ count: 2 });
    });

    test('of thirty at once at both hubs none is missed', async () => {
      const counts = await Promise.all(Array.from({ length: 30 }, (_, index) => add(index % 2 === 0 ? 0 : 1)));
      expect(counts.map(({ count }) => count).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 30 }, (_, index) => index + 1),
      );
    });

    test('a try that is taken back does not count, at either hub; never less than none', async () => {
      await add(0);
      await add(0);
      await opened.hubs[1].takeBack('a');
      await opened.hubs[1].takeBack('never counted');
      expect(await add(0)).toMatchObject({ count: 2 });
      for (let times = 0; times < 5; times += 1) await opened.hubs[0].takeBack('a');
      expect(await add(1)).toMatchObject({ count: 1 });
    });

    test('a clock that is set back shuts nobody out for as long as it was wrong', async () => {
      await add(0);
      nowMs -= 3_600_000;
      expect(await add(0)).toEqual({ count: 1, leftMs: 60_000 });
    });

    test('a hub whose clock is some seconds behind still counts with the other', async () => {
      await add(0);
      nowMs -= 20_000;
      expect(await add(1)).toEqual({ count: 2, leftMs: 60_000 });
    });

    test('what is over is swept away, what is not stays', async () => {
      await add(0);
      nowMs += 30_000;
      await add(0, 'b');
      nowMs += 30_000;
      await opened.hubs[1].sweep();
      expect(await add(1, 'b')).toMatchObject({ count: 2 });
    });

    test('servers of two hubs limit a caller together, and each limited route by itself', async () => {
      const servers = await Promise.all(
        opened.hubs.map(async (counts) => {
          const server = Fastify();
          await server.register(rateLimit, { store: sharedRateStore(counts), max: 5, timeWindow: '1 minute' });
          server.get('/', async () => 'ok');
          server.get('/tries', { config: { rateLimit: { max: 2, timeWindow: '1 minute' } } }, async () => 'ok');
          return server;
        }),
      );
      const ask = async (hub: number, url: string, remoteAddress = '192.0.2.1') =>
        servers[hub]?.inject({ url, remoteAddress });
      const statuses: unknown[] = [];
      for (const hub of [0, 1, 0, 1, 0]) statuses.push((await ask(hub, '/tries'))?.statusCode);
      expect(statuses).toEqual([200, 200, 429, 429, 429]);
      expect((await ask(1, '/tries', '192.0.2.2'))?.statusCode).toBe(200);
      expect((await ask(1, '/'))?.headers).toMatchObject({ 'x-ratelimit-remaining': '4', 'x-ratelimit-reset': '60' });
      // who is over is no longer counted: a flood costs the database nothing
      expect(await opened.hubs[0].add('GET /tries: 192.0.2.1', 60_000)).toMatchObject({ count: 5 });
      await Promise.all(servers.map((server) => server.close()));
    });
  });
}
