import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryLocker } from '@tus/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleResult } from '#connectors/result/sample-result.fake.ts';
import type { HubDatabase } from '../database/database.ts';
import { openSqliteDatabase } from '../database/sqlite-database.native.ts';
import { hubKeyOf } from '../devices/hub-key.ts';
import type { ContentStore } from '../media/content-store.ts';
import { openFolderContentStore } from '../media/folder-content-store.ts';
import { createMediaRemoval } from '../media/media-removal.ts';
import { createHubStore } from '../store/sql-hub-store.ts';
import { createReportKeeper } from './report-keeper.ts';
import { createReportLinks } from './report-link.ts';
import { eraseResults, feedAfter, heldResult } from './result-store.ts';

const AT = '2026-11-28T08:00:00.000Z';
const now = () => new Date(AT);
let folder = '';
let database: HubDatabase;
let content: ContentStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-report-'));
  database = openSqliteDatabase(join(folder, 'hub.db'));
  content = await openFolderContentStore(join(folder, 'media'));
  await database.run(`insert into candidates (id, created_at, updated_at) values ('c', ?, ?)`, AT, AT);
  await database.run(
    `insert into applications (id, candidate_id, job_id, stage_id, stage_entered_at, state, created_at)
     values ('a', 'c', 'job', 's', ?, 'open', ?)`,
    AT,
    AT,
  );
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** A document that was decided on and not prepared yet. */
async function decided(sign: string, revision = 1) {
  const result = sampleResult({
    id: `0198b6a2-54f1-7c10-8a5e-${sign.repeat(12)}`,
    revision,
    report: { url: null, expiresAt: null, files: [] },
  });
  await database.run(
    `insert into result_documents (result_id, revision, application_id, candidate_id, session_id, body, body_sha256, created_at)
     values (?, ?, 'a', 'c', ?, ?, '', ?)`,
    result.id,
    revision,
    `session-${sign}`,
    JSON.stringify(result),
    AT,
  );
  return result;
}
const erase = (sign: string) =>
  database.transaction((queries) => eraseResults(queries, 'session_id = ?', `session-${sign}`, AT));

test('a person who is erased while the report is written leaves no file, no document and no entry', async () => {
  const locker = new MemoryLocker();
  const result = await decided('1');
  let sha256 = '';
  const removal = createMediaRemoval({ store: createHubStore(database), content, locker, now });
  let removing: Promise<void> = Promise.resolve();
  const slow: ContentStore = {
    ...content,
    stateOf: (sha) => content.stateOf(sha),
    read: (...at) => content.read(...at),
    takeWhole: async (sha, pieces) => {
      sha256 = sha;
      await erase('1');
      removing = removal.run();
      await content.takeWhole(sha, pieces);
    },
  };
  const reports = createReportKeeper({ database, content: slow, locker, now });
  await reports.prepare(result.id, 1);
  await removing;
  expect(sha256).toHaveLength(64);
  expect((await content.stateOf(sha256)).state).toBe('absent');
  expect(await reports.keptReport(result.id, 1)).toBeNull();
  expect(await heldResult(database, result.id, 1)).toMatchObject({ result: null, isPublished: false });
  expect((await feedAfter(database, { limit: 50 }, null)).items).toEqual([]);
});

test('what was cut off before the report was noted is done again: the same file, one entry; earlier revisions come first', async () => {
  const locker = new MemoryLocker();
  const result = await decided('2');
  await decided('2', 2);
  const cut: ContentStore = {
    ...content,
    takeWhole: async (sha, pieces) => {
      await content.takeWhole(sha, pieces);
      throw new Error('cut');
    },
  };
  await expect(createReportKeeper({ database, content: cut, locker, now }).prepare(result.id, 2)).rejects.toThrow(
    'cut',
  );
  const reports = createReportKeeper({ database, content, locker, now });
  expect(await reports.keptReport(result.id, 1)).toBeNull();
  await reports.prepare(result.id, 2);
  await reports.prepare(result.id, 2);
  const { items } = await feedAfter(database, { limit: 50 }, null);
  expect(items.map((item) => (item.kind === 'result' ? item.result.revision : 0))).toEqual([1, 2]);
  const [first] = items;
  const file = first?.kind === 'result' ? first.result.report.files[0] : undefined;
  if (file === undefined) throw new Error('The document names no report.');
  expect((await reports.read(file))?.length).toBe(file.bytes);
});

test('a link opens one revision until its end; another hub’s, a changed and an old one open nothing', () => {
  const key = hubKeyOf(generateKeyPairSync('ed25519').privateKey);
  const other = hubKeyOf(generateKeyPairSync('ed25519').privateKey);
  const publicUrl = 'https://hub.example.com/';
  const links = createReportLinks({ key, publicUrl, now });
  const { id } = sampleResult();
  const { url, expiresAt } = links.reportOf(id, 3, true);
  const [place = '', signature = ''] = new URL(url ?? '').pathname.split('/').slice(-2);
  expect(url).toMatch(/^https:\/\/hub\.example\.com\/v1\/report-links\//);
  expect(url?.length).toBeLessThan(250);
  expect(links.open(place, signature)).toEqual({ id, revision: 3 });
  const changed = Buffer.from(Buffer.from(place, 'base64url').toString().replace(',3,', ',4,')).toString('base64url');
  const later = createReportLinks({ key, publicUrl, now: () => new Date(Date.parse(expiresAt ?? '') + 1) });
  for (const [body, signed] of [
    [changed, signature],
    [place, ''],
    ['', signature],
    ['x', 'y'],
    [place, other.sign('x')],
  ] as const)
    expect(() => links.open(body, signed)).toThrow('not made here');
  expect(() => createReportLinks({ key: other, publicUrl, now }).open(place, signature)).toThrow('not made here');
  expect(() => later.open(place, signature)).toThrow('has ended');
  expect(createReportLinks({ key, publicUrl: null, now }).reportOf(id, 1, true).url).toBeNull();
});
