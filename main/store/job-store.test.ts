import { beforeEach, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { isKnownRecord, PublishedJob } from '#shared/wire/known-records.ts';
import { WireRecord } from '#shared/wire/record.ts';
import { present } from '#tests/fixtures/present.ts';
import { type Database, openDatabase } from './database.native.ts';
import { changedRows } from './journal/changed-rows.ts';
import { keysInMemory } from './keys/keys.fake.ts';
import { openStore, type Store } from './open-store.ts';
import { createOutboxStore } from './outbox-store.ts';
import { readJobs } from './resource-files.ts';

const shipped = present((await readJobs('resources/jobs'))[0], 'no job is shipped');
const job = { ...shipped, id: 'local-post', version: 1 };
const BY = v7();
let nowMs: number;
let database: Database;
let store: Store;

beforeEach(() => {
  nowMs = Date.parse('2026-11-29T03:00:00.000Z');
  database = openDatabase(':memory:');
  store = openStore(database, {
    now: () => new Date((nowMs += 1000)),
    newId: () => v7(),
    reference: () => 'ABC123',
    keys: keysInMemory(),
  });
});

function publish(baseVersion: number | null, title: string) {
  const text = { ...job, title: { ...job.title, en: title } };
  const draft = store.jobs.begin({ id: v7(), jobId: job.id, baseVersion, job: text }, BY);
  return store.jobs.publish(draft, text, BY);
}

test('a draft is kept as it is typed, by revision, and is gone when it is discarded', () => {
  const { id } = store.jobs.begin({ id: v7(), jobId: job.id, baseVersion: null, job }, BY);
  const half = { ...job, title: { 'zh-CN': '夜班', en: '' }, items: [] };
  expect(store.jobs.save(id, 1, half)).toMatchObject({ revision: 2 });
  // another page's older text does not replace it
  expect(store.jobs.save(id, 1, job)).toBeNull();
  expect(store.jobs.draft(id)).toMatchObject({ revision: 2, job: half });
  store.jobs.discard(id, BY);
  expect(store.jobs.drafts()).toEqual([]);
  expect(store.jobs.save(id, 2, job)).toBeNull();
});

test('a post has one draft at a time', () => {
  store.jobs.begin({ id: v7(), jobId: job.id, baseVersion: null, job }, BY);
  expect(() => store.jobs.begin({ id: v7(), jobId: job.id, baseVersion: null, job }, BY)).toThrow(/UNIQUE/);
});

test('publishing makes the next version, and every version stays as it was', () => {
  const first = publish(null, 'First');
  const second = publish(first.version, 'Second');
  expect([first.version, second.version]).toEqual([1, 2]);
  expect(first.sha256).not.toBe(second.sha256);
  expect(store.jobs.find(job.id, 1)).toMatchObject({ version: 1, title: { en: 'First' } });
  expect(store.jobs.newest()).toMatchObject([{ id: job.id, version: 2, title: { en: 'Second' } }]);
  expect(store.jobs.drafts()).toEqual([]);
  expect(store.jobs.versions().map(({ version, publishedBy }) => [version, publishedBy])).toEqual([
    [2, BY],
    [1, BY],
  ]);
});

test('a version is never changed, replaced or removed, with or without an interview', () => {
  publish(null, 'First');
  const before = store.jobs.find(job.id, 1);
  expect(() => publish(null, 'Other')).toThrow(/UNIQUE/);
  // what failed left its draft, not a version
  expect(store.jobs.drafts()).toHaveLength(1);
  for (const sql of [
    `update local_jobs set body_json = 'x'`,
    `update local_jobs set version = 7`,
    `delete from local_jobs`,
    `insert or replace into local_jobs select job_id, version, 'x', sha256, published_at, published_by from local_jobs`,
  ])
    expect(() => database.prepare(sql).run()).toThrow(/published version/);
  expect(store.jobs.find(job.id, 1)).toEqual(before);
});

test('every step leaves its line in the audit log, every row its hash, and no text lies in the clear', () => {
  const { version } = publish(null, 'Unmistakable title');
  const id = v7();
  const item = present(job.items[0], 'no item');
  store.jobs.addToBank({ id, item, tags: ['safety'], from: { jobId: job.id, jobTitle: 'Post', version }, addedBy: BY });
  expect(store.jobs.tagBankItem(id, ['safety', 'welding'], BY)).toBe(true);
  expect(store.jobs.bank()).toMatchObject([{ id, item, tags: ['safety', 'welding'], addedBy: BY }]);
  expect(store.jobs.removeFromBank(id, BY)).toBe(true);
  expect(store.jobs.removeFromBank(id, BY)).toBe(false);
  expect(store.jobs.tagBankItem(id, [], BY)).toBe(false);
  const actions = database.prepare<[], string>('select action from audit order by seq').pluck().all();
  expect(actions).toEqual([
    'job.draft_begun',
    'job.published',
    'record.queued',
    'bank.added',
    'bank.tagged',
    'bank.removed',
  ]);
  expect(changedRows(database)).toEqual([]);
  const stored = database
    .prepare<[], string>('select body_json from local_jobs union all select record_json from records')
    .pluck()
    .all()
    .join();
  expect(stored).not.toContain('Unmistakable');
});

test('head office is told the text of a version as soon as it is published', () => {
  const { version, sha256 } = publish(null, 'Told');
  const outbox = createOutboxStore(database, { path: (id) => id, cells: store.cells, maxWaitMs: 60_000 });
  const [pending] = outbox.pendingRecords(10, nowMs);
  const record = WireRecord.parse(pending?.record);
  expect(record).toMatchObject({ type: 'job.published', sessionId: null, body: { jobId: job.id, version, sha256 } });
  expect(isKnownRecord(record)).toBe(true);
  expect(PublishedJob.parse(record.body).job).toEqual(store.jobs.find(job.id, version));
  // the line that is sent is the sealed one
  expect(pending?.authentic?.toString()).toContain('"type":"job.published"');
  expect(database.prepare('select state from outbox').pluck().all()).toEqual(['waiting']);
});
