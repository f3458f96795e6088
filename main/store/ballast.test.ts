import { existsSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Ballast, startBallast } from './ballast.ts';

const KIB = 1024;
const sizes = { ballastBytes: 256 * KIB, lowBytes: 1, pieceBytes: 64 * KIB };

let folder: string;
let file: string;
let ballast: Ballast | null;
let logged: string[];
/** The next look, to be called by the test. */
let next: { ms: number; call: () => void } | null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-'));
  file = join(folder, 'ballast');
  ballast = null;
  logged = [];
  next = null;
});
afterEach(async () => {
  await ballast?.stop();
  rmSync(folder, { recursive: true });
});

function start(over: Partial<typeof sizes> = {}, leaveBytes = 0): Ballast {
  ballast = startBallast({
    file,
    leaveBytes,
    after(ms, call) {
      next = { ms, call };
      return () => (next = null);
    },
    log: (event) => logged.push(event),
    sizes: { ...sizes, ...over },
  });
  return ballast;
}

/** Takes the next step, to its end. */
async function look(): Promise<void> {
  const { call } = next ?? { call: () => undefined };
  next = null;
  call();
  await expect.poll(() => next).not.toBeNull();
}

test('it is made in pieces, of blocks that are really there', async () => {
  const { state } = start();
  expect(existsSync(file)).toBe(false);
  await look();
  expect(state()).toBe('growing');
  expect(statSync(file).size).toBe(sizes.pieceBytes);
  for (let piece = 0; piece < 4; piece += 1) await look();
  expect(state()).toBe('whole');
  expect(statSync(file).size).toBe(sizes.ballastBytes);
  expect(statSync(file).blocks * 512).toBeGreaterThanOrEqual(sizes.ballastBytes);
});

test('a file with holes is no ballast', async () => {
  writeFileSync(file, '');
  truncateSync(file, sizes.ballastBytes);
  expect(start().state()).toBe('growing');
});

test('an emergency takes it at once, and it is made again when there is room', async () => {
  const { state, drop } = start();
  for (let piece = 0; piece < 5; piece += 1) await look();
  expect(drop('save')).toBe(true);
  expect([state(), existsSync(file)]).toEqual(['gone', false]);
  expect(drop('save')).toBe(false);
  for (let piece = 0; piece < 5; piece += 1) await look();
  expect(state()).toBe('whole');
});

test('a piece that is being written when it is given up leaves nothing behind', async () => {
  const { drop, state } = start();
  await look();
  const growing = look();
  drop('save');
  await growing;
  expect([state(), existsSync(file)]).toEqual(['gone', false]);
});

test('it goes by itself when the disk is nearly full', async () => {
  start();
  for (let piece = 0; piece < 5; piece += 1) await look();
  await ballast?.stop();
  const { state } = start({ lowBytes: Number.MAX_SAFE_INTEGER });
  expect(state()).toBe('whole');
  await look();
  expect([state(), existsSync(file)]).toEqual(['gone', false]);
});

test('it takes nothing of what recordings keep free', async () => {
  const { state } = start({}, Number.MAX_SAFE_INTEGER);
  await look();
  expect([state(), existsSync(file)]).toEqual(['no_room', false]);
});

test('a file that cannot be written is told, and tried again', async () => {
  const { state } = start();
  rmSync(folder, { recursive: true });
  await look();
  expect(state()).toBe('failed');
  expect(logged).toEqual(['ballast.failed']);
  expect(next).not.toBeNull();
  folder = mkdtempSync(join(tmpdir(), 'ballast-'));
});
