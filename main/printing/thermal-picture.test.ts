import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { notoSansFor } from '#connectors/report/noto-sans.ts';
import type { ThermalPrinter } from '#shared/settings.ts';
import { type Bitmap, blankBitmap, fillOutline } from './fill-outline.ts';
import { openLettering } from './lettering.ts';
import { SAMPLE_PAPER } from './sample-paper.fake.ts';
import { thermalPicture } from './thermal-picture.ts';
import { wrapLines } from './wrap-lines.ts';

const CODE = 'R-7K2M\nK7QM-2VXA\n021-5555 0100';
const setting = (columns: 32 | 48): ThermalPrinter => ({
  kind: 'thermal',
  address: '127.0.0.1:9100',
  columns,
  characters: 'picture',
});

const hasInk = ({ width, bits }: Bitmap, x: number, y: number) =>
  ((bits[y * (width / 8) + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;

/** Where there is ink, as "x y" from the upper left corner of all of it. */
function inkOf(picture: Bitmap): Set<string> {
  const places: [number, number][] = [];
  for (let y = 0; y < picture.height; y += 1)
    for (let x = 0; x < picture.width; x += 1) if (hasInk(picture, x, y)) places.push([x, y]);
  const [left, top] = [Math.min(...places.map(([x]) => x)), Math.min(...places.map(([, y]) => y))];
  return new Set(places.map(([x, y]) => `${x - left} ${y - top}`));
}

describe('a shape', () => {
  const square = (from: number, to: number) => [from, from, to, from, to, to, from, to];

  test('is inked where it lies, an overlap stays ink, and what runs the other way round is a hole', () => {
    const plain = blankBitmap(16, 16);
    fillOutline(plain, [square(2, 10)]);
    expect(inkOf(plain).size).toBe(64);
    expect([hasInk(plain, 2, 2), hasInk(plain, 9, 9), hasInk(plain, 10, 9), hasInk(plain, 1, 2)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    const overlapping = blankBitmap(16, 16);
    fillOutline(overlapping, [square(2, 10), square(4, 8)]);
    expect(inkOf(overlapping).size).toBe(64);
    const holed = blankBitmap(16, 16);
    fillOutline(holed, [square(2, 10), [4, 4, 4, 8, 8, 8, 8, 4]]);
    expect(inkOf(holed).size).toBe(48);
  });

  test('that goes over the edge is cut there', () => {
    const picture = blankBitmap(8, 8);
    fillOutline(picture, [square(-20, 30)]);
    expect(inkOf(picture).size).toBe(64);
  });
});

describe('letters', () => {
  const SIZE = 48;
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anteroom-letters-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function drawnByUs(sign: string): Promise<Bitmap> {
    const style = { size: SIZE, weight: 500 };
    const lettering = await openLettering(new Map([[style.weight, sign]]));
    const picture = blankBitmap(96, 96);
    for (const contours of lettering.outlines(sign, style, 16, 64)) fillOutline(picture, contours);
    return picture;
  }

  /** The same letter by another program: FreeType, through ffmpeg. */
  async function drawnByFreeType(sign: string): Promise<Bitmap> {
    const noto = await notoSansFor(new Map([[500, sign]]));
    const font = noto.fonts.get(noto.runs(sign, 500)[0]?.font ?? '');
    if (font === undefined) throw new Error(`no font has ${sign}`);
    const [fontFile, textFile, grayFile] = ['font.ttf', 'text', 'gray'].map((name) => join(folder, name));
    await Promise.all([writeFile(fontFile ?? '', font), writeFile(textFile ?? '', sign)]);
    const draw = `drawtext=fontfile=${fontFile}:textfile=${textFile}:fontsize=${SIZE}:x=16:y=16:fontcolor=white:ft_load_flags=no_hinting`;
    const words = ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'color=black:s=96x96', '-frames:v', '1'];
    await promisify(execFile)('ffmpeg', [...words, '-vf', `${draw},format=gray`, '-f', 'rawvideo', grayFile ?? '']);
    const gray = await readFile(grayFile ?? '');
    const picture = blankBitmap(96, 96);
    for (const [at, value] of gray.entries()) {
      const byte = Math.floor(at / 8);
      if (value > 120) picture.bits[byte] = (picture.bits[byte] ?? 0) | (0x80 >> (at % 8));
    }
    return picture;
  }

  /** Of all dots that are ink in one of the two, how many are in both. */
  function likeness(one: Set<string>, other: Set<string>): number {
    const both = [...one].filter((place) => other.has(place)).length;
    return both / (one.size + other.size - both);
  }

  test.each(['安', '玥', '鬱', 'g', '@'])('%s is drawn as FreeType draws it', async (sign) => {
    const theirs = inkOf(await drawnByFreeType(sign));
    expect(theirs.size).toBeGreaterThan(150);
    expect(likeness(inkOf(await drawnByUs(sign)), theirs)).toBeGreaterThan(0.85);
  });

  test('another letter, even one that looks like it, is told apart', async () => {
    const theirs = inkOf(await drawnByFreeType('安'));
    expect(likeness(inkOf(await drawnByUs('案')), theirs)).toBeLessThan(0.6);
    expect(likeness(inkOf(await drawnByUs('厂')), theirs)).toBeLessThan(0.5);
  });

  test('a space has no ink, and a sign that no font has is a box', async () => {
    const inkOfAll = async (sign: string) => (await drawnByUs(sign)).bits.reduce((sum, byte) => sum + byte, 0);
    expect(await inkOfAll(' ')).toBe(0);
    expect(inkOf(await drawnByUs('🙂'))).toEqual(inkOf(await drawnByUs('□')));
  });
});

/** What a printer does with the bytes: the pictures it prints, the codes it draws, and the letters it is left with. */
function readAsPrinter(bytes: Uint8Array) {
  const bands: Bitmap[] = [];
  const codes: string[] = [];
  const letters: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const [byte = 0, next = 0] = bytes.subarray(at);
    const word = (offset: number) => (bytes[at + offset] ?? 0) + 256 * (bytes[at + offset + 1] ?? 0);
    if (byte === 0x1d && next === 0x76) {
      const [perRow, height] = [word(4), word(6)];
      bands.push({ width: perRow * 8, height, bits: bytes.subarray(at + 8, at + 8 + perRow * height) });
      at += 8 + perRow * height;
    } else if (byte === 0x1d && next === 0x28) {
      const length = word(3);
      // function 80: what the code says
      if (bytes[at + 6] === 0x50) codes.push(new TextDecoder().decode(bytes.subarray(at + 8, at + 5 + length)));
      at += 5 + length;
    } else if (byte === 0x1c || (byte === 0x1b && next === 0x40)) at += 2;
    else if (byte === 0x1b || byte === 0x1d) at += 3;
    else {
      letters.push(byte);
      at += 1;
    }
  }
  return { bands, codes, letters };
}

describe.each([
  [32, 384],
  [48, 576],
] as const)('a receipt of %i columns', (columns, dots) => {
  test(`is ${dots} dots wide, in bands a small printer takes, and asks the printer for no letter`, async () => {
    const bytes = await thermalPicture(SAMPLE_PAPER, CODE, setting(columns));
    const { bands, codes, letters } = readAsPrinter(bytes);
    expect(new Set(bands.map(({ width }) => width))).toEqual(new Set([dots]));
    expect(Math.max(...bands.map(({ height }) => height))).toBeLessThanOrEqual(128);
    for (const { width, height, bits } of bands) expect(bits).toHaveLength((width / 8) * height);
    // line feeds alone, around the code and before the cut
    expect(letters.filter((byte) => byte !== 0x0a && byte !== 0x0d)).toEqual([]);
    expect(codes).toEqual([CODE]);
    expect(Buffer.from(bytes.slice(-12)).toString('hex')).toContain('1d5601');
  });

  test('has ink like a page of writing, from edge to edge of no more than its lines', async () => {
    const { bands } = readAsPrinter(await thermalPicture(SAMPLE_PAPER, CODE, setting(columns)));
    const ink = bands.reduce((sum, band) => sum + (band.bits.some((byte) => byte !== 0) ? inkOf(band).size : 0), 0);
    const all = bands.reduce((sum, { width, height }) => sum + width * height, 0);
    expect(ink / all).toBeGreaterThan(0.03);
    expect(ink / all).toBeLessThan(0.3);
    const empty = { ...SAMPLE_PAPER, lines: [], footer: '' };
    const blank = readAsPrinter(await thermalPicture(empty, CODE, setting(columns)));
    expect(blank.bands.every(({ bits }) => bits.every((byte) => byte === 0))).toBe(true);
  });
});

test.each([
  ['您先保证了安全，再去。', 4, ['您先', '保证', '了安', '全，', '再', '去。']],
  ['他说“停下来”', 4, ['他说', '“停', '下', '来”']],
])('no line begins with a mark that closes: %s', (text, limit, lines) => {
  const widthOf = (part: string) =>
    Array.from(part, (sign) => (/[“”]/.test(sign) ? 1 : 2)).reduce((a: number, b) => a + b, 0);
  expect(wrapLines(text, limit, widthOf)).toEqual(lines);
});
