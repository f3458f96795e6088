import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readWavAs16kMono, toPcm16, WavFileError } from './wav-file.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'wav-file-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

interface Shape {
  readonly tag?: number;
  readonly channels?: number;
  readonly rateHz?: number;
  readonly bits?: number;
  /** What the header says, where that is not the truth. */
  readonly claimedBytes?: number;
  /** Chunks between the format and the samples. */
  readonly between?: Buffer;
  readonly isExtensible?: boolean;
}

const chunk = (id: string, body: Buffer, claimedBytes = body.length): Buffer => {
  const head = Buffer.alloc(8);
  head.write(id, 'latin1');
  head.writeUInt32LE(claimedBytes, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
};

function wav(data: Buffer, shape: Shape = {}): Buffer {
  const { tag = 1, channels = 1, rateHz = 16_000, bits = 16, claimedBytes, between, isExtensible = false } = shape;
  const format = Buffer.alloc(isExtensible ? 40 : 16);
  format.writeUInt16LE(isExtensible ? 0xfffe : tag, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(rateHz, 4);
  format.writeUInt32LE((rateHz * channels * bits) / 8, 8);
  format.writeUInt16LE((channels * bits) / 8, 12);
  format.writeUInt16LE(bits, 14);
  if (isExtensible) format.writeUInt16LE(tag, 24);
  const head = Buffer.alloc(12);
  head.write('RIFF', 0, 'latin1');
  head.write('WAVE', 8, 'latin1');
  return Buffer.concat([
    head,
    chunk('fmt ', format),
    between ?? Buffer.alloc(0),
    chunk('data', data, claimedBytes ?? data.length),
  ]);
}

async function read(bytes: Buffer): Promise<Float32Array> {
  const path = join(dir, 'a.wav');
  await writeFile(path, bytes);
  return readWavAs16kMono(path);
}

/** Two channels as the bytes of one kind of sample. */
function encoded(frames: readonly (readonly number[])[], kind: '8' | '16' | '24' | '32' | 'float'): Buffer {
  const bytesEach = kind === 'float' ? 4 : Number(kind) / 8;
  const values = frames.flat();
  const bytes = Buffer.alloc(values.length * bytesEach);
  for (const [i, value] of values.entries()) {
    if (kind === 'float') bytes.writeFloatLE(value, i * 4);
    else if (kind === '8') bytes.writeUInt8(Math.round(value * 128) + 128, i);
    else bytes.writeIntLE(Math.round(value * 2 ** (Number(kind) - 1)), i * bytesEach, bytesEach);
  }
  return bytes;
}

test.each(['8', '16', '24', '32', 'float'] as const)('%s samples become the numbers they stand for', async (kind) => {
  const shape = kind === 'float' ? { tag: 3, bits: 32 } : { bits: Number(kind) };
  const frames = [[-1], [0], [0.5], [-0.25], [0.75]];
  expect([...(await read(wav(encoded(frames, kind), shape)))]).toEqual(frames.flat());
  expect([...(await read(wav(encoded(frames, kind), { ...shape, isExtensible: true })))]).toEqual(frames.flat());
});

test('two channels become their mean', async () => {
  const frames = [
    [0.5, 0.25],
    [-1, 0.5],
  ];
  expect([...(await read(wav(encoded(frames, '16'), { channels: 2 })))]).toEqual([0.375, -0.25]);
});

test('16-bit sound at 16 kHz comes back bit for bit, over more than one block', async () => {
  const bytes = Buffer.alloc(2 * 150_000);
  for (let i = 0; i < 150_000; i++) bytes.writeInt16LE(((i * 7919) % 65_536) - 32_768, 2 * i);
  expect(toPcm16(await read(wav(bytes))).equals(bytes)).toBe(true);
});

const tone = (hertz: number, rateHz: number, seconds: number): Buffer =>
  encoded(
    Array.from({ length: rateHz * seconds }, (_, i) => [0.5 * Math.sin((2 * Math.PI * hertz * i) / rateHz)]),
    '16',
  );
const levelOf = (samples: Float32Array): number => {
  const middle = samples.subarray(2_000, -2_000);
  return 10 * Math.log10((2 * middle.reduce((sum, sample) => sum + sample * sample, 0)) / middle.length / 0.25);
};

test.each([8_000, 22_050, 44_100, 48_000, 96_000])(
  '%d Hz becomes 16 kHz of the same length, level and phase',
  async (rateHz) => {
    const samples = await read(wav(tone(1_000, rateHz, 1), { rateHz }));
    expect(samples).toHaveLength(16_000);
    expect(Math.abs(levelOf(samples))).toBeLessThan(0.1);
    const worst = samples
      .slice(2_000, -2_000)
      .map((sample, i) => Math.abs(sample - 0.5 * Math.sin((2 * Math.PI * 1_000 * (i + 2_000)) / 16_000)));
    expect(Math.max(...worst)).toBeLessThan(0.01);
  },
);

test('what lies above 8 kHz does not come back as something else', async () => {
  expect(levelOf(await read(wav(tone(11_000, 44_100, 1), { rateHz: 44_100 })))).toBeLessThan(-60);
});

test('chunks that mean nothing here are passed over, odd ones too', async () => {
  const between = Buffer.concat([chunk('LIST', Buffer.from('abc')), chunk('fact', Buffer.alloc(4))]);
  expect([...(await read(wav(encoded([[0.5]], '16'), { between })))]).toEqual([0.5]);
});

test('a length that a pipe could not know is the rest of the file', async () => {
  for (const claimedBytes of [0x7fff_f000, 0xffff_ffff]) {
    expect([...(await read(wav(encoded([[0.5], [0.25]], '16'), { claimedBytes })))]).toEqual([0.5, 0.25]);
  }
});

const good = wav(encoded([[0.5], [0.25], [0]], '16'));
test.each([
  ['empty', Buffer.alloc(0), /is empty\.$/],
  ['text', Buffer.from('I worked on the packing line for three years.'), /is not a WAV file\.$/],
  ['four bytes', Buffer.from('RIFF'), /is not a WAV file\.$/],
  ['only a header', good.subarray(0, 12), /ends before its sound begins\.$/],
  ['half a format', good.subarray(0, 30), /is cut short/],
  ['samples missing', good.subarray(0, good.length - 2), /is cut short: 4 of 6 bytes of sound are there\.$/],
  ['no samples', wav(Buffer.alloc(0)), /holds no sound\.$/],
  ['compressed', wav(Buffer.alloc(64), { tag: 0x55, bits: 0 }), /kind 85 with 0 bits/],
  ['half-precision', wav(Buffer.alloc(64), { tag: 3, bits: 16 }), /kind 3 with 16 bits/],
  ['six channels', wav(Buffer.alloc(120), { channels: 6 }), /has 6 channels/],
  ['no rate', wav(Buffer.alloc(64), { rateHz: 0 }), /has a rate of 0 Hz/],
  ['a sample that is no number', wav(encoded([[Number.NaN]], 'float'), { tag: 3, bits: 32 }), /are not numbers\.$/],
] as const)('%s is refused in one sentence', async (_case, bytes, message) => {
  const refusal = await read(bytes).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(WavFileError);
  expect((refusal as WavFileError).message).toMatch(message);
  expect((refusal as WavFileError).message).not.toMatch(/\n|\. ./);
});

test('a file that is not there and a folder are refused in one sentence', async () => {
  await expect(readWavAs16kMono(join(dir, 'none.wav'))).rejects.toThrow(/cannot be opened \(ENOENT\)\.$/);
  await mkdir(join(dir, 'folder.wav'));
  await expect(readWavAs16kMono(join(dir, 'folder.wav'))).rejects.toThrow(/is not a file\.$/);
});
