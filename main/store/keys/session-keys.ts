import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Epoch, KeyRing } from './key-ring.ts';
import { BrokenSealError, KEY_BYTES, openBytes, sealBytes } from './sealed-bytes.ts';
import { replaceFile } from './replace-file.ts';

/**
 * Keys of the interviews, one line each, wrapped by the current epoch key. They lie beside the database and not in it: neither
 * its WAL, nor the journal, nor any copy of the database, however old, ever held one. Twice, so that one damaged sector does
 * not cost an interview.
 */
const NAMES = ['sessions-a.ndjson', 'sessions-b.ndjson'] as const;

const Header = z.strictObject({ version: z.literal(1), ringId: z.string(), epoch: z.int(), serial: z.int() });
const Line = z.strictObject({ serial: z.int().positive(), session: z.string(), key: z.base64() });
type Line = z.infer<typeof Line>;

interface KeysOfEpoch {
  epoch: number;
  /** Of the newest key ever made, also when it is destroyed. */
  serial: number;
  lines: Line[];
  isWhole: boolean;
  /** Header and lines as they stand in the file. */
  texts: string[];
}

const wrapPlace = (session: string, epoch: number) => `anteroom session key v1\0${session}\0${epoch}`;

function parsed<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/** Reads lines; one that stands in both files is read once and is the same object. */
function lineReader(): (text: string) => Line | null {
  const known = new Map<string, Line | null>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const line = parsed(Line, text);
    known.set(text, line);
    return line;
  };
}

function readFile(file: string, ringId: string, lineOf: (text: string) => Line | null): KeysOfEpoch | null {
  if (!existsSync(file)) return null;
  const [first = '', ...rest] = readFileSync(file, 'utf8').split('\n');
  const header = parsed(Header, first);
  if (header === null || header.ringId !== ringId) return null;
  const texts = rest.filter((text) => text !== '');
  const lines = texts.flatMap((text) => lineOf(text) ?? []);
  return {
    epoch: header.epoch,
    serial: lines.reduce((newest, { serial }) => Math.max(newest, serial), header.serial),
    lines,
    isWhole: lines.length === texts.length && rest.at(-1) === '',
    texts: [first, ...texts],
  };
}

/** Keys of interviews, by id. Synchronous: on the disk when a call returns. */
export interface SessionKeys {
  /** 32 bytes; null when the interview has none, or it was destroyed. */
  find(sessionId: string): Buffer | null;
  make(sessionId: string): Buffer;
  /** Number of the newest key ever made: says whether the data is older or newer than the keys. */
  serial(): number;
  /** Destroys keys: the others are wrapped anew by a new epoch key, and the old one is destroyed. */
  destroy(sessionIds: readonly string[]): void;
  list(): string[];
}

/** Keys in memory, kept by `keep`. */
function createSessionKeys(
  ring: KeyRing,
  found: Pick<KeysOfEpoch, 'serial' | 'lines'>,
  keep: { append(line: Line): void; rewrite(lines: readonly Line[], serial: number): void },
): SessionKeys {
  let { serial } = found;
  /** A line may be there in part, after a disk that was full: the next one must not be written behind it. */
  let isTorn = false;
  const lines = new Map(found.lines.map((line) => [line.session, line]));
  const opened = new Map<string, Buffer>();

  function find(session: string): Buffer | null {
    const known = opened.get(session);
    if (known) return known;
    const line = lines.get(session);
    if (!line) return null;
    const { epoch, key: epochKey } = ring.current();
    const key = openBytes(epochKey, wrapPlace(session, epoch), Buffer.from(line.key, 'base64'));
    opened.set(session, key);
    return key;
  }

  function lineOf(session: string, number: number, key: Buffer): Line {
    const { epoch, key: epochKey } = ring.current();
    return {
      serial: number,
      session,
      key: sealBytes(epochKey, wrapPlace(session, epoch), key).toString('base64'),
    };
  }

  return {
    find,
    make(session) {
      const key = randomBytes(KEY_BYTES);
      const line = lineOf(session, serial + 1, key);
      if (isTorn) keep.rewrite([...lines.values()], serial);
      isTorn = true;
      keep.append(line);
      isTorn = false;
      serial += 1;
      lines.set(session, line);
      opened.set(session, key);
      return key;
    },
    serial: () => serial,
    destroy(sessions) {
      const gone = sessions.filter((session) => lines.has(session));
      if (gone.length === 0) return;
      for (const session of gone) {
        opened.get(session)?.fill(0);
        opened.delete(session);
        lines.delete(session);
      }
      const survivors = [...lines.values()].flatMap(({ session, serial: number }) => {
        const key = find(session);
        return key === null ? [] : [{ session, number, key }];
      });
      ring.addEpoch();
      for (const { session, number, key } of survivors) lines.set(session, lineOf(session, number, key));
      keep.rewrite([...lines.values()], serial);
      ring.destroyEarlier();
    },
    list: () => [...lines.keys()],
  };
}

/** Keys without a file, for tests and tools. */
export function sessionKeysInMemory(ring: KeyRing): SessionKeys {
  return createSessionKeys(ring, { serial: 0, lines: [] }, { append: () => undefined, rewrite: () => undefined });
}

function appendTo(file: string, text: string): void {
  const handle = openSync(file, 'a', 0o600);
  try {
    writeSync(handle, text);
    fdatasyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function opensWith(line: Line, { epoch, key }: Epoch): Buffer | null {
  try {
    return openBytes(key, wrapPlace(line.session, epoch), Buffer.from(line.key, 'base64'));
  } catch (error) {
    if (error instanceof BrokenSealError) return null;
    throw error;
  }
}

/**
 * Whether two files of one epoch say the same. A power cut between the two writes of a new key leaves the second file one line
 * short; anything else is damage, also where both lines open (a number, a bit of base64 that is not used).
 */
function areSame(files: readonly KeysOfEpoch[]): boolean {
  const [first, second] = files;
  if (!first || !second || !first.isWhole || !second.isWhole) return true;
  const isShort = second.texts.length === first.texts.length - 1;
  return (
    (isShort || second.texts.length === first.texts.length) &&
    second.texts.every((text, index) => text === first.texts[index])
  );
}

/** Lines that both files have alike are taken as they are; of the others, those that open. */
function soundLines(files: readonly KeysOfEpoch[], epoch: Epoch, problems: string[]): Line[] {
  const [first, second] = files;
  const others = new Set(second?.lines);
  const lines = new Map<string, Line>();
  const doubtful: Line[] = [];
  for (const line of first?.lines ?? []) {
    if (others.delete(line)) lines.set(line.session, line);
    else doubtful.push(line);
  }
  for (const line of [...doubtful, ...others]) {
    if (opensWith(line, epoch) !== null) lines.set(line.session, line);
    else problems.push(`a key of an interview in ${NAMES.join(' or ')} is damaged; the other file may have it whole`);
  }
  return [...lines.values()].toSorted((a, b) => a.serial - b.serial);
}

/**
 * Opens the keys of the interviews, and finishes what a power cut left half done: a line that one file lacks, an epoch that was
 * being left.
 *
 * @param folder `keys/` of the workspace
 * @param isReadOnly finishes it in memory only
 * @returns `problems` is what was wrong with one of the two files
 */
export function openSessionKeys(
  folder: string,
  ring: KeyRing,
  isReadOnly = false,
): { sessions: SessionKeys; problems: string[] } {
  const problems: string[] = [];
  const files = NAMES.map((name) => join(folder, name));
  const lineOf = lineReader();
  const read = files.map((file) => readFile(file, ring.id, lineOf));
  for (const [index, each] of read.entries())
    if (each === null) problems.push(`${files[index]} is missing or damaged`);
    else if (!each.isWhole) problems.push(`${files[index]} is damaged`);
  const hadNone = read.every((each) => each === null);
  // files of an epoch that is destroyed are what was left when the other one was not written yet
  const usable = read.filter(
    (each): each is KeysOfEpoch => each !== null && ring.epochs().some(({ epoch }) => epoch === each.epoch),
  );
  const newest = Math.max(0, ...usable.map(({ epoch }) => epoch));
  const ofNewest = usable.filter(({ epoch }) => epoch === newest);
  const current = ring.current();
  const epoch = ring.epochs().find((each) => each.epoch === newest) ?? current;
  const lines = soundLines(ofNewest, epoch, problems);
  if (!areSame(ofNewest)) problems.push(`${NAMES.join(' and ')} are not alike`);
  if (usable.length === 1 && read.every((each) => each !== null))
    problems.push(`${NAMES.join(' or ')} is of keys that were destroyed`);
  const serial = Math.max(0, ...usable.map((each) => each.serial));

  const textOf = (all: readonly Line[], last: number) =>
    [{ version: 1, ringId: ring.id, epoch: ring.current().epoch, serial: last }, ...all]
      .map((each) => `${JSON.stringify(each)}\n`)
      .join('');
  const keep = {
    append: (line: Line) => files.forEach((file) => appendTo(file, `${JSON.stringify(line)}\n`)),
    rewrite: (all: readonly Line[], last: number) => files.forEach((file) => replaceFile(file, textOf(all, last))),
  };

  // the new epoch was made and nothing was wrapped with it yet: keys are wrapped anew, as if it had come to that
  const isLeft = epoch !== current;
  const moved = isLeft
    ? lines.flatMap((line) => {
        const key = opensWith(line, epoch);
        if (key === null) return [];
        return [
          { ...line, key: sealBytes(current.key, wrapPlace(line.session, current.epoch), key).toString('base64') },
        ];
      })
    : lines;
  const areAlike = ofNewest.length === NAMES.length && ofNewest.every((each) => each.lines.length === lines.length);
  if (!isReadOnly) {
    if (isLeft || !areAlike || problems.length > 0) keep.rewrite(moved, serial);
    ring.destroyEarlier();
  }
  return { sessions: createSessionKeys(ring, { serial, lines: moved }, keep), problems: hadNone ? [] : problems };
}
