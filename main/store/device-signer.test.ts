import { expect, test } from 'vitest';
import { deviceSigner, verifySignature } from './device-signer.ts';

const secret = Buffer.alloc(32, 7);
const message = Buffer.from('anteroom');

test('a secret gives the key and the signature that another implementation of HKDF and Ed25519 gives', () => {
  const signer = deviceSigner(secret);
  expect(signer.publicKey).toBe('FOjFSINSNCPhRv38d16cSu_sq3-sb-jR1knJ8VZwSx4');
  expect(signer.sign(message)).toBe(
    '3ltQN3Tu5SUhuMTtprMgVDe_jPMdSKadNqqQpznbXwgIAcljVj7uS_3O_ddxbd-AWir73RC9Zmgw2x1SP7S0DA',
  );
});

test('a signature holds for its key and its bytes alone', () => {
  const signer = deviceSigner(secret);
  const signature = signer.sign(message);
  expect(verifySignature(signer.publicKey, message, signature)).toBe(true);
  expect(verifySignature(signer.publicKey, Buffer.from('anteroon'), signature)).toBe(false);
  expect(verifySignature(deviceSigner(Buffer.alloc(32, 8)).publicKey, message, signature)).toBe(false);
  expect(verifySignature(signer.publicKey, message, `A${signature.slice(1)}`)).toBe(false);
  expect(verifySignature('no key', message, signature)).toBe(false);
  expect(verifySignature(signer.publicKey, message, '')).toBe(false);
});

test('a secret of another length is refused', () => {
  expect(() => deviceSigner(Buffer.alloc(31))).toThrow('32 bytes, not 31');
});
