import { createHash } from 'node:crypto';

const TWO_TO_32 = 2 ** 32;

/**
 * Where a kiosk stands among all, from 0 up to, not including, 100: the first four bytes of the SHA-256 of `anteroom-rollout\n` and
 * its id, as a number, over 2^32, times 100. Always the same for a kiosk, so that one that had the last stage of a release also has
 * the next, and a site can say which kiosks are always among the first.
 */
export function rolloutBucket(deviceId: string): number {
  const first = createHash('sha256').update(`anteroom-rollout\n${deviceId}`).digest().readUInt32BE(0);
  return (first / TWO_TO_32) * 100;
}

/** @param percent 0: to nobody; 100: to everybody */
export function isInRollout(deviceId: string, percent: number): boolean {
  return rolloutBucket(deviceId) < percent;
}
