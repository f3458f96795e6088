import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fetchManifest } from '#main/update/fetch-manifest.ts';
import { fetchRelease, type ReleaseUpdaterParts, tamedUpdater } from '#main/update/release-updater.ts';
import type { Artifact, UpdateManifest } from '#shared/update-manifest.ts';
import { appImageOf, feedFileOf, type FileServer, manifestOf, serveFiles, sha512Of } from './publisher.ts';

// electron-updater's own classes against a real server with real files

let home: string;
let server: FileServer;
const program = Buffer.from(`#!/bin/sh\necho healthy 1.1.0\n${'#'.repeat(3000)}\n`);
const artifact = appImageOf('1.1.0', program);
const manifest = manifestOf({ artifacts: { 'linux-x64': artifact } });

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'release-'));
  server = await serveFiles();
  // an AppImage that runs is named by its runtime
  process.env['APPIMAGE'] = join(home, 'running.AppImage');
  writeFileSync(process.env['APPIMAGE'], 'running');
  server.files.set('/latest-linux.yml', feedFileOf(manifest, artifact));
  server.files.set(`/${artifact.name}`, program);
});
afterEach(async () => {
  delete process.env['APPIMAGE'];
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

const parts = (changed: Partial<ReleaseUpdaterParts> = {}): ReleaseUpdaterParts => ({
  feedUrl: server.url,
  cacheDirectory: join(home, 'cache'),
  version: '1.0.0',
  platform: 'linux',
  publisherNames: [],
  ...changed,
});
const fetchIt = (
  changed: Partial<ReleaseUpdaterParts> = {},
  of: UpdateManifest = manifest,
  what: Artifact = artifact,
) => fetchRelease(parts(changed), of, what, new AbortController().signal);
/** Nothing that was fetched lies about to be used. */
function leftDownloads(): string[] {
  const folder = join(home, 'cache', 'download', 'pending');
  return existsSync(folder)
    ? readdirSync(folder).filter((name) => name.endsWith('.AppImage') || name.endsWith('.exe'))
    : [];
}

test('what was signed is fetched, byte for byte; the program that runs is not touched', async () => {
  const file = await fetchIt();
  expect(readFileSync(file)).toEqual(program);
  expect(statSync(file).mode & 0o111).not.toBe(0);
  expect(readFileSync(join(home, 'running.AppImage'), 'utf8')).toBe('running');
});

test('one flipped bit in the file', async () => {
  const bad = Buffer.from(program);
  bad[40] = (bad[40] ?? 0) ^ 1;
  server.files.set(`/${artifact.name}`, bad);
  await expect(fetchIt()).rejects.toMatchObject({ code: 'download_damaged' });
  expect(leftDownloads()).toEqual([]);
});

const other = Buffer.from('#!/bin/sh\necho somebody else\n');
/** A server that swaps file and digest together. */
function swap(): void {
  const swapped = { ...artifact, size: other.length, sha512: sha512Of(other) };
  server.files.set(`/${artifact.name}`, other);
  server.files.set('/latest-linux.yml', feedFileOf(manifest, swapped));
}

test('a file that is swapped together with its digest', async () => {
  swap();
  await expect(fetchIt()).rejects.toMatchObject({ code: 'not_as_signed' });
  expect(server.asked).not.toContain(`/${artifact.name}`);
});

test('control: without the tie to the manifest the swapped file is accepted', async () => {
  swap();
  const updater = tamedUpdater(parts(), manifest, artifact);
  updater.isUpdateSupported = () => true;
  expect((await updater.checkForUpdates())?.isUpdateAvailable).toBe(true);
  const [file = ''] = await updater.downloadUpdate();
  expect(readFileSync(file)).toEqual(other);
});

test.each([
  ['an older version', { version: '0.9.0' }],
  ['another newer one', { version: '1.2.0' }],
  ['no version', { version: 'newest' }],
  ['two files', { files: [artifact, artifact].map(({ name, sha512 }) => ({ url: name, sha512 })) }],
  ['a file that lies elsewhere', { files: [{ url: `../${artifact.name}`, sha512: artifact.sha512 }] }],
  ['a way out of the folder', { files: [{ url: '../../../evil.AppImage', sha512: artifact.sha512 }] }],
  ['another server', { files: [{ url: `http://127.0.0.2:9/${artifact.name}`, sha512: artifact.sha512 }] }],
  ['no digest', { files: [{ url: artifact.name }] }],
])('the unsigned list of the server names %s', async (_name, changed) => {
  const feed = { ...(JSON.parse(feedFileOf(manifest, artifact)) as object), ...changed };
  server.files.set('/latest-linux.yml', JSON.stringify(feed));
  await expect(fetchIt()).rejects.toMatchObject({ code: /not_as_signed|download_failed/ });
  expect(leftDownloads()).toEqual([]);
  expect(existsSync(join(home, 'evil.AppImage'))).toBe(false);
});

test('a kiosk that runs a newer version never goes back, whatever is signed', async () => {
  await expect(fetchIt({ version: '1.2.0' })).rejects.toMatchObject({ code: 'not_as_signed' });
  expect(tamedUpdater(parts(), manifest, artifact)).toMatchObject({ allowDowngrade: false, channel: null });
});

test('a percentage that cannot be read is nobody’s business here: the signed one counts', async () => {
  const feed = { ...(JSON.parse(feedFileOf(manifest, artifact)) as object), stagingPercentage: 'a few' };
  server.files.set('/latest-linux.yml', JSON.stringify(feed));
  expect(readFileSync(await fetchIt())).toEqual(program);
});

test('a download that ends too early', async () => {
  server.files.set(`/${artifact.name}`, (_request, response) => {
    response.writeHead(200, { 'content-length': program.length });
    response.write(program.subarray(0, 1000), () => response.destroy());
  });
  await expect(fetchIt()).rejects.toMatchObject({ code: 'download_failed' });
  server.files.set(`/${artifact.name}`, program.subarray(0, 1000));
  await expect(fetchIt()).rejects.toMatchObject({ code: 'download_damaged' });
  expect(leftDownloads()).toEqual([]);
});

test('a download that does not end', async () => {
  server.files.set(`/${artifact.name}`, (_request, response) => {
    response.writeHead(200);
    const more = () => {
      if (response.writable) response.write(Buffer.alloc(4096), () => setImmediate(more));
    };
    more();
  });
  await expect(fetchIt()).rejects.toMatchObject({ code: 'download_damaged' });
});

test.each(['/latest-linux.yml', `/${artifact.name}`])('%s leads to another server: it is not asked', async (path) => {
  const elsewhere = await serveFiles();
  elsewhere.files.set('/stolen', path.endsWith('yml') ? feedFileOf(manifest, artifact) : program);
  server.files.set(
    path,
    (_request, response) => void response.writeHead(302, { location: `${elsewhere.url}/stolen` }).end(),
  );
  await expect(fetchIt()).rejects.toMatchObject({ code: 'redirected' });
  expect(elsewhere.asked).toEqual([]);
  await elsewhere.close();
});

test('a server that is down, one that has nothing, a portal', async () => {
  server.files.delete('/latest-linux.yml');
  await expect(fetchIt()).rejects.toMatchObject({ code: 'download_failed' });
  server.files.set('/latest-linux.yml', '<!doctype html><title>Welcome to the hotel</title>');
  await expect(fetchIt()).rejects.toMatchObject({ code: 'download_failed' });
  await expect(fetchIt({ feedUrl: 'http://127.0.0.1:1' })).rejects.toMatchObject({ code: 'download_failed' });
});

test('Windows: the same for an installer, and the publisher’s name is asked for first', async () => {
  const installer = Buffer.from('MZ an installer');
  const name = 'Anteroom-Setup-1.1.0.exe';
  const exe: Artifact = { ...artifact, name, size: installer.length, sha512: sha512Of(installer) };
  server.files.set('/latest.yml', feedFileOf(manifest, exe));
  server.files.set(`/${name}`, installer);
  expect(readFileSync(await fetchIt({ platform: 'win32' }, manifest, exe))).toEqual(installer);
  const updater = tamedUpdater(
    parts({ platform: 'win32', publisherNames: ['Example GmbH'], cacheDirectory: join(home, 'second') }),
    manifest,
    exe,
  );
  const asked: string[][] = [];
  Object.assign(updater, {
    verifyUpdateCodeSignature: (names: string[]) => {
      asked.push(names);
      return Promise.resolve('signed by somebody else');
    },
  });
  await updater.checkForUpdates();
  await expect(updater.downloadUpdate()).rejects.toThrow('signed by somebody else');
  expect(asked).toEqual([['Example GmbH']]);
});

test('a program that ends does not wait for a download', async () => {
  const stopping = new AbortController();
  server.files.set(`/${artifact.name}`, (_request, response) => {
    response.writeHead(200, { 'content-length': program.length });
    response.write(program.subarray(0, 1000), () => stopping.abort());
  });
  await expect(fetchRelease(parts(), manifest, artifact, stopping.signal)).rejects.toMatchObject({
    code: 'download_failed',
  });
  // a half that the library opened only afterwards is gone with the next look
  expect(leftDownloads().filter((name) => !name.startsWith('temp-'))).toEqual([]);
  server.files.set(`/${artifact.name}`, program);
  expect(readFileSync(await fetchIt())).toEqual(program);
  expect(leftDownloads().filter((name) => name.startsWith('temp-'))).toEqual([]);
});

test('the manifest: down, refused, redirected, endless', async () => {
  const get = (url = server.url) => fetchManifest(url, fetch, new AbortController().signal);
  await expect(get('http://127.0.0.1:1')).rejects.toMatchObject({ code: 'server_unreachable' });
  await expect(get()).rejects.toMatchObject({ code: 'server_answer' });
  const path = '/anteroom-update.json';
  server.files.set(
    path,
    (_request, response) => void response.writeHead(302, { location: 'https://elsewhere.example/' }).end(),
  );
  await expect(get()).rejects.toMatchObject({ code: 'redirected' });
  server.files.set(path, Buffer.alloc(2 * 1024 * 1024, 32));
  await expect(get()).rejects.toMatchObject({ code: 'server_answer' });
  server.files.set(path, '{}');
  expect(Buffer.from(await get()).toString()).toBe('{}');
  expect(Buffer.from(await get(`${server.url}/`)).toString()).toBe('{}');
});
