import { createHash, createHmac, randomBytes, webcrypto } from 'node:crypto';
import { expect, test } from 'vitest';
import { BrokenSealError, open, seal, sealedBytes } from './chunked-encryption.ts';

const KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
const SALT = Buffer.from(Array.from({ length: 24 }, (_, index) => 0xa0 + index));
const CONTEXT = Buffer.from('anteroom test', 'latin1');
/** 0, 1, 2 … */
const message = (length: number) => Buffer.from(Array.from({ length }, (_, index) => index % 251));
const CHUNK = 16_384;

/** The specification once more, written for this test from its text alone and over another API. */
async function sealBySpecification(plain: Buffer): Promise<Buffer> {
  const info = Buffer.concat([
    Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM'),
    Buffer.of(0),
    SALT,
    CONTEXT,
  ]);
  // 32 + 12 + 32 bytes are two blocks of SHA-512
  const first = createHmac('sha512', KEY)
    .update(Buffer.concat([info, Buffer.of(1)]))
    .digest();
  const second = createHmac('sha512', KEY)
    .update(Buffer.concat([first, info, Buffer.of(2)]))
    .digest();
  const derived = Buffer.concat([first, second]);
  const key = await webcrypto.subtle.importKey('raw', derived.subarray(0, 32), 'AES-GCM', false, ['encrypt']);
  const parts = [SALT, derived.subarray(44, 76)];
  for (let chunk = 0; chunk * CHUNK <= plain.length; chunk++) {
    const counter = Buffer.alloc(12);
    counter.writeUIntBE(chunk, 7, 5);
    const iv = derived.subarray(32, 44).map((byte, index) => byte ^ (counter[index] ?? 0));
    const piece = plain.subarray(chunk * CHUNK, (chunk + 1) * CHUNK);
    parts.push(Buffer.from(await webcrypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, piece)));
  }
  return Buffer.concat(parts);
}

test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 20 * 1024, 3 * CHUNK])(
  '%d bytes are sealed as the specification says, and open again',
  async (length) => {
    const sealed = seal(KEY, CONTEXT, message(length), SALT);
    expect(sealed.equals(await sealBySpecification(message(length)))).toBe(true);
    expect(sealed).toHaveLength(sealedBytes(length));
    expect(open(KEY, CONTEXT, sealed).equals(message(length))).toBe(true);
  },
);

test('pinned: what was sealed once must open for ever', () => {
  expect(seal(KEY, CONTEXT, message(5), SALT).toString('hex')).toBe(
    'a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7afaa5c6454347c71f85c468e1414bab3e5992374307e41e090af4eccd3b3c2b12a6b9a1c4c0742f7d2673f09e2dac9c877b9d2b4f0',
  );
  expect(
    createHash('sha256')
      .update(seal(KEY, CONTEXT, message(40_000), SALT))
      .digest('hex'),
  ).toBe('b840ddb82875ed3cebd2d2d8e5ec3a64df0fc0d230f76cc19d0abd526f310700');
});

test('every bit counts: 400 flips, each is refused', () => {
  const sealed = seal(KEY, CONTEXT, message(20_000));
  for (let n = 0; n < 400; n++) {
    const damaged = Buffer.from(sealed);
    // also in the salt, the commitment and the tags
    const at = n < 60 ? n : (n * 7919) % sealed.length;
    damaged[at] = (damaged[at] ?? 0) ^ (1 << (n % 8));
    expect(() => open(KEY, CONTEXT, damaged), `byte ${at}`).toThrow(BrokenSealError);
  }
});

test('cut at any place, with a chunk left out, doubled or moved, with another key or context: refused', () => {
  const sealed = seal(KEY, CONTEXT, message(3 * CHUNK + 10));
  const prefix = 56;
  const chunk = (index: number) => sealed.subarray(prefix + index * (CHUNK + 16), prefix + (index + 1) * (CHUNK + 16));
  for (const length of [0, 10, 55, 56, 57, 71, prefix + CHUNK + 16, prefix + 2 * (CHUNK + 16), sealed.length - 1])
    expect(() => open(KEY, CONTEXT, sealed.subarray(0, length)), `cut at ${length}`).toThrow(BrokenSealError);
  const head = sealed.subarray(0, prefix);
  for (const order of [
    [0, 2, 3],
    [0, 1, 1, 2, 3],
    [1, 0, 2, 3],
  ])
    expect(() => open(KEY, CONTEXT, Buffer.concat([head, ...order.map(chunk)]))).toThrow(BrokenSealError);
  expect(() => open(randomBytes(32), CONTEXT, sealed)).toThrow(BrokenSealError);
  expect(() => open(KEY, Buffer.from('elsewhere'), sealed)).toThrow(BrokenSealError);
  // the negative control
  expect(open(KEY, CONTEXT, Buffer.concat([head, ...[0, 1, 2, 3].map(chunk)]))).toHaveLength(3 * CHUNK + 10);
});

test('the same message twice has nothing in common but its length', () => {
  const [a, b] = [seal(KEY, CONTEXT, message(1000)), seal(KEY, CONTEXT, message(1000))];
  expect(a.subarray(0, 24).equals(b.subarray(0, 24))).toBe(false);
  expect(a.subarray(56).equals(b.subarray(56))).toBe(false);
});
