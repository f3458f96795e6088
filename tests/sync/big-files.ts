import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { startChaosProxy } from './chaos-proxy.ts';
import { startHubProcess } from './hub-process.ts';
import { createBench, getFrom } from './sync-bench.ts';

const PIECE_BYTES = 1024 * 1024;

/** Makes a file of random bytes piece by piece, and its hash. */
async function makeFile(path: string, sizeBytes: number): Promise<string> {
  const file = await open(path, 'w');
  try {
    for (let at = 0; at < sizeBytes; at += PIECE_BYTES)
      await file.write(randomBytes(Math.min(PIECE_BYTES, sizeBytes - at)));
  } finally {
    await file.close();
  }
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/**
 * Uploads large files over a link that is cut at random, by the kiosk's sender with its shipped piece size.
 * @returns `amplification`: bytes that clients sent, everything counted, over the bytes of the files.
 */
export async function sendBigFiles(
  folder: string,
  options: { count: number; sizeBytes: number; cutMeanBytes: number; random: () => number },
): Promise<{ amplification: number; cuts: number; isWhole: boolean }> {
  const bench = createBench();
  try {
    const hub = await startHubProcess(join(folder, 'big-hub'));
    bench.onEnd(() => hub.stop('SIGTERM'));
    const proxy = await startChaosProxy(hub.port, options.random);
    bench.onEnd(proxy.close);
    proxy.chaos.cutMeanBytes = options.cutMeanBytes;
    const files: { sha256: string; path: string }[] = [];
    for (let index = 0; index < options.count; index += 1) {
      const path = join(folder, `big-${index}.webm`);
      files.push({ sha256: await makeFile(path, options.sizeBytes), path });
    }
    const { until } = bench.sender(proxy.url, hub.token, {
      limits: { batchMs: 60_000, stallMs: 30_000 },
      fill: (outbox) => {
        for (const file of files)
          outbox.addMedia({ ...file, sizeBytes: options.sizeBytes, mimeType: 'video/webm', kind: 'video' });
      },
    });
    await until(({ counts }) => counts.mediaWaiting === 0, 3_600_000);
    let isWhole = true;
    for (const { sha256 } of files) {
      const { body } = await getFrom(hub, `/v1/media/${sha256}`);
      const hash = createHash('sha256');
      if (body !== null) for await (const piece of body) hash.update(piece as Uint8Array);
      isWhole &&= hash.digest('hex') === sha256;
    }
    return { amplification: proxy.sentBytes() / (options.count * options.sizeBytes), cuts: proxy.cuts(), isWhole };
  } finally {
    await bench.close();
  }
}
