import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Workspace } from '../workspace.ts';
import { createKeyRing, type KeyRing, newContents, type RingContents } from './key-ring.ts';
import { type Keyring, type KeyringKind, KeysUnavailableError } from './keyring-port.ts';
import { type KeysFile, readKeysFiles, writeKeysFiles } from './keys-file.ts';
import { decryptWithIdentity, encryptToRecipient } from './recovery-key.ts';
import { overwriteAndRemove } from './replace-file.ts';
import { openSessionKeys, type SessionKeys } from './session-keys.ts';
import { BrokenSealError, KEY_BYTES, openBytes, sealBytes } from './sealed-bytes.ts';

/** The keys of a workspace, opened. */
export interface OpenedKeys {
  readonly ring: KeyRing;
  readonly sessions: SessionKeys;
  readonly keyring: KeyringKind;
  /** Public half of the organisation's recovery key; null when none is set. */
  recipient(): string | null;
  /**
   * Lets the organisation's recovery key open these keys from now on; null takes that away.
   * @throws {RecipientRefusedError} when it is not an age recipient; nothing is changed then
   */
  setRecipient(recipient: string | null): Promise<void>;
  /** What was wrong with one of two files that hold the same; put right unless only read. */
  readonly problems: readonly string[];
}

export type KeyPlaces = Pick<Workspace, 'keysDirectory' | 'secretFile' | 'databaseFile'>;

const RingJson = z.strictObject({
  secret: z.base64(),
  epochs: z.array(z.strictObject({ epoch: z.int().positive(), key: z.base64() })).min(1),
});

const placeOf = (ringId: string, generation: number) => `anteroom key ring v1\0${ringId}\0${generation}`;

function ringText({ secret, epochs }: RingContents): Buffer {
  const json = {
    secret: secret.toString('base64'),
    epochs: epochs.map(({ key, ...epoch }) => ({ ...epoch, key: key.toString('base64') })),
  };
  return Buffer.from(JSON.stringify(json), 'utf8');
}

function contentsOf(file: KeysFile, root: Buffer): RingContents {
  const plain = openBytes(root, placeOf(file.ringId, file.generation), Buffer.from(file.sealedRing, 'base64'));
  const { secret, epochs } = RingJson.parse(JSON.parse(plain.toString('utf8')));
  return {
    secret: Buffer.from(secret, 'base64'),
    epochs: epochs.map(({ key, ...epoch }) => ({ ...epoch, key: Buffer.from(key, 'base64') })),
  };
}

interface WholeKeys {
  file: KeysFile;
  contents: RingContents;
  root: Buffer;
}

/**
 * The newest file that opens: a file whose locked root or ring was damaged is passed over for the other one.
 *
 * @param reveal unlocks the root of a file
 * @throws {KeysUnavailableError} why the root of the newest was not unlocked, or that both are damaged
 */
async function newestWhole(
  files: readonly KeysFile[],
  reveal: (file: KeysFile) => Promise<Buffer>,
  problems: string[],
): Promise<WholeKeys> {
  let refusal: KeysUnavailableError | null = null;
  for (const file of files) {
    try {
      const root = await reveal(file);
      return { file, contents: contentsOf(file, root), root };
    } catch (error) {
      if (error instanceof KeysUnavailableError) refusal ??= error;
      else if (!(error instanceof BrokenSealError)) throw error;
      problems.push(`one of the two key files (generation ${file.generation}) is damaged`);
    }
  }
  throw (
    refusal ??
    new KeysUnavailableError(
      'keys_damaged',
      'Both key files of this kiosk are damaged. Put the folder "keys" back from a copy, or call head office.',
    )
  );
}

/** The secret that an earlier release kept in the clear; null when there is none. @throws when the file is damaged */
function earlierSecret(file: string): Buffer | null {
  if (!existsSync(file)) return null;
  const secret = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  if (secret.length !== KEY_BYTES)
    throw new KeysUnavailableError('keys_damaged', `${file} is damaged: it must hold 64 hexadecimal digits.`);
  return secret;
}

function openedFrom(
  places: KeyPlaces,
  { root, ...found }: WholeKeys,
  problems: readonly string[],
  isReadOnly = false,
): OpenedKeys {
  let { file } = found;
  function save(change: Partial<KeysFile>, contents: RingContents): void {
    const generation = file.generation + 1;
    const sealedRing = sealBytes(root, placeOf(file.ringId, generation), ringText(contents)).toString('base64');
    const next = { ...file, ...change, generation, sealedRing };
    writeKeysFiles(places.keysDirectory, next);
    file = next;
  }
  const ring = createKeyRing(file.ringId, found.contents, (contents) => save({}, contents));
  const opened = openSessionKeys(places.keysDirectory, ring, isReadOnly);
  return {
    ring,
    sessions: opened.sessions,
    keyring: file.keyring,
    recipient: () => file.recovery?.recipient ?? null,
    async setRecipient(recipient) {
      if (recipient === (file.recovery?.recipient ?? null)) return;
      const recovery =
        recipient === null ? null : { recipient, file: (await encryptToRecipient(recipient, root)).toString('base64') };
      save({ recovery }, { secret: ring.secret, epochs: ring.epochs() });
    },
    problems: [...problems, ...opened.problems],
  };
}

async function makeKeys(places: KeyPlaces, keyring: Keyring): Promise<OpenedKeys> {
  const secret = earlierSecret(places.secretFile);
  if (secret === null && existsSync(places.databaseFile))
    throw new KeysUnavailableError(
      'keys_missing',
      `There are interviews here but no keys (${places.keysDirectory}). Put the folder "keys" back from a copy.`,
    );
  const root = randomBytes(KEY_BYTES);
  const contents = newContents(secret ?? undefined);
  const ringId = randomUUID();
  const file: KeysFile = {
    version: 1,
    generation: 1,
    ringId,
    keyring: keyring.kind,
    lockedRoot: (await keyring.protect(root)).toString('base64'),
    recovery: null,
    sealedRing: sealBytes(root, placeOf(ringId, 1), ringText(contents)).toString('base64'),
  };
  writeKeysFiles(places.keysDirectory, file);
  return openedFrom(places, { file, contents, root }, []);
}

/** Both files alike again, and no secret in the clear. */
function putRight(places: KeyPlaces, whole: KeysFile, problems: readonly string[]): void {
  if (problems.length > 0) writeKeysFiles(places.keysDirectory, whole);
  if (existsSync(places.secretFile)) overwriteAndRemove(places.secretFile);
}

/**
 * Opens the keys of a workspace, or makes them at the first start.
 *
 * @param options.isReadOnly changes nothing on the disk: makes no keys and puts nothing right
 * @throws {KeysUnavailableError} when the keyring does not open them, or they are damaged or missing
 */
export async function openKeys(
  places: KeyPlaces,
  keyring: Keyring,
  { isReadOnly = false }: { isReadOnly?: boolean } = {},
): Promise<OpenedKeys> {
  const { files, problems } = readKeysFiles(places.keysDirectory);
  const [newest] = files;
  if (newest === undefined) {
    if (existsSync(places.keysDirectory) && problems.some((problem) => problem.includes('cannot be read')))
      throw new KeysUnavailableError('keys_damaged', `The keys of this kiosk are damaged: ${problems.join('; ')}.`);
    if (isReadOnly) throw new KeysUnavailableError('keys_missing', `There are no keys here (${places.keysDirectory}).`);
    const made = await makeKeys(places, keyring);
    if (existsSync(places.secretFile)) overwriteAndRemove(places.secretFile);
    return made;
  }
  if (newest.keyring !== keyring.kind)
    throw new KeysUnavailableError(
      'keyring_lost',
      `The keys of this kiosk are kept by another keyring (${newest.keyring}), this start has ${keyring.kind}. Start it as before, or use: anteroom keys recover.`,
    );
  const whole = await newestWhole(files, (file) => keyring.reveal(Buffer.from(file.lockedRoot, 'base64')), problems);
  if (!isReadOnly) putRight(places, whole.file, problems);
  return openedFrom(places, whole, problems, isReadOnly);
}

/**
 * Opens keys with the private half of the organisation's recovery key and trusts them to a new keyring, because the old one is
 * lost (F23).
 *
 * @param identity `AGE-SECRET-KEY-1…`
 * @throws {KeysUnavailableError} when no recovery key was set, or it is another one
 */
export async function recoverKeys(places: KeyPlaces, identity: string, keyring: Keyring): Promise<OpenedKeys> {
  const { files, problems } = readKeysFiles(places.keysDirectory);
  const recovery = files.find((file) => file.recovery !== null)?.recovery ?? null;
  if (recovery === null)
    throw new KeysUnavailableError(
      'keyring_lost',
      'No recovery key was ever set on this kiosk: its keys cannot be recovered.',
    );
  const decrypted = decryptWithIdentity(identity, Buffer.from(recovery.file, 'base64')).catch((error: unknown) => {
    throw new KeysUnavailableError('keyring_lost', 'This is not the recovery key that this kiosk was set up with.', {
      cause: error,
    });
  });
  const { contents, root, ...whole } = await newestWhole(files, () => decrypted, problems);
  const lockedRoot = (await keyring.protect(root)).toString('base64');
  const file = { ...whole.file, keyring: keyring.kind, lockedRoot };
  writeKeysFiles(places.keysDirectory, file);
  return openedFrom(places, { file, contents, root }, problems);
}
