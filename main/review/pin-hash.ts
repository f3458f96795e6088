import { createHmac, scrypt, timingSafeEqual } from 'node:crypto';
import type { PinHash } from './ports.ts';

/** scrypt N = 2^17, r = 8, p = 1: about 0.7 s and 128 MiB per guess on a kiosk's processor (reliability.md §4). */
export const PIN_COST = { n: 131_072, r: 8, p: 1 } as const;

const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Asynchronous on purpose: scrypt runs in libuv's pool and the interview goes on. */
function derive(pin: string, pepper: Uint8Array, pinHash: Omit<PinHash, 'hash'>): Promise<Buffer> {
  // without the pepper file a copied database is worth nothing: six digits alone fall in days
  const peppered = createHmac('sha256', pepper).update(pin, 'utf8').digest();
  const { n, r, p, salt } = pinHash;
  // scrypt needs 128·N·r bytes and a little; Node's default limit of 32 MiB would throw
  const maxmem = 128 * n * r + 128 * r * p + 1024 * 1024;
  return new Promise((resolve, reject) => {
    scrypt(peppered, salt, HASH_BYTES, { N: n, r, p, maxmem }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

/** Hashes a new PIN with a fresh salt. */
export async function hashPin(
  pin: string,
  parts: { pepper: Uint8Array; random: (bytes: number) => Uint8Array; cost?: { n: number; r: number; p: number } },
): Promise<PinHash> {
  const settled = { salt: parts.random(SALT_BYTES), ...(parts.cost ?? PIN_COST) };
  return { ...settled, hash: await derive(pin, parts.pepper, settled) };
}

/** Compares in constant time, with the cost the PIN was stored at. */
export async function isPin(pin: string, stored: PinHash, pepper: Uint8Array): Promise<boolean> {
  const derived = await derive(pin, pepper, stored);
  return derived.length === stored.hash.length && timingSafeEqual(derived, stored.hash);
}
