import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  CATALOG,
  FILES,
  makePlaces,
  NOON,
  ROOMY,
  sha256Of,
  someBytes,
  writeFiles,
} from '#tests/models/small-models.ts';
import { fetchModel, type FetchOptions } from './fetch-model.ts';
import type { ModelProgress } from './ports.ts';
import { removeModel } from './remove-model.ts';

const BIG = FILES.big['model.int8.onnx'];
type Answer = (request: IncomingMessage, response: ServerResponse, bytes: Buffer) => void;

let places: Awaited<ReturnType<typeof makePlaces>>;
let server: Server;
let base: string;
/** How the big file is answered; tokens are always honest. The last one is used for all later requests. */
let answers: Answer[];
let ranges: (string | undefined)[];
let hangUp: { at: number; now: () => void } | null;

beforeEach(async () => {
  places = await makePlaces();
  answers = [honest];
  ranges = [];
  hangUp = null;
  server = createServer((request, response) => {
    const name = request.url?.split('/').at(-1) ?? '';
    const bytes = { ...FILES.unknown, ...FILES.big }[name];
    if (bytes === undefined) return void response.writeHead(404).end();
    if (name !== 'model.int8.onnx') return honest(request, response, bytes);
    ranges.push(request.headers.range);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer?.(request, response, bytes);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/models`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  await places.remove();
});

function honest(request: IncomingMessage, response: ServerResponse, bytes: Buffer): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? Number.NaN);
  if (Number.isNaN(start)) {
    response.writeHead(200, { 'content-length': bytes.length, etag: '"v1"' }).end(bytes);
  } else if (start >= bytes.length) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
  } else {
    response
      .writeHead(206, {
        'content-length': bytes.length - start,
        'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
      })
      .end(bytes.subarray(start));
  }
}

/** Sends part of what it promised, and hangs up once that has arrived: what is still on its way would be lost. */
function cutsAfter(count: number): Answer {
  return (request, response, bytes) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const [status, headers] =
      start === 0
        ? [200, { 'content-length': bytes.length, etag: '"v1"' }]
        : [
            206,
            {
              'content-length': bytes.length - start,
              'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
            },
          ];
    response.writeHead(status, headers);
    hangUp = { at: start + count, now: () => response.socket?.destroy() };
    response.write(bytes.subarray(start, start + count));
  };
}

function arrived({ doneBytes }: ModelProgress): void {
  if (hangUp !== null && doneBytes >= hangUp.at) hangUp.now();
}

function fetching(change: Partial<FetchOptions> = {}) {
  return fetchModel({
    catalog: CATALOG,
    places,
    id: 'big',
    from: base,
    isTrusted: false,
    disk: ROOMY,
    now: NOON,
    onProgress: arrived,
    fetch,
    wait: () => Promise.resolve(),
    stallMs: 10_000,
    ...change,
  });
}

const inStore = async () => (await readdir(places.storeDirectory)).toSorted();
const partBytes = () => readFile(join(places.storeDirectory, '.partial-big', 'model.int8.onnx'));
const installedBytes = () => readFile(join(places.storeDirectory, 'big', 'model.int8.onnx'));

test('a model is downloaded, checked and there; a second call downloads nothing', async () => {
  const seen: ModelProgress[] = [];
  const { model, isNew } = await fetching({ onProgress: (progress) => seen.push(progress) });
  expect([model.entry.id, isNew]).toEqual(['big', true]);
  expect(sha256Of(await installedBytes())).toBe(sha256Of(BIG));
  expect(await readdir(join(places.storeDirectory, 'big'))).toEqual([
    'installed.json',
    'model.int8.onnx',
    'tokens.txt',
  ]);
  expect(seen.at(-1)).toEqual({ modelId: 'big', file: 'tokens.txt', doneBytes: 302_000, totalBytes: 302_000 });

  expect(await fetching()).toMatchObject({ isNew: false });
  expect(ranges).toEqual([undefined]);
});

test('a connection that is cut again and again goes on where it stopped', async () => {
  answers = [cutsAfter(70_000), cutsAfter(50_000), cutsAfter(100_000), honest];
  await fetching();
  expect(sha256Of(await installedBytes())).toBe(sha256Of(BIG));
  expect(ranges).toEqual([undefined, 'bytes=70000-', 'bytes=120000-', 'bytes=220000-']);
});

test('a sender that keeps hanging up is given up, and the next call goes on from there', async () => {
  const waits: number[] = [];
  answers = [cutsAfter(70_000), (_request, response) => response.socket?.destroy()];
  await expect(fetching({ wait: async (ms) => void waits.push(ms) })).rejects.toMatchObject({
    kind: 'input',
    message: expect.stringMatching(
      /cannot be downloaded: .*Check the network.*The first 70000 bytes are kept: call this again/s,
    ),
  });
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(await inStore()).toEqual(['.partial-big']);
  expect(await partBytes()).toHaveLength(70_000);

  answers = [honest];
  ranges = [];
  await fetching();
  expect(ranges).toEqual(['bytes=70000-']);
  expect(sha256Of(await installedBytes())).toBe(sha256Of(BIG));
});

test('a sender that goes silent is hung up on', async () => {
  answers = [
    (_request, response, bytes) =>
      void response.writeHead(200, { 'content-length': bytes.length }).write(bytes.subarray(0, 1_000)),
    honest,
  ];
  await fetching({ stallMs: 200 });
  expect(ranges).toEqual([undefined, 'bytes=1000-']);
  expect(sha256Of(await installedBytes())).toBe(sha256Of(BIG));
});

test('a sender that knows no ranges is read from the start', async () => {
  answers = [
    cutsAfter(70_000),
    (_request, response, bytes) => response.writeHead(200, { 'content-length': bytes.length }).end(bytes),
  ];
  await fetching();
  expect(ranges).toEqual([undefined, 'bytes=70000-']);
  expect(sha256Of(await installedBytes())).toBe(sha256Of(BIG));
});

test('a file that changed at the sender between two calls is read from the start', async () => {
  const tags: (string | undefined)[] = [];
  answers = [
    cutsAfter(70_000),
    (request, response, bytes) => {
      tags.push(request.headers['if-range'] as string | undefined);
      response.writeHead(200, { 'content-length': bytes.length, etag: '"v2"' }).end(bytes);
    },
  ];
  await fetching();
  expect(tags).toEqual(['"v1"']);
});

test.each<[string, Answer, RegExp]>([
  [
    'announces another length',
    (_q, r) => r.writeHead(200, { 'content-length': 10 }).end('0123456789'),
    /it has 10 bytes instead of 300000/,
  ],
  [
    'sends more than the file has',
    (_q, r, bytes) => r.writeHead(200).end(Buffer.concat([bytes, bytes])),
    /it sends more than 300000 bytes/,
  ],
  [
    'sends other bytes',
    (_q, r) => r.writeHead(200).end(someBytes(99, 300_000)),
    /sends other bytes than the catalogue knows \(sha256 [0-9a-f]{64}\)/,
  ],
])('a sender that %s installs nothing, and nothing of it is kept', async (_case, answer, sentence) => {
  answers = [answer];
  await expect(fetching()).rejects.toMatchObject({ kind: 'verification', message: expect.stringMatching(sentence) });
  expect(await readdir(join(places.storeDirectory, '.partial-big'))).toEqual([]);
  expect(await inStore()).toEqual(['.partial-big']);
});

test('a sender that answers a range with another part is not believed', async () => {
  answers = [
    cutsAfter(70_000),
    (_request, response, bytes) =>
      response
        .writeHead(206, {
          'content-length': bytes.length,
          'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}`,
        })
        .end(bytes),
  ];
  await expect(fetching()).rejects.toThrow(/another part of the file than it was asked for/);
  expect(await readdir(join(places.storeDirectory, '.partial-big'))).toEqual([]);
});

test('a part that was damaged on the disk is found by the hash and thrown away', async () => {
  answers = [cutsAfter(70_000), (_request, response) => response.socket?.destroy()];
  await expect(fetching()).rejects.toThrow(/70000 bytes are kept/);
  const part = join(places.storeDirectory, '.partial-big', 'model.int8.onnx');
  await writeFile(part, someBytes(5, 70_000));
  answers = [honest];
  await expect(fetching()).rejects.toMatchObject({ kind: 'verification' });
  expect(await fetching()).toMatchObject({ isNew: true });
});

test('an address without the file says what the sender answered, without trying again', async () => {
  answers = [(_request, response) => response.writeHead(404).end('not here')];
  await expect(fetching()).rejects.toMatchObject({
    kind: 'input',
    message: expect.stringMatching(/answers 404\. Check the address/),
  });
  expect(ranges).toHaveLength(1);
});

test('a busy sender is asked again', async () => {
  answers = [(_request, response) => response.writeHead(503).end(), honest];
  await fetching();
  expect(ranges).toHaveLength(2);
});

test('nobody who listens at the address is a sentence', async () => {
  await expect(fetching({ from: 'http://127.0.0.1:9/' })).rejects.toThrow(
    /cannot be downloaded: .*Check the network and the address/,
  );
});

test('a model without known bytes is fetched for a person who trusts it, also when a file had come whole before a break', async () => {
  await expect(fetching({ id: 'unknown' })).rejects.toThrow(/--trust/);
  await writeFiles(join(places.storeDirectory, '.partial-unknown'), { 'encoder.onnx': FILES.unknown['encoder.onnx'] });
  const { model } = await fetching({ id: 'unknown', isTrusted: true });
  expect(model.entry.files.map(({ sha256 }) => sha256)).toEqual(Object.values(FILES.unknown).map(sha256Of));
});

test('a model of the program, an unknown one, and one without an address are refused', async () => {
  await expect(fetching({ id: 'shipped' })).rejects.toThrow(/There is no model "shipped" to fetch/);
  await expect(fetching({ id: 'nothing' })).rejects.toThrow(/"anteroom models list" names them/);
  await expect(fetching({ id: 'small', from: null })).rejects.toThrow(
    /no address for model\.int8\.onnx of small\. Name one with --from/,
  );
});

test('removing takes a model and a broken download away, once', async () => {
  await fetching();
  await removeModel('big', CATALOG, places);
  expect(await inStore()).toEqual([]);
  await expect(removeModel('big', CATALOG, places)).rejects.toThrow(/big is not installed/);
  await expect(removeModel('shipped', CATALOG, places)).rejects.toThrow(/is part of the program/);

  answers = [(_request, response) => response.writeHead(404).end()];
  await expect(fetching()).rejects.toThrow(/404/);
  await removeModel('big', CATALOG, places);
  expect(await inStore()).toEqual([]);
});
