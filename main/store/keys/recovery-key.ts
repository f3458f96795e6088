/**
 * The organisation's recovery key: an age key pair (https://age-encryption.org/v1). Kiosks know the public half, `age1…`, only;
 * the private half, `AGE-SECRET-KEY-1…`, lies in head office's safe and opens any kiosk whose keyring was lost.
 */
const RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/;

/** Whether this is the public half of a recovery key, as far as one can see. */
export function isRecoveryRecipient(text: string): boolean {
  return RECIPIENT.test(text);
}

/** Makes a new pair. */
export async function makeRecoveryKey(): Promise<{ identity: string; recipient: string }> {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** A text that looks like a public half and is none: its check digits are wrong. */
export class RecipientRefusedError extends Error {
  override readonly name = 'RecipientRefusedError';
}

/** @throws {RecipientRefusedError} when `recipient` is not an age recipient */
export async function encryptToRecipient(recipient: string, plain: Uint8Array): Promise<Buffer> {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch (error) {
    throw new RecipientRefusedError(`${recipient} is no age recipient.`, { cause: error });
  }
  return Buffer.from(await encrypter.encrypt(plain));
}

/** @throws when the identity is malformed or the file was not encrypted to it */
export async function decryptWithIdentity(identity: string, file: Uint8Array): Promise<Buffer> {
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity.trim());
  return Buffer.from(await decrypter.decrypt(file, 'uint8array'));
}
