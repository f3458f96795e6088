import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { ThermalPrinter } from '#shared/settings.ts';
import { encodeGbk } from './gbk.ts';
import { SAMPLE_PAPER } from './sample-paper.fake.ts';
import { thermalBytes } from './thermal-bytes.ts';
import { thermalPrinter } from './thermal-printer.ts';
import { wrapLines } from './wrap-lines.ts';

const SETTING: ThermalPrinter = { kind: 'thermal', address: '127.0.0.1:9100', columns: 32, characters: 'gbk' };
const CODE = 'R-7K2M\nK7QM-2VXA\n021-5555 0100';
const ASKED = '100404';

/** What stands on the paper: the bytes without the commands, read as the printer reads them. */
function paperOf(bytes: Uint8Array): string {
  const text: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const [byte = 0, next = 0] = bytes.subarray(at);
    if (byte === 0x1b && next === 0x40) at += 2;
    else if (byte === 0x1c && (next === 0x26 || next === 0x2e)) at += 2;
    else if (byte === 0x1b) at += 3;
    else if (byte === 0x1d && next === 0x28) at += 5 + (bytes[at + 3] ?? 0) + 256 * (bytes[at + 4] ?? 0);
    else if (byte === 0x1d) at += 3;
    else if (byte === 0x1c) at += 2;
    else {
      text.push(byte);
      at += 1;
    }
  }
  return new TextDecoder('gbk').decode(Uint8Array.from(text));
}

let server: Server | null = null;
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await new Promise<void>((done) => (server === null ? done() : server.close(() => done())));
  server = null;
});

/** A printer in the network. `answer`: what it says when it is asked for its paper; null for those that never say. */
async function listen(answer: number | null): Promise<{ address: string; received: Promise<Buffer> }> {
  const received = Promise.withResolvers<Buffer>();
  const listening = createServer((socket) => {
    sockets.add(socket);
    const pieces: Buffer[] = [];
    socket.on('data', (piece) => {
      if (pieces.length === 0 && answer !== null) socket.write(Uint8Array.of(answer));
      pieces.push(piece);
    });
    socket.on('close', () => received.resolve(Buffer.concat(pieces)));
  });
  server = listening;
  await new Promise<void>((done) => listening.listen(0, '127.0.0.1', done));
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('the printer has no port');
  return { address: `127.0.0.1:${address.port}`, received: received.promise };
}

describe('the bytes', () => {
  const bytes = thermalBytes(SAMPLE_PAPER, CODE, SETTING);
  const text = paperOf(bytes);

  test('say in Chinese and in letters what the paper says', () => {
    expect(text).toContain('江畔工厂');
    expect(text).toContain('您先保证了安全，再去想产量。');
    expect(text).toContain('K7QM-2VXA');
    // the rarest of names is in GBK; what is not would be a question mark
    expect(text).toContain('欧阳玥');
  });

  test('no line is wider than the paper, with marks that are wide in Chinese alone', () => {
    const quoting = { ...SAMPLE_PAPER, lines: [{ kind: 'quote', text: '“停”“下”“来”“再”“叫”“班”“长”“看”' } as const] };
    for (const printed of [text, paperOf(thermalBytes(quoting, CODE, SETTING))]) {
      const widest = Math.max(...printed.split('\n').map((line) => encodeGbk(line.replaceAll('\r', '')).length));
      expect(widest).toBeLessThanOrEqual(32);
    }
  });

  test('hold the code as it is scanned, and end with the cut', () => {
    expect(Buffer.from(bytes).includes(CODE)).toBe(true);
    expect(Buffer.from(bytes.slice(-12)).toString('hex')).toContain('1d5601');
  });

  test('a printer without Chinese gets letters it has', () => {
    const latin = Buffer.from(thermalBytes(SAMPLE_PAPER, CODE, { ...SETTING, characters: 'latin' }));
    expect(latin.includes('With this code you can have your')).toBe(true);
    expect(latin.includes(Buffer.from([0x1c, 0x26]))).toBe(false);
  });
});

test.each([
  ['a b c', 3, ['a b', 'c']],
  ['您的删除码', 4, ['您的', '删除', '码']],
  ['abcdefgh', 3, ['abc', 'def', 'gh']],
  ['one\n\ntwo', 10, ['one', '', 'two']],
])('%j in %i columns', (text, columns, lines) => {
  expect(wrapLines(text, columns, (part) => encodeGbk(part).length)).toEqual(lines);
});

describe('a printer in the network', () => {
  test.each([
    ['that says it has paper', 0x12],
    ['that never says anything', null],
  ])('%s gets every byte', async (_what, answer) => {
    const { address, received } = await listen(answer);
    expect(await thermalPrinter({ ...SETTING, address }).print(SAMPLE_PAPER, CODE)).toBeNull();
    const bytes = await received;
    expect(bytes.subarray(0, 3).toString('hex')).toBe(ASKED);
    expect(bytes.subarray(3).equals(Buffer.from(thermalBytes(SAMPLE_PAPER, CODE, SETTING)))).toBe(true);
  });

  test('without paper gets nothing to print', async () => {
    const { address, received } = await listen(0x72);
    expect(await thermalPrinter({ ...SETTING, address }).print(SAMPLE_PAPER, CODE)).toBe('no_paper');
    expect((await received).toString('hex')).toBe(ASKED);
  });

  test('that is switched off is said to be', async () => {
    const { address } = await listen(null);
    await new Promise<void>((done) => (server === null ? done() : server.close(() => done())));
    server = null;
    expect(await thermalPrinter({ ...SETTING, address }).print(SAMPLE_PAPER, CODE)).toBe('printer_offline');
  });
});

describe('a printer at a device', () => {
  test('gets every byte', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'anteroom-printer-'));
    const device = join(folder, 'lp0');
    await writeFile(device, '');
    expect(await thermalPrinter({ ...SETTING, address: device }).print(SAMPLE_PAPER, CODE)).toBeNull();
    expect((await readFile(device)).equals(Buffer.from(thermalBytes(SAMPLE_PAPER, CODE, SETTING)))).toBe(true);
    await rm(folder, { recursive: true });
  });

  test('that is not plugged in is offline, and no file takes its place', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'anteroom-printer-'));
    const device = join(folder, 'lp0');
    expect(await thermalPrinter({ ...SETTING, address: device }).print(SAMPLE_PAPER, CODE)).toBe('printer_offline');
    await expect(readFile(device)).rejects.toMatchObject({ code: 'ENOENT' });
    await rm(folder, { recursive: true });
  });

  test.runIf(process.platform === 'linux')('that is full has no paper', async () => {
    expect(await thermalPrinter({ ...SETTING, address: '/dev/full' }).print(SAMPLE_PAPER, CODE)).toBe('no_paper');
  });
});
