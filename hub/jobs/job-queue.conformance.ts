import { afterEach, describe, expect, test } from 'vitest';
import type { HubDatabase } from '../database/database.ts';
import { createJobQueue, type JobQueue, type NewJob } from './job-queue.ts';
import { runJobs, type JobHandler } from './run-jobs.ts';

const START = Date.parse('2026-11-22T08:00:00.000Z');
const MINUTE_MS = 60_000;
const later = { 'zh-CN': '稍后再试', en: 'later' };

/** What a queue promises over either engine. `open` gives an empty database. */
export function jobQueueConformance(name: string, open: () => Promise<HubDatabase>): void {
  describe(`${name} keeps the promises of JobQueue`, () => {
    let nowMs = START;
    const opened: HubDatabase[] = [];
    async function fresh(): Promise<{ database: HubDatabase; queue: JobQueue }> {
      nowMs = START;
      const database = await open();
      opened.push(database);
      return { database, queue: createJobQueue({ database, now: () => new Date(nowMs), random: () => 0.5 }) };
    }
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((database) => database.close()));
    });
    const job = (uniqueKey: string, more: Partial<NewJob> = {}): NewJob => ({
      kind: 'test',
      uniqueKey,
      subject: null,
      payload: { text: `payload of ${uniqueKey}` },
      ...more,
    });
    const enqueue = (database: HubDatabase, queue: JobQueue, each: NewJob) =>
      database.transaction((queries) => queue.enqueue(queries, each));
    const states = async (queue: JobQueue) =>
      (await queue.list({ limit: 100 })).map(({ uniqueKey, state }) => `${uniqueKey} ${state}`);

    test('a decision that is undone leaves no job, one that stands leaves one for ever', async () => {
      const { database, queue } = await fresh();
      const undone = database.transaction(async (queries) => {
        await queue.enqueue(queries, job('a'));
        throw new Error('stop');
      });
      await expect(undone).rejects.toThrow('stop');
      expect(await queue.claim(['test'])).toBeNull();
      expect(await enqueue(database, queue, job('a'))).toBe(true);
      expect(await enqueue(database, queue, job('a'))).toBe(false);
      const claimed = await queue.claim(['test']);
      expect(claimed).toMatchObject({ uniqueKey: 'a', attempt: 1, payload: { text: 'payload of a' } });
      if (claimed === null) throw new Error('It was due.');
      expect(await queue.settle(claimed, { kind: 'done' })).toBe(true);
      expect(await enqueue(database, queue, job('a'))).toBe(false);
      expect(await queue.claim(['test'])).toBeNull();
    });

    test('two runners at once do each job once', async () => {
      const { database, queue } = await fresh();
      const keys = Array.from({ length: 30 }, (_, index) => `job-${index}`);
      for (const key of keys) await enqueue(database, queue, job(key));
      const done: string[] = [];
      const handler: JobHandler = async ({ uniqueKey }) => {
        await new Promise((resolve) => setImmediate(resolve));
        done.push(uniqueKey);
        return { kind: 'done' };
      };
      const runners = [1, 2].map(() =>
        runJobs({ queue, handlers: new Map([['test', handler]]), log: () => undefined }),
      );
      await Promise.all(runners.map((runner) => runner.idle()));
      await Promise.all(runners.map((runner) => runner.close()));
      expect(done.toSorted()).toEqual(keys.toSorted());
    });

    test('killed after the effect and before its end was noted: run again with the same key, and the first one notes nothing', async () => {
      const { database, queue } = await fresh();
      await enqueue(database, queue, job('a'));
      const effects = new Set<string>();
      const killed = await queue.claim(['test']);
      effects.add(killed?.uniqueKey ?? '');
      expect(await queue.claim(['test'])).toBeNull();
      nowMs += 6 * MINUTE_MS;
      const second = await queue.claim(['test']);
      expect(second).toMatchObject({ uniqueKey: 'a', attempt: 2, payload: { text: 'payload of a' } });
      effects.add(second?.uniqueKey ?? '');
      expect(effects.size).toBe(1);
      if (killed === null || second === null) throw new Error('There was one to claim.');
      expect(await queue.settle(killed, { kind: 'fatal', detail: later })).toBe(false);
      expect(await queue.settle(second, { kind: 'done' })).toBe(true);
      expect(await states(queue)).toEqual(['a done']);
    });

    test('retries spread over days, honour the target, end as dead with the sentence, and a person tries again', async () => {
      const { database, queue } = await fresh();
      await enqueue(database, queue, job('a'));
      const waits: number[] = [];
      const early: unknown[] = [];
      for (let attempt = 1; attempt <= 20; attempt += 1) {
        const claimed = await queue.claim(['test']);
        if (claimed === null) throw new Error(`Attempt ${attempt} was not due.`);
        await queue.settle(claimed, {
          kind: 'transient',
          detail: later,
          retryAfterMs: attempt === 2 ? 10 * MINUTE_MS : undefined,
        });
        const [row] = await queue.list({ limit: 1 });
        waits.push(Date.parse(row?.runAt ?? '') - nowMs);
        if (attempt === 20) continue;
        early.push(await queue.claim(['test']));
        nowMs = Date.parse(row?.runAt ?? '');
      }
      expect(early.filter((each) => each !== null)).toEqual([]);
      expect(waits.slice(0, 4)).toEqual([22_500, 10 * MINUTE_MS, 90_000, 180_000]);
      expect(nowMs - START).toBeGreaterThan(2 * 24 * 60 * MINUTE_MS);
      const [dead] = await queue.list({ limit: 1, state: 'dead' });
      expect(dead).toMatchObject({ state: 'dead', attempts: 20, lastError: later });
      await database.transaction((queries) => queue.retry(queries, dead?.id ?? 0));
      expect(await queue.claim(['test'])).toMatchObject({ attempt: 1, payload: { text: 'payload of a' } });
    });

    test('what can never work is dead at once and blocks nothing behind it', async () => {
      const { database, queue } = await fresh();
      for (const key of ['poison', 'good']) await enqueue(database, queue, job(key));
      const runner = runJobs({
        queue,
        handlers: new Map([
          [
            'test',
            async ({ uniqueKey }) => (uniqueKey === 'good' ? { kind: 'done' } : { kind: 'fatal', detail: later }),
          ],
        ]),
        log: () => undefined,
      });
      await runner.idle();
      await runner.close();
      expect(await states(queue)).toEqual(['good done', 'poison dead']);
    });

    test('a handler that throws is tried again, and its text goes nowhere', async () => {
      const { database, queue } = await fresh();
      await enqueue(database, queue, job('a'));
      const logged: unknown[] = [];
      const runner = runJobs({
        queue,
        handlers: new Map([
          [
            'test',
            async () => {
              throw new Error('https://key-7@example.com');
            },
          ],
        ]),
        log: (event, fields) => logged.push({ event, fields }),
      });
      await runner.idle();
      await runner.close();
      expect(await states(queue)).toEqual(['a waiting']);
      expect(JSON.stringify([logged, await queue.list({ limit: 10 })])).not.toContain('key-7');
    });

    test('a clock that is set back keeps nothing waiting; one that is set forward loses nothing', async () => {
      const { database, queue } = await fresh();
      await enqueue(database, queue, job('waiting'));
      const first = await queue.claim(['test']);
      if (first === null) throw new Error('It was due.');
      await queue.settle(first, { kind: 'transient', detail: later });
      await enqueue(database, queue, job('running'));
      await queue.claim(['test']);
      nowMs -= 30 * 24 * 60 * MINUTE_MS;
      const again = [await queue.claim(['test']), await queue.claim(['test'])];
      expect(new Set(again.map((each) => each?.uniqueKey))).toEqual(new Set(['running', 'waiting']));
      nowMs += 60 * 24 * 60 * MINUTE_MS;
      const ends: boolean[] = [];
      for (const each of again) if (each !== null) ends.push(await queue.settle(each, { kind: 'done' }));
      expect(ends).toEqual([true, true]);
      expect(await queue.claim(['test'])).toBeNull();
    });

    test('a person who is deleted leaves no payload and no work', async () => {
      const { database, queue } = await fresh();
      await enqueue(database, queue, job('of-her', { subject: 'her' }));
      await enqueue(database, queue, job('of-him', { subject: 'him' }));
      expect(await database.transaction((queries) => queue.forget(queries, ['her']))).toBe(1);
      expect(await queue.claim(['test'])).toMatchObject({ uniqueKey: 'of-him' });
      expect(await queue.claim(['test'])).toBeNull();
      const rows = await database.all('select payload from queue_jobs where subject = ?', 'her');
      expect(rows).toEqual([{ payload: '{}' }]);
    });
  });
}
