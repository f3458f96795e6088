import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionId } from '#shared/ids.ts';
import { openTombstones } from './tombstone-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-tombstones-'));
  file = join(folder, 'tombstones.ndjson');
});
afterEach(() => rmSync(folder, { recursive: true }));

const tombstone = () => ({ sessionId: v7() as SessionId, method: 'code' as const });

test('what was appended is read in order; a missing file holds nothing', () => {
  expect(openTombstones(file).read()).toEqual({ tombstones: [], problems: [] });
  const three = [tombstone(), tombstone(), tombstone()];
  openTombstones(file).append(three.slice(0, 2));
  openTombstones(file).append(three.slice(2));
  expect(openTombstones(file).read()).toEqual({ tombstones: three, problems: [] });
});

test('ids and methods, nothing else', () => {
  const one = tombstone();
  openTombstones(file).append([{ ...one, actor: '周敏' } as typeof one]);
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object).toSorted()).toEqual([
    'method',
    'sessionId',
    'sha256',
  ]);
});

test('a line that a power cut tore is named and costs no other line', () => {
  const [first, second] = [tombstone(), tombstone()];
  openTombstones(file).append([first]);
  appendFileSync(file, '{"method":"code","sess');
  openTombstones(file).append([second]);
  expect(openTombstones(file).read()).toEqual({
    tombstones: [first, second],
    problems: ['line 2 of the tombstones cannot be read'],
  });
});

test('any flipped bit of a line is noticed', () => {
  openTombstones(file).append([tombstone()]);
  const bytes = readFileSync(file);
  for (let bit = 0; bit < (bytes.length - 1) * 8; bit += 1) {
    const changed = Buffer.from(bytes);
    const at = Math.floor(bit / 8);
    changed[at] = (changed[at] ?? 0) ^ (1 << (bit % 8));
    writeFileSync(file, changed);
    const { tombstones, problems } = openTombstones(file).read();
    expect([bit, tombstones.length === 0 && problems.length > 0]).toEqual([bit, true]);
  }
});
