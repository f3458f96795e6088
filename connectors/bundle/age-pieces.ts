import { ReadableStream } from 'node:stream/web';

type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

function streamOf(pieces: Pieces): ReadableStream<Uint8Array> {
  return ReadableStream.from(pieces);
}

/**
 * Encrypts piece by piece to an age recipient; no more than some 64 KiB blocks are in memory.
 * @throws when `recipient` is none
 */
export async function encryptPieces(recipient: string, pieces: Pieces): Promise<AsyncIterable<Uint8Array>> {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(streamOf(pieces));
}

/**
 * Decrypts piece by piece. Every block is authenticated before it is given out, the end of the file too.
 * @throws when the identity is none, the file was not encrypted to it, or it was changed
 */
export async function decryptPieces(identity: string, pieces: Pieces): Promise<AsyncIterable<Uint8Array>> {
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(streamOf(pieces));
}

/** All of it. @throws what the pieces throw; RangeError when there is more than `maxBytes` */
export async function joinPieces(pieces: Pieces, maxBytes: number): Promise<Buffer> {
  const found: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of pieces) {
    sizeBytes += piece.length;
    if (sizeBytes > maxBytes) throw new RangeError(`more than ${maxBytes} bytes`);
    found.push(piece);
  }
  return Buffer.concat(found, sizeBytes);
}
