import {
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { syncFolder } from '../sync-folder.ts';
import { decodeJournal, encodeEntry, type JournalEntry } from './journal-frames.ts';

/** Named by the sequence number before its first entry, so that a folder lists them in order. */
const FILE_NAME = /^after-(\d{12})\.aj$/;

/** Every committed transaction once more, in files beside the database. */
export interface Journal {
  /** Number of the newest entry; 0 for none. */
  last(): number;
  /** Writes one entry and waits until it is on the disk. @throws the system's error; nothing of the entry is then left behind */
  append(rows: JournalEntry['rows']): number;
  /** Takes the newest entry back: its transaction was not committed. */
  retract(): void;
  /** Later entries go to a new file, so that those before can be removed one day. */
  startFile(): void;
  /** Removes files whose entries are all at or before a number: a backup holds them. */
  forget(upTo: number): void;
  close(): void;
}

/** Everything readable in a journal's folder. */
export interface JournalReading {
  /** By sequence number, each once. */
  readonly entries: readonly JournalEntry[];
  /** One sentence for each stretch that could not be read. */
  readonly problems: readonly string[];
}

function filesIn(folder: string): { file: string; after: number }[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return names
    .flatMap((name) => {
      const found = FILE_NAME.exec(name);
      return found ? [{ file: join(folder, name), after: Number(found[1]) }] : [];
    })
    .toSorted((a, b) => a.after - b.after);
}

/**
 * Reads a journal that nobody is writing.
 *
 * @param after entries up to this number are left out
 */
export function readJournal(folder: string, after = 0): JournalReading {
  const entries = new Map<number, JournalEntry>();
  const problems: string[] = [];
  const files = filesIn(folder);
  for (const [index, { file }] of files.entries()) {
    if ((files[index + 1]?.after ?? Number.POSITIVE_INFINITY) <= after) continue;
    const content = decodeJournal(readFileSync(file));
    for (const entry of content.entries) if (entry.sequence > after) entries.set(entry.sequence, entry);
    for (const { offset, bytes } of content.damaged) {
      problems.push(`${bytes} bytes at ${offset} of ${file} are no entry of the journal`);
    }
  }
  const inOrder = [...entries.values()].toSorted((a, b) => a.sequence - b.sequence);
  for (const [index, { sequence }] of inOrder.entries()) {
    const before = inOrder[index - 1]?.sequence ?? after;
    if (sequence !== before + 1) problems.push(`entries ${before + 1} to ${sequence - 1} of the journal are missing`);
  }
  return { entries: inOrder, problems };
}

/**
 * Cuts off what a kill or a power cut left of the entry that was being written: it was not acknowledged, since an entry is whole
 * before its transaction is committed. A torn end that the database is ahead of is damage, and stays to be told.
 *
 * @param position number of the last entry that the database holds
 * @returns how many bytes were cut off
 */
export function cutTornEnd(folder: string, position: number): number {
  const newest = filesIn(folder).findLast(({ file }) => statSync(file).size > 0);
  if (!newest) return 0;
  const bytes = readFileSync(newest.file);
  const { entries, end } = decodeJournal(bytes);
  const last = entries.at(-1)?.sequence ?? newest.after;
  if (end === bytes.length || position > last) return 0;
  const handle = openSync(newest.file, 'r+');
  try {
    ftruncateSync(handle, end);
    fdatasyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return bytes.length - end;
}

/**
 * Opens the journal of a workspace for writing.
 *
 * @param last number the next entry follows: the database's own position
 */
export function openJournal(folder: string, last: number): Journal {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let sequence = last;
  let handle = -1;
  let size = 0;
  let before = 0;

  function start(): void {
    if (handle !== -1) closeSync(handle);
    handle = openSync(join(folder, `after-${String(sequence).padStart(12, '0')}.aj`), 'a', 0o600);
    size = 0;
    before = 0;
    // opened again after a start that wrote nothing, or after entries that were taken back
    ftruncateSync(handle, 0);
    fdatasyncSync(handle);
    syncFolder(folder);
  }

  // always a new file: a torn end of the one before is then never written behind
  start();
  return {
    last: () => sequence,
    append(rows) {
      const bytes = encodeEntry({ sequence: sequence + 1, rows });
      try {
        let written = 0;
        while (written < bytes.length) written += writeSync(handle, bytes, written);
        fdatasyncSync(handle);
      } catch (error) {
        ftruncateSync(handle, size);
        throw error;
      }
      before = size;
      size += bytes.length;
      sequence += 1;
      return sequence;
    },
    retract() {
      ftruncateSync(handle, before);
      fdatasyncSync(handle);
      size = before;
      sequence -= 1;
    },
    startFile: start,
    forget(upTo) {
      const files = filesIn(folder);
      for (const [index, { file }] of files.entries()) {
        const next = files[index + 1];
        if (next && next.after <= upTo) rmSync(file);
      }
      syncFolder(folder);
    },
    close() {
      if (handle !== -1) closeSync(handle);
      handle = -1;
    },
  };
}
