import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { v7 } from 'uuid';
import { DEVICE_STATUS_HEADER, type DeviceStatus } from '#shared/wire/device.ts';
import {
  BRIEF_HEADER,
  BRIEF_NONCE_BYTES,
  briefHeader,
  fullHeaders,
  inBrief,
  readBriefHeader,
} from './brief-signature.ts';
import { deviceAuth } from './request-auth.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signer = {
  publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
  sign: (message: Uint8Array) => sign(null, message, privateKey).toString('base64url'),
};
const sha256 = randomBytes(32).toString('hex');
const status: DeviceStatus = {
  version: '1.0.0',
  recordsWaiting: 1,
  filesWaiting: 0,
  bytesWaiting: 0,
  parked: 0,
  oldestWaitingAt: null,
  freeBytes: null,
  diskDaysLeft: null,
  lastBackupAt: null,
  models: [],
};
const batchKey = Buffer.from(sha256, 'hex').subarray(0, 16).toString('base64url');
const request = {
  method: 'POST',
  url: 'https://hub.example.org/v1/batches',
  headers: { 'content-type': 'application/x-anteroom', 'idempotency-key': batchKey, 'anteroom-content-sha256': sha256 },
};

test.each([
  ['without a status', undefined],
  ['with one', () => status],
])('what a brief header stands for is, word for word, what was signed (%s)', async (_name, tell) => {
  const deviceId = v7();
  // the full headers that the brief ones are made of, caught on their way
  const said = await deviceAuth({
    deviceId,
    signer,
    hubKey: '',
    ...(tell === undefined ? {} : { status: tell }),
  }).headersOf({
    ...request,
    isBrief: true,
  });
  expect(Object.keys(said)).toEqual(
    expect.arrayContaining(['content-type', BRIEF_HEADER, ...(tell === undefined ? [] : [DEVICE_STATUS_HEADER])]),
  );
  for (const name of [
    'signature',
    'signature-input',
    'idempotency-key',
    'anteroom-content-sha256',
    'anteroom-device-id',
  ])
    expect(said).not.toHaveProperty(name);
  const brief = readBriefHeader(said[BRIEF_HEADER] ?? '');
  if (brief === null) throw new Error('The header cannot be read.');
  expect(brief).toMatchObject({ deviceId, sha256 });
  const full = fullHeaders(brief, signer.publicKey, tell !== undefined);
  expect(full['idempotency-key']).toBe(batchKey);
  // and back: nothing is lost, nothing is added
  expect(inBrief({ ...request.headers, ...full }, brief)).toEqual({
    'content-type': 'application/x-anteroom',
    [BRIEF_HEADER]: said[BRIEF_HEADER],
  });
});

test('a device that is no UUID signs in full', async () => {
  const said = await deviceAuth({ deviceId: 'kiosk-1', signer, hubKey: '' }).headersOf({ ...request, isBrief: true });
  expect(said).toHaveProperty('signature-input');
  expect(said).not.toHaveProperty(BRIEF_HEADER);
});

test('what is none is not taken for one', () => {
  const header = briefHeader({
    deviceId: v7(),
    keyStart: 'c0ffee00',
    createdS: 1_700_000_000,
    nonce: randomBytes(BRIEF_NONCE_BYTES).toString('hex'),
    sha256,
    signature: randomBytes(64).toString('base64'),
  });
  expect(readBriefHeader(header)).not.toBeNull();
  for (const bad of ['', 'x', header.slice(4), `${header}AAAA`, `B${header.slice(1)}`])
    expect(readBriefHeader(bad)).toBeNull();
});
