import { totpCode, totpStep } from './totp.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An authenticator app that was given a secret as text: shows the code of a moment, `drift` steps away. */
export function startAuthenticator(secret: string): (atMs: number, drift?: number) => string {
  const bits = Array.from(secret.replaceAll(' ', ''), (letter) =>
    ALPHABET.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  const key = Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2));
  return (atMs, drift = 0) => totpCode(key, totpStep(atMs) + drift);
}
