import { createHash, randomBytes } from 'node:crypto';

/** A random secret of 256 bits, base64url. */
export function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a random secret. Plain SHA-256 is enough: 256 random bits cannot be guessed, however fast. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
