import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import type { Target } from '#connectors/target.ts';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import { seededRandom } from '#tests/sync/seeded-random.ts';
import { cutPower, makeImage } from './loop-image.ts';
import { NOTHING_COUNTED, type Outcome, stopwatch } from './outcome.ts';
import { freezeProcess } from './writer-process.ts';

const HUB = resolve(import.meta.dirname, '../../hub/index.ts');
const TOKEN = 'a-token-for-this-image-only';
const RECORDS_PER_BATCH = 5;
const MEDIA_BYTES = 300_000;

/** What a hub has said it holds. */
export interface HubAcks {
  readonly records: WireRecord[];
  readonly media: { sha256: string; bytes: Buffer }[];
}

interface HubProcess {
  readonly target: Target;
  freeze(): Promise<void>;
  kill(): Promise<void>;
}

async function startHub(data: string): Promise<HubProcess> {
  const child = spawn(process.execPath, [HUB, '--data', data, '--token', TOKEN], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  return {
    target: createHubTarget({ url, token: TOKEN }),
    freeze: () => freezeProcess(child),
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}

function upload(target: Target, { sha256, bytes }: HubAcks['media'][number], onRead: () => void, signal: AbortSignal) {
  return target.uploadMedia({
    source: {
      sizeBytes: bytes.length,
      async read(start, end) {
        onRead();
        return bytes.subarray(start, end);
      },
      close: async () => undefined,
    },
    sha256,
    mimeType: 'video/webm',
    kind: 'video',
    resumeUrl: null,
    onProgress: () => undefined,
    onResumeUrl: () => undefined,
    signal,
  });
}

/** Sends without end; what the hub acknowledged is in `acks` at once, and `onAcknowledged` is told of each batch and file. */
async function sendOn(
  { target, acks, onAcknowledged }: { target: Target; acks: HubAcks; onAcknowledged: () => void },
  signal: AbortSignal,
): Promise<void> {
  for (let seq = 1; !signal.aborted; seq += RECORDS_PER_BATCH) {
    const records = Array.from({ length: RECORDS_PER_BATCH }, (_, index) => sampleRecord({ seq: seq + index }));
    const batch = await target.sendBatch({ records, audit: null, signal });
    if (batch.kind === 'sent') {
      acks.records.push(...records);
      onAcknowledged();
    }
    const bytes = randomBytes(MEDIA_BYTES);
    const media = { sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
    const outcome = await upload(target, media, () => undefined, signal);
    if (outcome.kind === 'sent') {
      acks.media.push(media);
      onAcknowledged();
    }
  }
}

/** Asks a hub for everything it ever acknowledged. @returns what it does not know any more */
export async function missingAt(target: Target, acks: HubAcks): Promise<string[]> {
  const signal = AbortSignal.timeout(60_000);
  const missing: string[] = [];
  for (let at = 0; at < acks.records.length; at += 200) {
    const records = acks.records.slice(at, at + 200);
    const outcome = await target.sendBatch({ records, audit: null, signal });
    if (outcome.kind !== 'sent') throw new Error(JSON.stringify(outcome));
    // known is "duplicate"; whatever is taken as new had been lost
    for (const { status, id } of outcome.receipts) if (status !== 'duplicate') missing.push(`record ${String(id)}`);
  }
  for (const media of acks.media) {
    let wasRead = false;
    const outcome = await upload(target, media, () => (wasRead = true), signal);
    if (outcome.kind !== 'sent' || wasRead) missing.push(`file ${media.sha256}`);
  }
  return missing;
}

/** Runs a hub in a folder for as long as the work takes. */
export async function withHub<T>(data: string, work: (hub: HubProcess) => Promise<T>): Promise<T> {
  const hub = await startHub(data);
  try {
    return await work(hub);
  } finally {
    await hub.kill();
  }
}

async function cutOnce(random: () => number): Promise<{ acknowledged: number; missing: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'faults-hub-'));
  try {
    const image = await makeImage(folder);
    const acks: HubAcks = { records: [], media: [] };
    const left = await image.mounted((disk) =>
      withHub(join(disk, 'hub'), async (hub) => {
        const stop = new AbortController();
        const wanted = 1 + Math.floor(random() * 10);
        let count = 0;
        const enough = Promise.withResolvers<void>();
        const onAcknowledged = () => {
          count += 1;
          if (count >= wanted) enough.resolve();
        };
        const sending = sendOn({ target: hub.target, acks, onAcknowledged }, stop.signal);
        await Promise.race([enough.promise, sending]);
        // in the middle of whatever comes next
        await setTimeout(random() * 100);
        await hub.freeze();
        const copy = await cutPower(image);
        // answers that were on their way when it froze are not acknowledgements
        stop.abort();
        await sending;
        return copy;
      }),
    );
    const missing = await left.mounted((disk) => withHub(join(disk, 'hub'), ({ target }) => missingAt(target, acks)));
    return { acknowledged: acks.records.length + acks.media.length, missing };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** F22: the power goes at head office while kiosks send; the next start must know everything that was acknowledged. */
export async function runHubCuts(runs: number, seed: number): Promise<Outcome> {
  const random = seededRandom(seed);
  const seconds = stopwatch();
  const complaints: string[] = [];
  let [acknowledged, lost] = [0, 0];
  for (let run = 0; run < runs; run += 1) {
    const found = await cutOnce(random);
    acknowledged += found.acknowledged;
    lost += found.missing.length;
    for (const sentence of found.missing) complaints.push(`seed ${seed} cut ${run}: ${sentence}`);
  }
  const isAsPromised = complaints.length === 0 && acknowledged > 0;
  const figures = { runs, acknowledged, lost, isAsPromised, seconds: seconds(), complaints };
  return { ...NOTHING_COUNTED, kind: 'power cut at head office', ...figures };
}
