import { expect, test } from 'vitest';
import { decodeJournal, encodeEntry, type JournalEntry } from './journal-frames.ts';

const ENTRIES: JournalEntry[] = [
  { sequence: 1, rows: [{ table: 'answers', rowId: 7, row: { text: '我先停机 \u0089AJ1', score: 0.25, at: null } }] },
  { sequence: 2, rows: [{ table: 'staff', rowId: 1, row: { pin_hash: Buffer.from([0, 255, 16]) } }] },
  { sequence: 3, rows: [{ table: 'drafts', rowId: 9, row: null }] },
];
const BYTES = Buffer.concat(ENTRIES.map(encodeEntry));
const SIZES = ENTRIES.map((entry) => encodeEntry(entry).length);

test('what was written is read: text, numbers, nothing, bytes, a row that is gone', () => {
  expect(decodeJournal(BYTES)).toEqual({ entries: ENTRIES, damaged: [], end: BYTES.length });
});

test('an entry cut off at any byte is damage; the entries before it are read', () => {
  const start = (SIZES[0] ?? 0) + (SIZES[1] ?? 0);
  for (let length = start + 1; length < BYTES.length; length += 1) {
    const { entries, damaged, end } = decodeJournal(BYTES.subarray(0, length));
    expect(entries).toEqual(ENTRIES.slice(0, 2));
    expect(damaged).toEqual([{ offset: start, bytes: length - start }]);
    expect(end).toBe(start);
  }
});

test('every single flipped bit is found, and costs one entry at most', () => {
  for (let bit = 0; bit < BYTES.length * 8; bit += 1) {
    const flipped = Buffer.from(BYTES);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const { entries, damaged } = decodeJournal(flipped);
    expect(damaged.length, `bit ${bit}`).toBeGreaterThan(0);
    expect(entries.length, `bit ${bit}`).toBe(2);
    for (const entry of entries) expect(ENTRIES).toContainEqual(entry);
  }
});

test('garbage is no journal', () => {
  expect(decodeJournal(Buffer.alloc(1000, 0x89))).toEqual({
    entries: [],
    damaged: [{ offset: 0, bytes: 1000 }],
    end: 0,
  });
});
