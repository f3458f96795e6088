import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { SessionId } from '#shared/ids.ts';
import { DeletionMethod } from '#shared/deletion.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import { sha256 } from './sha256.ts';
import { syncFolder } from './sync-folder.ts';

/** A deleted interview: its id and why. Nothing personal. */
const Tombstone = z.strictObject({ sessionId: SessionId, method: DeletionMethod });
export type Tombstone = z.infer<typeof Tombstone>;

const Line = z.strictObject({ ...Tombstone.shape, sha256: z.string() });

/** What a tombstone file holds, and in how many lines nothing could be read. */
export interface TombstonesRead {
  readonly tombstones: readonly Tombstone[];
  readonly problems: readonly string[];
}

function lineOf(tombstone: Tombstone): string {
  return `${canonicalText({ ...tombstone, sha256: sha256(canonicalText(tombstone)) })}\n`;
}

function parsed(text: string): Tombstone | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const line = Line.safeParse(value);
  if (!line.success) return null;
  const { sha256: found, ...tombstone } = line.data;
  return sha256(canonicalText(tombstone)) === found ? tombstone : null;
}

/** Reads a tombstone file; a missing one holds nothing. Lines that were torn or changed are named, the others count. */
export function readTombstones(file: string): TombstonesRead {
  if (!existsSync(file)) return { tombstones: [], problems: [] };
  const tombstones: Tombstone[] = [];
  const problems: string[] = [];
  for (const [index, text] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (text === '') continue;
    const tombstone = parsed(text);
    if (tombstone === null) problems.push(`line ${index + 1} of the tombstones cannot be read`);
    else tombstones.push(tombstone);
  }
  return { tombstones, problems };
}

/**
 * Ids of deleted interviews, in a file of their own beside the database: a database that is put back from an older copy does not
 * know what was deleted since (reliability.md §5, F27). Only ever appended to.
 */
export function openTombstones(file: string) {
  return {
    read: (): TombstonesRead => readTombstones(file),
    /** On the disk when this returns. @throws when the disk does not take it: then nothing may be acknowledged. */
    append(tombstones: readonly Tombstone[]): void {
      if (tombstones.length === 0) return;
      const isNew = !existsSync(file);
      // a line that was torn by a power cut ends here
      const isTorn = !isNew && !/(^|\n)$/.test(readFileSync(file, 'utf8'));
      const handle = openSync(file, 'a', 0o600);
      try {
        writeSync(
          handle,
          `${isTorn ? '\n' : ''}${tombstones.map(({ sessionId, method }) => lineOf({ sessionId, method })).join('')}`,
        );
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      if (isNew) syncFolder(dirname(file));
    },
  };
}
export type Tombstones = ReturnType<typeof openTombstones>;
