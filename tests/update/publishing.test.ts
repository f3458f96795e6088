import { spawnSync } from 'node:child_process';
import { NEWEST_SCHEMA } from '#main/store/migrate.ts';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { locate } from '#main/locations.ts';
import { Feed } from '#main/slot-updates.ts';
import { verifySignature } from '#main/store/device-signer.ts';
import { fetchRelease } from '#main/update/release-updater.ts';
import { openManifest } from '#main/update/open-manifest.ts';
import { updateCommand } from '#main/update-command.ts';
import type { Platform } from '#shared/update-manifest.ts';
import { serveFiles } from './publisher.ts';

// what a publisher does, by the commands, and what a kiosk makes of it

let home: string;
let said: string[];
let code: number;
const at = (...names: string[]) => join(home, ...names);

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'publishing-'));
  said = [];
  code = 0;
  writeFileSync(at('built.AppImage'), '#!/bin/sh\necho one\n');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function run(...words: string[]): Promise<string> {
  said = [];
  code = 0;
  const command = updateCommand({
    fromCaller: (path) => path,
    resourcesDirectory: locate().resourcesDirectory,
    print: (text) => said.push(text),
    complain: (text) => said.push(text),
    exit: (given) => (code = given),
    now: () => new Date('2026-11-29T08:00:00.000Z'),
  });
  for (const each of [command, ...command.commands])
    each.exitOverride().configureOutput({ writeErr: (text) => said.push(text) });
  await command.parseAsync(words, { from: 'user' });
  return said.join('\n');
}

const open = (trusted: readonly string[], changed: { version?: string; platform?: Platform } = {}) =>
  openManifest(readFileSync(at('out', 'anteroom-update.json')), {
    trustedKeys: trusted,
    verify: verifySignature,
    platform: 'linux-x64',
    version: '1.0.0',
    schema: NEWEST_SCHEMA,
    deviceId: 'x',
    nowMs: Date.parse('2026-11-30T08:00:00.000Z'),
    seen: { sequence: 0, sha256: '', floor: null, failedVersions: [] },
    ...changed,
  });

test('a key, a release, stages, the next key: a kiosk follows', async () => {
  const first = await run('new-key', at('first.key'));
  const second = await run('new-key', at('second.key'));
  expect(first).toMatch(/^[A-Za-z0-9_-]{43}$/);
  const others = process.platform === 'win32' ? 0 : statSync(at('first.key')).mode & 0o077;
  expect(others).toBe(0);
  const sign = ['sign', at('out'), '--key', at('first.key'), '--linux', at('built.AppImage')];
  expect(await run(...sign, '--release', '1.1.0', '--floor', '1.0.0', '--rollout', '0')).toBe(
    'Version 1.1.0 to 0 % of the kiosks, never below 1.0.0; manifest 1, valid until 2027-02-27.',
  );
  expect(open([first])).toMatchObject({ kind: 'believed', reason: 'not_in_rollout' });
  await run('stage', at('out'), '--rollout', '100', '--key', at('first.key'));
  expect(open([first])).toMatchObject({ kind: 'believed', reason: 'newer', manifest: { sequence: 2 } });
  // both keys sign, so that kiosks that know one of them follow
  await run(...sign, '--key', at('second.key'), '--release', '1.2.0');
  for (const key of [first, second]) expect(open([key])).toMatchObject({ manifest: { version: '1.2.0', sequence: 3 } });
  // and what lies there is what electron-updater takes
  const server = await serveFiles();
  for (const name of ['latest-linux.yml', 'built.AppImage'])
    server.files.set(`/${name}`, readFileSync(at('out', name)));
  process.env['APPIMAGE'] = at('built.AppImage');
  try {
    const found = open([second]);
    if (found.kind !== 'believed' || found.offer === null) throw new Error('it is offered');
    const parts = {
      feedUrl: server.url,
      cacheDirectory: at('cache'),
      version: '1.0.0',
      platform: 'linux',
      publisherNames: [],
    } as const;
    const file = await fetchRelease(parts, found.manifest, found.offer, new AbortController().signal);
    expect(readFileSync(file, 'utf8')).toBe('#!/bin/sh\necho one\n');
  } finally {
    delete process.env['APPIMAGE'];
    await server.close();
  }
});

test('Windows: every installed file is signed', async () => {
  const key = await run('new-key', at('p.key'));
  mkdirSync(at('installed', 'resources'), { recursive: true });
  writeFileSync(at('installed', 'Anteroom.exe'), 'MZ');
  writeFileSync(at('installed', 'resources', 'app.asar'), 'asar');
  writeFileSync(at('Setup.exe'), 'MZ setup');
  const sign = ['sign', at('out'), '--release', '1.1.0', '--key', at('p.key'), '--windows', at('Setup.exe')];
  expect(await run(...sign)).toContain('belong together');
  expect(code).toBe(1);
  await run(...sign, '--windows-folder', at('installed'));
  const found = open([key], { platform: 'win32-x64' });
  expect(found).toMatchObject({
    offer: { name: 'Setup.exe', unpacked: [{ path: 'Anteroom.exe' }, { path: 'resources/app.asar' }] },
  });
  rmSync(at('installed', 'Anteroom.exe'));
  expect(await run(...sign.with(3, '1.2.0'), '--windows-folder', at('installed'))).toContain('Anteroom.exe is not in');
});

test('what a publisher does wrong: a sentence, and what is published stays', async () => {
  await run('new-key', at('p.key'));
  const sign = (...words: string[]) =>
    run('sign', at('out'), '--key', at('p.key'), '--linux', at('built.AppImage'), ...words);
  expect(await run('new-key', at('p.key'))).toContain('never overwritten');
  expect(await run('stage', at('out'), '--rollout', '5', '--key', at('p.key'))).toContain('Sign a release first');
  await sign('--release', '1.1.0', '--floor', '1.1.0');
  const published = readFileSync(at('out', 'anteroom-update.json'), 'utf8');
  expect(await sign('--release', '1.0.9')).toContain('never goes back');
  expect(await sign('--release', '1.1.0')).toContain('never goes back');
  expect(await sign('--release', '1.2.0', '--floor', '1.0.0')).toContain('only rises');
  expect(await sign('--release', '1.2.0', '--floor', '1.3.0')).toContain('is higher than the release');
  expect(await run('sign', at('out'), '--release', '1.2.0', '--key', at('p.key'))).toContain('no program to publish');
  expect(await run('sign', at('out'), '--release', '1.2.0', '--key', at('built.AppImage'))).toContain(
    'no publisher’s key',
  );
  expect(await run('sign', at('out'), '--release', '1.2.0', '--key', at('p.key'), '--linux', at('gone'))).toContain(
    'is not there',
  );
  writeFileSync(at('bad name.AppImage'), 'x');
  expect(
    await run('sign', at('out'), '--release', '1.2.0', '--key', at('p.key'), '--linux', at('bad name.AppImage')),
  ).toContain('expected the name of a file');
  await expect(sign('--release', 'newest')).rejects.toThrow('three numbers');
  await expect(sign('--release', '1.2.0', '--rollout', '')).rejects.toThrow('from 0 to 100');
  await expect(sign('--release', '1.2.0', '--rollout', 'a few')).rejects.toThrow('from 0 to 100');
  expect(readFileSync(at('out', 'anteroom-update.json'), 'utf8')).toBe(published);
});

test.skipIf(process.platform === 'win32')('the first version is put in place, and its launcher starts it', async () => {
  chmodSync(at('built.AppImage'), 0o755);
  const place = ['place', at('programs'), '--release', '1.0.0', '--program', at('built.AppImage')];
  expect(await run(...place)).toContain('anteroom-launcher.sh');
  expect(spawnSync(at('programs', 'anteroom-launcher.sh'), { encoding: 'utf8' })).toMatchObject({
    status: 0,
    stdout: 'one\n',
  });
  expect(await run(...place)).toContain('never by hand');
});

test('what this build knows of its publisher can be read', () => {
  const file = join(locate().resourcesDirectory, 'updates.json');
  expect(Feed.parse(JSON.parse(readFileSync(file, 'utf8')))).toBeDefined();
});
