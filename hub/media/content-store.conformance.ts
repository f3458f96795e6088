import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import { type ContentStore, MediaHashMismatchError } from './content-store.ts';

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function readAll(store: ContentStore, sha256: string, start: number, end: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of store.read(sha256, start, end)) {
    if (piece instanceof Uint8Array) pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** What every content store promises. `open` gives an empty one, and another view of the same for a second process. */
export function contentStoreConformance(
  name: string,
  open: () => Promise<{ store: ContentStore; again: () => Promise<ContentStore>; close: () => Promise<void> }>,
): void {
  describe(`${name} keeps the promises of ContentStore`, () => {
    const closers: (() => Promise<void>)[] = [];
    async function fresh() {
      const opened = await open();
      closers.push(opened.close);
      return opened;
    }
    afterEach(async () => {
      for (const close of closers.splice(0)) await close();
    });
    const bytes = randomBytes(100_000);
    const sha256 = hashOf(bytes);
    const put = (store: ContentStore, from: number, to: number) =>
      store.append(sha256, from, Readable.from([bytes.subarray(from, to)]));

    test('a file in three pieces, the last by another process, is complete and reads back whole and in ranges', async () => {
      const { store, again } = await fresh();
      expect(await store.stateOf(sha256)).toEqual({ state: 'absent' });
      await store.create(sha256);
      expect(await store.stateOf(sha256)).toEqual({ state: 'partial', sizeBytes: 0 });
      expect(await put(store, 0, 30_000)).toBe(30_000);
      expect(await put(store, 30_000, 30_001)).toBe(30_001);
      const other = await again();
      expect(await other.stateOf(sha256)).toEqual({ state: 'partial', sizeBytes: 30_001 });
      expect(await put(other, 30_001, bytes.length)).toBe(bytes.length);
      await other.complete(sha256);
      expect(await store.stateOf(sha256)).toEqual({ state: 'complete', sizeBytes: bytes.length });
      expect((await readAll(store, sha256, 0, bytes.length - 1)).equals(bytes)).toBe(true);
      for (const [start, end] of [
        [0, 0],
        [29_999, 30_001],
        [30_000, 30_000],
        [99_999, 99_999],
      ] as const) {
        expect((await readAll(store, sha256, start, end)).equals(bytes.subarray(start, end + 1))).toBe(true);
      }
    });

    test('other bytes are discarded, and the right ones taken afterwards', async () => {
      const { store } = await fresh();
      await store.create(sha256);
      await store.append(sha256, 0, Readable.from([randomBytes(100)]));
      await expect(store.complete(sha256)).rejects.toThrow(MediaHashMismatchError);
      expect(await store.stateOf(sha256)).toEqual({ state: 'absent' });
      await store.create(sha256);
      await put(store, 0, bytes.length);
      await store.complete(sha256);
      expect(await store.stateOf(sha256)).toEqual({ state: 'complete', sizeBytes: bytes.length });
    });

    test('of a stream that breaks, what came is kept and the rest follows it', async () => {
      const { store } = await fresh();
      await store.create(sha256);
      async function* cut(): AsyncGenerator<Buffer> {
        yield bytes.subarray(0, 40_000);
        throw new Error('cut');
      }
      await expect(store.append(sha256, 0, Readable.from(cut()))).rejects.toThrow('cut');
      const state = await store.stateOf(sha256);
      expect(state).toEqual({ state: 'partial', sizeBytes: 40_000 });
      await put(store, 40_000, bytes.length);
      await store.complete(sha256);
      expect((await readAll(store, sha256, 0, bytes.length - 1)).equals(bytes)).toBe(true);
    });

    test('created again, unfinished bytes are dropped and a complete file is left as it is', async () => {
      const { store } = await fresh();
      await store.create(sha256);
      await put(store, 0, 10);
      await store.create(sha256);
      expect(await store.stateOf(sha256)).toEqual({ state: 'partial', sizeBytes: 0 });
      await put(store, 0, bytes.length);
      await store.complete(sha256);
      await store.create(sha256);
      expect(await store.stateOf(sha256)).toEqual({ state: 'complete', sizeBytes: bytes.length });
      await store.complete(sha256);
    });

    test('a file taken whole, also beside an upload of the same', async () => {
      const { store } = await fresh();
      await store.create(sha256);
      await put(store, 0, 10);
      async function* pieces(): AsyncGenerator<Buffer> {
        yield bytes.subarray(0, 60_000);
        yield bytes.subarray(60_000);
      }
      await store.takeWhole(sha256, pieces());
      expect(await store.stateOf(sha256)).toEqual({ state: 'complete', sizeBytes: bytes.length });
      expect((await readAll(store, sha256, 0, bytes.length - 1)).equals(bytes)).toBe(true);
      await store.takeWhole(sha256, pieces());
      const other = hashOf(Buffer.from('other'));
      await expect(store.takeWhole(other, pieces())).rejects.toThrow(MediaHashMismatchError);
      expect(await store.stateOf(other)).toEqual({ state: 'absent' });
    });

    test('an empty file', async () => {
      const { store } = await fresh();
      const empty = hashOf(Buffer.alloc(0));
      await store.create(empty);
      await store.complete(empty);
      expect(await store.stateOf(empty)).toEqual({ state: 'complete', sizeBytes: 0 });
    });

    test('removed is removed, finished or not; again is harmless', async () => {
      const { store } = await fresh();
      await store.create(sha256);
      await put(store, 0, 10);
      await store.remove(sha256);
      expect(await store.stateOf(sha256)).toEqual({ state: 'absent' });
      await store.create(sha256);
      await put(store, 0, bytes.length);
      await store.complete(sha256);
      await store.remove(sha256);
      await store.remove(sha256);
      expect(await store.stateOf(sha256)).toEqual({ state: 'absent' });
    });
  });
}
