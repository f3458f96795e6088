import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setInterval } from 'node:timers/promises';
import postgres from 'postgres';
import { z } from 'zod';
import { emptySchema } from '#hub/database/postgres-schema.fake.ts';
import { startFakeObjectStore } from '#hub/media/s3-server.fake.ts';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import { startHubProcess } from './hub-process.ts';
import { startRoundRobin } from './round-robin.ts';
import { seededRandom } from './seeded-random.ts';
import { createBench, getFrom } from './sync-bench.ts';

/** What came of it. `held` and `filesHeld` are what the hub has; all of it was looked at. */
export interface ReplicasOutcome {
  readonly sent: number;
  readonly held: number;
  readonly twice: number;
  readonly files: number;
  readonly filesHeld: number;
  readonly seconds: number;
}

const FORGET_SENDERS = `
  create function forget() returns trigger language plpgsql as $$
    begin new.device_id := new.device_id || '-' || gen_random_uuid(); return new; end $$;
  create trigger forget before insert on records for each row execute function forget();`;

/** Longest a run may take, on a busy machine too. */
const WAIT_MS = 240_000;

/**
 * Two replicas of a hub on one PostgreSQL database and one bucket, behind a round-robin proxy; many kiosks send at once, and one
 * replica is killed when a third has arrived.
 *
 * Some answers of the hub are lost on their way, so that a record comes again, often to the other replica.
 *
 * @param options.lostAnswerRate share of the answers that are lost, 0–1; a short run needs a high one for its control to find anything
 * @param options.knowsSenders false makes the database forget by whom a record came, so that none is known when it comes again: the
 *   control, which must find some twice
 */
export async function runReplicas(options: {
  readonly postgresUrl: string;
  readonly kiosks: number;
  readonly recordsEach: number;
  readonly filesEach: number;
  readonly seed: number;
  readonly lostAnswerRate: number;
  readonly knowsSenders?: boolean;
}): Promise<ReplicasOutcome> {
  const started = performance.now();
  const bench = createBench();
  try {
    const databaseUrl = await emptySchema(options.postgresUrl);
    const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
    bench.onEnd(() => sql.end());
    const bucket = await startFakeObjectStore();
    bench.onEnd(bucket.close);
    const folder = await mkdtemp(join(tmpdir(), 'anteroom-replicas-'));
    bench.onEnd(() => rm(folder, { recursive: true, force: true }));
    const start = (name: string) =>
      startHubProcess(join(folder, name), 0, {
        arguments: [
          '--token',
          'the-token-of-the-fleet',
          '--media',
          `${bucket.address.url}?region=${bucket.address.region}`,
        ],
        environment: {
          ANTEROOM_HUB_DATABASE: databaseUrl,
          AWS_ACCESS_KEY_ID: bucket.address.accessKeyId,
          AWS_SECRET_ACCESS_KEY: bucket.address.secretAccessKey,
        },
      });
    const replicas = await Promise.all([start('one'), start('other')]);
    bench.onEnd(() => Promise.all(replicas.map((replica) => replica.stop('SIGKILL'))));
    if (options.knowsSenders === false) await sql.unsafe(FORGET_SENDERS);
    const proxy = await startRoundRobin(
      replicas.map(({ port }) => port),
      { lostAnswerRate: options.lostAnswerRate, random: seededRandom(options.seed) },
    );
    bench.onEnd(proxy.close);

    const [token, sent] = [replicas[0].token, options.kiosks * options.recordsEach];
    const senders = await Promise.all(
      Array.from({ length: options.kiosks }, async (_, kiosk) => {
        const records = Array.from({ length: options.recordsEach }, (_each, seq) =>
          sampleRecord({ deviceId: `kiosk-${kiosk}`, sessionId: `session-${kiosk}`, seq }),
        );
        const files = await Promise.all(
          Array.from({ length: options.filesEach }, () => bench.mediaFile(300_000 + kiosk)),
        );
        const sender = bench.sender(proxy.url, token, {
          settings: { batchRecords: 10 },
          limits: { chunkBytes: 64 * 1024, batchMs: 30_000, stallMs: 30_000, probeMs: 10_000 },
          fill: (outbox) => {
            for (const record of records) outbox.addRecord(record);
            for (const file of files) outbox.addMedia(file);
          },
        });
        return { sender, files };
      }),
    );
    const arrived = async (): Promise<number> => {
      const [row] = await sql`select count(*) "count" from records`;
      return z.object({ count: z.coerce.number() }).parse(row).count;
    };
    const isDone = senders.map(({ sender }) =>
      sender.until(({ counts }) => counts.waiting === 0 && counts.mediaWaiting === 0, WAIT_MS),
    );
    // no event tells of it: the replicas are other processes
    for await (const _ of setInterval(20)) if ((await arrived()) >= sent / 3) break;
    await replicas[0].stop('SIGKILL');
    await Promise.all(isDone);

    const [row] = await sql`select count(*) "all", count(distinct id) "different" from records`;
    const counted = z.object({ all: z.coerce.number(), different: z.coerce.number() }).parse(row);
    let filesHeld = 0;
    const survivor = { url: replicas[1].url, token };
    for (const { sha256 } of senders.flatMap(({ files }) => files)) {
      const answer = await getFrom(survivor, `/v1/media/${sha256}`);
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (createHash('sha256').update(bytes).digest('hex') === sha256) filesHeld += 1;
    }
    return {
      sent,
      held: counted.different,
      twice: counted.all - counted.different,
      files: options.kiosks * options.filesEach,
      filesHeld,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await bench.close();
  }
}

// node tests/sync/replicas.ts [KIOSKS [RECORDS [FILES]]]
if (process.argv[1] === import.meta.filename) {
  const { startPostgres } = await import('#tests/fixtures/postgres.ts');
  const server = await startPostgres();
  if (typeof server === 'string') {
    console.log(`skipped: ${server}`);
  } else {
    const [kiosks = 50, recordsEach = 60, filesEach = 1] = process.argv.slice(2).map(Number);
    try {
      const seed = Date.now() % 1_000_000;
      console.log(`seed ${seed}`);
      const load = { postgresUrl: server.url, kiosks, recordsEach, filesEach, seed, lostAnswerRate: 0.1 };
      const outcome = await runReplicas(load);
      const control = await runReplicas({ ...load, filesEach: 0, knowsSenders: false });
      console.table({
        'two replicas, one killed': outcome,
        'control: senders forgotten': control,
      });
      const isRight = outcome.held === outcome.sent && outcome.twice === 0 && outcome.filesHeld === outcome.files;
      if (control.twice === 0) console.log('The control found nothing twice: this run could not have failed.');
      process.exitCode = isRight && control.twice > 0 ? 0 : 1;
    } finally {
      await server.stop();
    }
  }
}
