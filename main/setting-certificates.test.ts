import { rootCertificates } from 'node:tls';
import { expect, test } from 'vitest';
import { authorityRefusal } from './setting-certificates.ts';

const [first = '', second = ''] = rootCertificates;

test('no certificate, one, and several are taken', () => {
  expect(authorityRefusal('')).toBeNull();
  expect(authorityRefusal(first)).toBeNull();
  expect(authorityRefusal(`${first}\n${second}\n`)).toBeNull();
});

test('one damaged certificate among good ones is refused', () => {
  const damaged = second.replace(/^(-----BEGIN CERTIFICATE-----\n).{40}/, '$1');
  expect(authorityRefusal(`${first}\n${damaged}\n`)).toMatch(/no certificate/);
});
