import type { RecordingId, SessionId } from '#shared/ids.ts';
import type { Database } from '../database.native.ts';
import type { KeyRing } from './key-ring.ts';
import { KeysUnavailableError } from './keyring-port.ts';
import { derivedKey, openBytes, sealBytes } from './sealed-bytes.ts';
import type { SessionKeys } from './session-keys.ts';

/** Stands before every sealed cell; no JSON and no name begins so. */
const MARK = '~1~';

/** The key of an interview is destroyed: what it said cannot be read by anybody any more. */
export class KeyGoneError extends Error {
  override readonly name = 'KeyGoneError';
}

/** Owner of cells that belong to no interview. */
const DEVICE = 'device';

const cellPlace = (owner: string, place: string) => `anteroom cell v1\0${owner}\0${place}`;

/** Whether a stored text is sealed. */
export function isSealed(text: string): boolean {
  return text.startsWith(MARK);
}

function sealText(key: Uint8Array, place: string, text: string): string {
  return MARK + sealBytes(key, place, Buffer.from(text, 'utf8')).toString('base64');
}

/** Cells up to this size are decoded here, one after the other: making room for each costs ten times the decoding. */
const scratch = Buffer.allocUnsafeSlow(256 * 1024);

function openUtf8(key: Uint8Array, place: string, sealed: string): Buffer {
  const text = sealed.slice(MARK.length);
  const bytes =
    text.length <= scratch.length ? scratch.subarray(0, scratch.write(text, 'base64')) : Buffer.from(text, 'base64');
  return openBytes(key, place, bytes);
}

function openText(key: Uint8Array, place: string, sealed: string): string {
  return openUtf8(key, place, sealed).toString('utf8');
}

/** Keys of a workspace as the store uses them. */
export interface StoreKeys {
  readonly ring: KeyRing;
  readonly sessions: SessionKeys;
}

/**
 * Seals what is personal in the database. Every interview has a key of its own; what a cell holds is bound to its interview and
 * its place, so it opens nowhere else.
 *
 * @param sessionOf the interview a recording belongs to
 * @param checkRows called before anything of an interview is opened or made unreadable; throws where its rows were damaged
 */
export function createCells(
  keys: StoreKeys,
  sessionOf: (recordingId: string) => string | undefined,
  checkRows: (sessionId: string) => void = () => undefined,
) {
  const { ring, sessions } = keys;
  const deviceKey = derivedKey(ring.secret, 'anteroom device cells v1');

  /** Interviews that are being erased: what is written of them must be readable without their key. */
  const leaving = new Set<string>();

  /** @throws {KeyGoneError} when the interview has none any more */
  function keyOf(sessionId: string | null): Uint8Array {
    if (sessionId === null) return deviceKey;
    const key = sessions.find(sessionId);
    if (!key) throw new KeyGoneError(`The key of interview ${sessionId} is destroyed.`);
    return key;
  }
  function seal(sessionId: string | null, place: string, text: string): string {
    if (sessionId !== null && leaving.has(sessionId)) return text;
    return sealText(keyOf(sessionId), cellPlace(sessionId ?? DEVICE, place), text);
  }
  function openUnread(sessionId: string | null, place: string, stored: string): Buffer | null {
    return isSealed(stored) ? openUtf8(keyOf(sessionId), cellPlace(sessionId ?? DEVICE, place), stored) : null;
  }
  function openSealed(sessionId: string | null, place: string, stored: string): Buffer | null {
    if (sessionId !== null && isSealed(stored)) checkRows(sessionId);
    return openUnread(sessionId, place, stored);
  }
  function open(sessionId: string | null, place: string, stored: string): string {
    // erased interviews hold nothing personal and have no key
    return openSealed(sessionId, place, stored)?.toString('utf8') ?? stored;
  }
  function ownerOf(recordingId: RecordingId): string {
    const sessionId = sessionOf(recordingId);
    if (sessionId === undefined) throw new KeyGoneError(`There is no recording ${recordingId}.`);
    return sessionId;
  }

  return {
    /** Makes the key of a new interview, durable before it is used; nothing when it has one. */
    begin(sessionId: SessionId): void {
      if (sessions.find(sessionId) === null) sessions.make(sessionId);
    },
    /**
     * Text to store in place of `text`.
     * @param sessionId null for what belongs to the kiosk and not to an interview
     * @param place table, column and key of the row
     * @throws {KeyGoneError} when the interview has no key: nothing personal is ever stored in the clear
     */
    seal,
    /** @throws {KeyGoneError} when the key is destroyed; {BrokenSealError} when the cell was changed or belongs elsewhere */
    open,
    /**
     * As `open`, for lists: they are made of rows that nobody has read yet (ADR 33), and reading all of fifty interviews first takes a third
     * of a second. What is opened is vouched for by its own seal.
     */
    openForList: (sessionId: string, place: string, stored: string): string =>
      openUnread(sessionId, place, stored)?.toString('utf8') ?? stored,
    /** What was sealed, as UTF-8; null for a text that is not sealed. @throws as `open` */
    openSealed,
    /** Sealed for the recording's interview. @throws {KeyGoneError} for a recording that is not known */
    sealFor: (recordingId: RecordingId, place: string, text: string) => seal(ownerOf(recordingId), place, text),
    openFor: (recordingId: RecordingId, place: string, stored: string) => open(ownerOf(recordingId), place, stored),
    /** Key that the bytes of a recording are sealed with, 32 bytes; null when it is destroyed. */
    recordingKey(recordingId: RecordingId): Buffer | null {
      const sessionId = sessionOf(recordingId);
      if (sessionId !== undefined) checkRows(sessionId);
      const key = sessionId === undefined ? null : sessions.find(sessionId);
      return key === null ? null : derivedKey(key, `anteroom recording v1\0${recordingId}`);
    },
    /** For what belongs to the kiosk and not to an interview: names of staff, tokens. */
    sealForDevice: (place: string, text: string) => sealText(deviceKey, cellPlace(DEVICE, place), text),
    /** A text from an earlier release, not sealed, is returned as it is. */
    openForDevice: (place: string, stored: string) =>
      isSealed(stored) ? openText(deviceKey, cellPlace(DEVICE, place), stored) : stored,
    /** From here on nothing of this interview is sealed; call it before the transaction that erases it. */
    leave: (sessionId: SessionId) => void leaving.add(sessionId),
    stay: (sessionId: SessionId) => void leaving.delete(sessionId),
    hasKey: (sessionId: string) => sessions.find(sessionId) !== null,
    /** Number of the newest key, to be noted with the data. */
    serial: sessions.serial,
    /** Destroys the keys of interviews, on the disk too. Call it after the transaction that erases them. */
    destroy(sessionIds: readonly SessionId[]) {
      for (const id of sessionIds) if (sessions.find(id) !== null) checkRows(id);
      sessions.destroy(sessionIds);
    },
  };
}
export type Cells = ReturnType<typeof createCells>;

/**
 * Data and keys name each other: keys of another kiosk, or an older copy of its keys, must not make interviews look erased.
 *
 * @throws {KeysUnavailableError} when they do not belong together; nothing is changed
 */
export function claimKeys(database: Database, { ring, sessions }: StoreKeys): void {
  const found = database
    .prepare<[], { ring_id: string; newest_serial: number }>('select ring_id, newest_serial from key_ring')
    .get();
  if (found && found.ring_id !== ring.id)
    throw new KeysUnavailableError('keys_of_another', 'The folder "keys" belongs to the data of another kiosk.');
  if (found && found.newest_serial > sessions.serial())
    throw new KeysUnavailableError(
      'keys_outdated',
      'The folder "keys" is an older copy than the data: interviews would be unreadable. Put the newest copy back.',
    );
  if (!found)
    database
      .prepare('insert into key_ring (id, ring_id, newest_serial) values (1, ?, ?)')
      .run(ring.id, sessions.serial());
}
