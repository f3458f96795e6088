import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from '#shared/wire/person.ts';

/** Cost of a guess: `n` a power of two; scrypt takes 128·n·r bytes of memory. */
export interface ScryptCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** N = 2^17, r = 8, p = 1: 128 MiB a guess (OWASP Password Storage Cheat Sheet, scrypt). */
export const PASSWORD_COST: ScryptCost = { n: 131_072, r: 8, p: 1 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Fewer than this many different signs is no password, however long. */
const MIN_DIFFERENT_SIGNS = 5;

/** Hashing takes so much memory that guesses wait for each other. */
let last: Promise<unknown> = Promise.resolve();

function derive(password: string, salt: Uint8Array, { n, r, p }: ScryptCost): Promise<Buffer> {
  // Node's default limit of 32 MiB would throw
  const maxmem = 128 * n * r + 128 * r * p + 1024 * 1024;
  const run = last.then(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, HASH_BYTES, { N: n, r, p, maxmem }, (error, key) => {
          if (error) reject(error);
          else resolve(key);
        });
      }),
  );
  last = run.catch(() => undefined);
  return run;
}

/** `scrypt$n$r$p$salt$hash`, salt and hash in base64url. */
export async function hashPassword(password: string, cost: ScryptCost): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, cost);
  return ['scrypt', cost.n, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Compares in constant time, at the cost the password was stored with. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [name, n, r, p, salt, hash] = stored.split('$');
  if (name !== 'scrypt' || salt === undefined || hash === undefined)
    throw new Error('A stored password is unreadable.');
  const cost = { n: Number(n), r: Number(r), p: Number(p) };
  const wanted = Buffer.from(hash, 'base64url');
  const derived = await derive(password, Buffer.from(salt, 'base64url'), cost);
  return derived.length === wanted.length && timingSafeEqual(derived, wanted);
}

/** What is wrong with a new password, as a sentence; null when nothing is. */
export function passwordFault(
  password: string,
  person: { readonly login: string; readonly name: string },
): string | null {
  const signs = Array.from(new Intl.Segmenter().segment(password), ({ segment }) => segment);
  if (signs.length < PASSWORD_MIN_LENGTH) return `A password has at least ${PASSWORD_MIN_LENGTH} signs.`;
  if (password.length > PASSWORD_MAX_LENGTH) return `A password has at most ${PASSWORD_MAX_LENGTH} signs.`;
  if (new Set(signs).size < MIN_DIFFERENT_SIGNS) return `Use at least ${MIN_DIFFERENT_SIGNS} different signs.`;
  const lower = password.toLowerCase();
  const isNamed = [person.login, person.name].some((word) => word.length > 2 && lower.includes(word.toLowerCase()));
  return isNamed ? 'A password does not contain your name or sign-in name.' : null;
}
