import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync, type Zippable } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256Of, someBytes } from '#tests/models/small-models.ts';
import type { SourceFile } from './ports.ts';
import { openZipSource } from './zip-source.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'anteroom-zip-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function zipOf(files: Zippable, change: (zip: Buffer) => Buffer = (zip) => zip): Promise<string> {
  const path = join(directory, 'a.zip');
  await writeFile(path, change(Buffer.from(zipSync(files))));
  return path;
}

async function bytesOf(file: SourceFile | undefined): Promise<Buffer> {
  const blocks: Uint8Array[] = [];
  for await (const block of file?.read() ?? []) blocks.push(block);
  return Buffer.concat(blocks);
}

/** Offset of a field of the n-th header with this signature. */
function field(zip: Buffer, signature: number, at: number): number {
  const mark = Buffer.alloc(4);
  mark.writeUInt32LE(signature);
  return zip.indexOf(mark) + at;
}
const CENTRAL = 0x02014b50;

test('packed and stored files come out byte for byte, in blocks', async () => {
  const big = someBytes(1, 2_000_000);
  const source = await openZipSource(
    await zipOf({ 'a/big.bin': big, 'b.bin': [someBytes(2, 600_000), { level: 0 }], empty: new Uint8Array() }),
  );
  expect(source.files.map(({ path, sizeBytes }) => [path, sizeBytes])).toEqual([
    ['a/big.bin', 2_000_000],
    ['b.bin', 600_000],
    ['empty', 0],
  ]);
  let blocks = 0;
  for await (const block of source.files[0]?.read() ?? []) {
    expect(block.length).toBeLessThanOrEqual(256 * 1024);
    blocks++;
  }
  expect(blocks).toBeGreaterThan(7);
  expect(sha256Of(await bytesOf(source.files[0]))).toBe(sha256Of(big));
  expect(sha256Of(await bytesOf(source.files[1]))).toBe(sha256Of(someBytes(2, 600_000)));
  expect(await bytesOf(source.files[2])).toHaveLength(0);
  await source.close();
});

test('a reader who stops early lets the ZIP be closed', async () => {
  const source = await openZipSource(await zipOf({ 'big.bin': someBytes(1, 2_000_000) }));
  for await (const block of source.files[0]?.read() ?? []) {
    expect(block.length).toBeGreaterThan(0);
    break;
  }
  await source.close();
});

test.each(['../evil.txt', '/etc/evil', 'a/../../evil', 'C:evil', 'a\\b'])(
  'a ZIP with an entry %s is not opened',
  async (name) => {
    await expect(openZipSource(await zipOf({ [name]: someBytes(1, 10) }))).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringMatching(/has an entry that leads out of it .* and was not opened\./),
    });
  },
);

test('a link in a ZIP is skipped, and named', async () => {
  const path = await zipOf({
    'tokens.txt': [new TextEncoder().encode('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }],
  });
  const source = await openZipSource(path);
  expect(source.files).toEqual([]);
  expect(source.skipped).toEqual([{ path: 'tokens.txt', reason: 'link' }]);
  await source.close();
});

test('a file that unpacks to more than it claims ends with an error, not with a full disk', async () => {
  const path = await zipOf({ 'bomb.bin': new Uint8Array(50_000_000) }, (zip) => {
    zip.writeUInt32LE(1_000, field(zip, CENTRAL, 24));
    return zip;
  });
  const source = await openZipSource(path);
  let received = 0;
  await expect(
    (async () => {
      for await (const block of source.files[0]?.read() ?? []) received += block.length;
    })(),
  ).rejects.toMatchObject({ kind: 'verification', message: expect.stringMatching(/bomb\.bin in .* is damaged/) });
  expect(received).toBeLessThanOrEqual(1_000);
  await source.close();
});

test.each([
  ['a changed byte', (zip: Buffer) => zip.fill(zip.readUInt8(20_000) ^ 0xff, 20_000, 20_001)],
  ['a wrong checksum', (zip: Buffer) => zip.fill(0x55, field(zip, CENTRAL, 16), field(zip, CENTRAL, 20))],
])('%s is noticed while reading', async (_case, change) => {
  const source = await openZipSource(await zipOf({ 'a.bin': someBytes(1, 60_000) }, change));
  await expect(bytesOf(source.files[0])).rejects.toMatchObject({
    kind: 'verification',
    message: expect.stringMatching(/damaged/),
  });
  await source.close();
});

test.each([
  ['is cut off', (zip: Buffer) => zip.subarray(0, zip.length - 30)],
  ['is cut off in front', (zip: Buffer) => zip.subarray(100)],
  ['is no ZIP', () => someBytes(3, 5_000)],
  ['is empty', () => Buffer.alloc(0)],
  ['counts wrong', (zip: Buffer) => zip.fill(9, zip.length - 12, zip.length - 11)],
])('a file that %s is refused with a sentence', async (_case, change) => {
  const path = await zipOf({ 'a.bin': someBytes(1, 60_000) }, change);
  const reading = openZipSource(path).then(async (source) => {
    try {
      return await bytesOf(source.files[0]);
    } finally {
      await source.close();
    }
  });
  await expect(reading).rejects.toMatchObject({
    name: 'ModelError',
    message: expect.stringMatching(/not a ZIP|damaged|cut off/),
  });
});

test('a locked ZIP asks for one without a password', async () => {
  const path = await zipOf({ 'a.bin': someBytes(1, 100) }, (zip) => {
    zip.writeUInt16LE(1, field(zip, CENTRAL, 8));
    return zip;
  });
  await expect(openZipSource(path)).rejects.toThrow(/locked with a password \(a\.bin\)\. Pack it again without one/);
});

test('a packing method other than deflate asks to unpack first', async () => {
  const path = await zipOf({ 'a.bin': someBytes(1, 100) }, (zip) => {
    zip.writeUInt16LE(93, field(zip, CENTRAL, 10));
    return zip;
  });
  const source = await openZipSource(path);
  await expect(bytesOf(source.files[0])).rejects.toThrow(/Unpack the ZIP and name the folder/);
  await source.close();
});
