import { expect, test } from 'vitest';
import { NEWEST_SCHEMA } from '#main/store/migrate.ts';
import { verifySignature } from '#main/store/device-signer.ts';
import { type ManifestReader, openManifest } from '#main/update/open-manifest.ts';
import { isInRollout, rolloutBucket } from '#main/update/rollout.ts';
import { appImageOf, manifestOf, publisherKey, signed } from './publisher.ts';

const key = publisherKey();
const reader = (changed: Partial<ManifestReader> = {}): ManifestReader => ({
  trustedKeys: [key.publicKey],
  verify: verifySignature,
  platform: 'linux-x64',
  version: '1.0.0',
  schema: NEWEST_SCHEMA,
  deviceId: '0199a1b2-0000-7000-8000-000000000001',
  nowMs: Date.parse('2026-11-29T08:00:00.000Z'),
  seen: { sequence: 0, sha256: '', floor: null, failedVersions: [] },
  ...changed,
});
const bytesOf = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const codeOf = (bytes: Uint8Array, changed: Partial<ManifestReader> = {}) => {
  const found = openManifest(bytes, reader(changed));
  return found.kind === 'refused' ? found.code : found.reason;
};
const offered = (parts: Parameters<typeof manifestOf>[0] = {}, changed: Partial<ManifestReader> = {}) =>
  codeOf(bytesOf(signed(manifestOf(parts), key)), changed);

test('what a trusted publisher signed is offered', () => {
  const found = openManifest(bytesOf(signed(manifestOf(), key)), reader());
  expect(found).toMatchObject({ kind: 'believed', reason: 'newer', offer: { name: 'Anteroom-1.1.0.AppImage' } });
});

test('the order of keys and blanks is not signed: it is read the same', () => {
  const { manifest, signatures } = signed(manifestOf(), key);
  const turned = Object.fromEntries(Object.entries(manifest).toReversed());
  expect(codeOf(bytesOf(JSON.stringify({ signatures, manifest: turned }, null, 4)))).toBe('newer');
});

test.each([
  ['nothing', ''],
  ['a portal', '<!doctype html><title>Welcome</title>'],
  ['bytes that are no text', '\xff\xfe'],
  ['a torn answer', JSON.stringify(signed(manifestOf(), key)).slice(0, -40)],
  ['no signatures', JSON.stringify({ manifest: manifestOf() })],
  ['an empty list of signatures', JSON.stringify({ manifest: manifestOf(), signatures: [] })],
  ['a bare manifest', JSON.stringify(manifestOf())],
  ['a list', '[]'],
  [
    'nesting without end',
    `{"manifest":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}},"signatures":[{"keyId":"0011223344556677","signature":"${'A'.repeat(86)}"}]}`,
  ],
])('%s is no manifest', (_name, text) => {
  expect(codeOf(Buffer.from(text, 'latin1'))).toBe('not_a_manifest');
});

test('signed by another key, or by another under the name of ours', () => {
  const stranger = publisherKey();
  const theirs = signed(manifestOf(), stranger);
  expect(codeOf(bytesOf(theirs))).toBe('unknown_key');
  const [ours] = signed(manifestOf(), key).signatures;
  const named = { ...theirs, signatures: [{ ...theirs.signatures[0], keyId: ours?.keyId }] };
  expect(codeOf(bytesOf(named))).toBe('bad_signature');
  // any stranger may sign beside us
  expect(codeOf(bytesOf(signed(manifestOf(), stranger, key)))).toBe('newer');
});

test('keys follow one another: both are trusted for a while', () => {
  const next = publisherKey();
  const both = { trustedKeys: [key.publicKey, next.publicKey] };
  expect(codeOf(bytesOf(signed(manifestOf(), next)), both)).toBe('newer');
  expect(codeOf(bytesOf(signed(manifestOf(), key)), both)).toBe('newer');
  expect(codeOf(bytesOf(signed(manifestOf(), key)), { trustedKeys: [next.publicKey] })).toBe('unknown_key');
  expect(codeOf(bytesOf(signed(manifestOf(), key)), { trustedKeys: [] })).toBe('unknown_key');
});

test('one flipped bit anywhere: never offered as something else', () => {
  const good = bytesOf(signed(manifestOf(), key));
  const whole = openManifest(good, reader());
  const passed: string[] = [];
  for (let at = 0; at < good.length; at += 1) {
    const bad = Buffer.from(good);
    bad[at] = (bad[at] ?? 0) ^ (1 << (at % 8));
    const found = openManifest(bad, reader());
    // base64url has spare bits in its last digit: the signature is then the same one
    if (found.kind === 'believed')
      passed.push(JSON.stringify(found) === JSON.stringify(whole) ? 'same' : `changed at ${at}`);
  }
  expect(passed.filter((each) => each !== 'same')).toEqual([]);
  expect(passed.length).toBeLessThan(3);
});

test.each([
  ['sequence', 'x'],
  ['sequence', 0],
  ['rolloutPercent', 'a few'],
  ['rolloutPercent', null],
  ['rolloutPercent', '50'],
  ['rolloutPercent', 101],
  ['rolloutPercent', -1],
  ['version', '1.1'],
  ['version', '1.1.0-beta.1'],
  ['version', '01.1.0'],
  ['expiresAt', 'never'],
  ['format', 2],
  ['extra', true],
])('signed, but %s is %j: it goes to nobody', (field, value) => {
  expect(codeOf(bytesOf(signed({ ...manifestOf(), [field]: value }, key)))).toBe('invalid_manifest');
});

test.each(['../evil.AppImage', '/etc/passwd', 'a/b.AppImage', '..', 'a\\b.exe', '', '.hidden', 'x y.exe'])(
  'a file named %j',
  (name) => {
    const artifact = { ...appImageOf('1.1.0', 'x'), name };
    expect(offered({ artifacts: { 'linux-x64': artifact } })).toBe('invalid_manifest');
  },
);

test.each(['../b/start', 'a/../../b', '/bin/sh', 'a//b', './a', 'C:\\x', 'a\0b'])('a file inside at %j', (path) => {
  const artifact = {
    ...appImageOf('1.1.0', 'x'),
    unpacked: [{ path, size: 1, sha512: appImageOf('1.1.0', 'x').sha512 }],
  };
  expect(offered({ artifacts: { 'linux-x64': artifact } })).toBe('invalid_manifest');
  expect(offered({ artifacts: { 'linux-x64': { ...appImageOf('1.1.0', 'x'), start: path } } })).toBe(
    'invalid_manifest',
  );
});

test('an older manifest played again, and another one under the same number', () => {
  const first = openManifest(bytesOf(signed(manifestOf({ sequence: 7 }), key)), reader());
  if (first.kind !== 'believed') throw new Error('it is good');
  const seen = { sequence: 7, sha256: first.sha256, floor: null, failedVersions: [] };
  expect(offered({ sequence: 6 }, { seen })).toBe('replayed');
  expect(offered({ sequence: 7 }, { seen })).toBe('newer');
  expect(offered({ sequence: 7, rolloutPercent: 99.5 }, { seen })).toBe('replayed');
  expect(offered({ sequence: 8 }, { seen })).toBe('newer');
});

test('time: not yet, from now on, no more', () => {
  const at = (instant: string) => ({ nowMs: Date.parse(instant) });
  expect(offered({}, at('2026-10-31T23:59:59.999Z'))).toBe('not_yet_valid');
  expect(offered({}, at('2026-11-01T00:00:00.000Z'))).toBe('newer');
  expect(offered({}, at('2027-01-31T23:59:59.999Z'))).toBe('newer');
  expect(offered({}, at('2027-02-01T00:00:00.000Z'))).toBe('expired');
});

test('versions: never back, never below a floor that was ever seen, never over a missing step', () => {
  const seen = (floor: string) => ({ seen: { sequence: 0, sha256: '', floor, failedVersions: [] } });
  expect(offered({}, { version: '1.1.0' })).toBe('up_to_date');
  expect(offered({}, { version: '1.1.1' })).toBe('downgrade');
  expect(offered({}, { version: '1.10.0' })).toBe('downgrade');
  expect(offered({ version: '1.10.0' }, { version: '1.9.0' })).toBe('newer');
  expect(offered({ floor: '1.2.0' })).toBe('below_floor');
  expect(offered({}, seen('1.1.0'))).toBe('newer');
  expect(offered({}, seen('1.1.1'))).toBe('below_floor');
  expect(offered({ updatesFrom: '1.0.1' })).toBe('step_missing');
});

test('a release that could not read what this kiosk holds', () => {
  expect(offered({ schema: NEWEST_SCHEMA - 10 })).toBe('cannot_read_data');
  expect(offered({ schema: NEWEST_SCHEMA + 10 })).toBe('newer');
});

test('a release for other computers only, and a file of another one in its place', () => {
  expect(offered({ artifacts: { 'win32-x64': appImageOf('1.1.0', 'x') } })).toBe('no_artifact');
  expect(offered({}, { platform: null })).toBe('no_artifact');
  expect(offered({}, { platform: 'linux-arm64' })).toBe('no_artifact');
});

test('a version that did not become healthy here is not tried again; a higher one is', () => {
  const seen = { sequence: 0, sha256: '', floor: null, failedVersions: ['1.1.0'] };
  expect(offered({}, { seen })).toBe('failed_before');
  expect(offered({ version: '1.1.1' }, { seen })).toBe('newer');
});

const ids = Array.from({ length: 10_000 }, (_, index) => `0199a1b2-0000-7000-8000-${String(index).padStart(12, '0')}`);

test.each([0, 1, 20, 50, 99, 100])('%d percent of ten thousand kiosks', (percent) => {
  const share = ids.filter((id) => isInRollout(id, percent)).length / 100;
  // 0 and 100 are exact; five standard deviations of a fair draw elsewhere
  const deviation = Math.sqrt((percent * (100 - percent)) / ids.length);
  expect(Math.abs(share - percent)).toBeLessThanOrEqual(5 * deviation);
});

test('who has one stage has the next, and the formula is what the guide says', () => {
  expect(ids.every((id) => !isInRollout(id, 20) || isInRollout(id, 50))).toBe(true);
  // echo -ne 'anteroom-rollout\n0199a1b2-0000-7000-8000-000000000001' | sha256sum
  expect(rolloutBucket('0199a1b2-0000-7000-8000-000000000001')).toBeCloseTo((0xeddaf14c / 2 ** 32) * 100, 9);
  expect(offered({ rolloutPercent: 0 })).toBe('not_in_rollout');
  expect(offered({ rolloutPercent: 100 })).toBe('newer');
});
