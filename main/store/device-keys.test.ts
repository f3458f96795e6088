import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDeviceKeys } from './device-keys.ts';
import { deviceSigner, verifySignature } from './device-signer.ts';

const secret = Buffer.alloc(32, 7);
const message = Buffer.from('anteroom');
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-device-keys-'));
  file = join(folder, 'device-key.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the first key is the derived one, and needs no file', () => {
  const keys = openDeviceKeys(file, secret);
  expect(keys.signer.publicKey).toBe(deviceSigner(secret).publicKey);
  expect(() => statSync(file)).toThrow('ENOENT');
});

test('a prepared key waits, over a restart too, until it is adopted; then everybody who holds the signer signs with it', () => {
  const keys = openDeviceKeys(file, secret);
  const { signer } = keys;
  const before = signer.publicKey;
  const next = keys.prepareNext();
  expect(keys.prepareNext().publicKey).toBe(next.publicKey);
  expect(signer.publicKey).toBe(before);
  const again = openDeviceKeys(file, secret);
  expect(again.prepareNext().publicKey).toBe(next.publicKey);
  again.adoptNext();
  expect(again.signer.publicKey).toBe(next.publicKey);
  expect(verifySignature(next.publicKey, message, again.signer.sign(message))).toBe(true);
  const later = openDeviceKeys(file, secret);
  expect(later.signer.publicKey).toBe(next.publicKey);
  expect([later.isOwn(before), later.isOwn(next.publicKey)]).toEqual([true, true]);
  expect(later.isOwn(deviceSigner(Buffer.alloc(32, 8)).publicKey)).toBe(false);
});

test('the file is for this user alone and opens with this kiosk’s secret alone', () => {
  const keys = openDeviceKeys(file, secret);
  keys.prepareNext();
  keys.adoptNext();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const other = openDeviceKeys(file, Buffer.alloc(32, 8));
  expect(other.problem).toContain('cannot be read');
  expect(openDeviceKeys(file, secret).problem).toBeNull();
});

test('a damaged file leaves the first key in use, and says so', () => {
  const keys = openDeviceKeys(file, secret);
  keys.prepareNext();
  keys.adoptNext();
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 40));
  const damaged = openDeviceKeys(file, secret);
  expect(damaged.problem).toContain(file);
  expect(damaged.signer.publicKey).toBe(deviceSigner(secret).publicKey);
});
