import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { PublicKey } from '#shared/wire/signature.ts';
import { type DeviceSigner, deviceSigner, signerOf } from './device-signer.ts';
import { replaceFile } from './keys/replace-file.ts';
import { BrokenSealError, derivedKey, openBytes, sealBytes } from './keys/sealed-bytes.ts';

const SEED_BYTES = 32;
const SealedKey = z.strictObject({ publicKey: PublicKey, sealedSeed: z.base64() });
const KeysText = z.strictObject({
  version: z.literal(1),
  /** Null: the first key, which is derived from the kiosk's secret. */
  current: SealedKey.nullable(),
  /** Made, but head office is not known to have gone over to it. */
  next: SealedKey.nullable(),
  /** Public halves of keys that were in use before; what they signed is still this kiosk's word. */
  earlier: z.array(PublicKey),
});
type KeysText = z.infer<typeof KeysText>;

/** The signing keys of this kiosk, one of them in use. */
export interface DeviceKeys {
  /** Signs with the key in use, whichever that is at the moment. */
  readonly signer: DeviceSigner;
  /** Whether a public key is this kiosk's, in use or before. */
  isOwn(publicKey: string): boolean;
  /** The key to go over to, made now unless one was made before; on the disk when this returns. */
  prepareNext(): DeviceSigner;
  /** Whether a key was prepared and is not in use yet. */
  hasNext(): boolean;
  /** Head office has gone over to the next key: it is the one in use from now on. */
  adoptNext(): void;
  /** Why the file could not be read; the first key is then in use again, which head office may not know any more. */
  readonly problem: string | null;
}

/**
 * The kiosk's signing keys, in a file of their own beside the other keys: which key is in use must not be set back together with
 * the database. A kiosk that has never changed its key has no such file.
 *
 * Later keys are random and not derived: a key that follows from the same secret as the one that was lost is lost too.
 *
 * @param secret the kiosk's 32 bytes; seals the file
 */
export function openDeviceKeys(file: string, secret: Buffer): DeviceKeys {
  const sealing = derivedKey(secret, 'anteroom device key file v1');
  const first = deviceSigner(secret);
  let problem: string | null = null;
  let kept: KeysText = { version: 1, current: null, next: null, earlier: [] };
  let current = first;

  const placeOf = (publicKey: string): string => `anteroom device key v1\0${publicKey}`;
  const opened = ({ publicKey, sealedSeed }: z.infer<typeof SealedKey>): DeviceSigner =>
    signerOf(openBytes(sealing, placeOf(publicKey), Buffer.from(sealedSeed, 'base64')));

  if (existsSync(file)) {
    try {
      const found = KeysText.parse(JSON.parse(readFileSync(file, 'utf8')));
      current = found.current === null ? first : opened(found.current);
      kept = found;
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof z.ZodError || error instanceof BrokenSealError))
        throw error;
      problem = `${file} cannot be read: ${error.message}`;
    }
  }

  function keep(next: KeysText): void {
    replaceFile(file, `${JSON.stringify(next, null, 1)}\n`);
    kept = next;
  }

  return {
    signer: {
      get publicKey() {
        return current.publicKey;
      },
      sign: (message) => current.sign(message),
    },
    isOwn: (publicKey) => publicKey === current.publicKey || kept.earlier.includes(publicKey),
    prepareNext() {
      if (kept.next !== null) return opened(kept.next);
      const seed = randomBytes(SEED_BYTES);
      const made = signerOf(seed);
      const sealedSeed = sealBytes(sealing, placeOf(made.publicKey), seed).toString('base64');
      keep({ ...kept, next: { publicKey: made.publicKey, sealedSeed } });
      return made;
    },
    hasNext: () => kept.next !== null,
    adoptNext() {
      if (kept.next === null) throw new Error('There is no next key to go over to.');
      const adopted = opened(kept.next);
      keep({ version: 1, current: kept.next, next: null, earlier: [...kept.earlier, current.publicKey] });
      current = adopted;
    },
    problem,
  };
}
