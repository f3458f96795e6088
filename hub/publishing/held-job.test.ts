import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Job } from '#shared/job.ts';
import type { HubDatabase } from '../database/database.ts';
import { openSqliteDatabase } from '../database/sqlite-database.native.ts';
import { sampleRecord, soundLine } from '../store/sample-lines.fake.ts';
import { createHubStore } from '../store/sql-hub-store.ts';
import { namesForSession } from './held-job.ts';
import { createPublicationStore } from './publication-store.ts';

const shipped = Job.parse(parse(await readFile('resources/jobs/assembly-operator.yaml', 'utf8')));
const [item] = shipped.items;
if (item === undefined) throw new Error('The shipped job asks nothing.');
const at = '2026-11-22T08:00:00.000Z';

let folder = '';
let database: HubDatabase;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-held-job-'));
  database = openSqliteDatabase(join(folder, 'hub.db'));
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** The same job in another version, which asks its first question in other words. */
function asks(version: number, words: string) {
  const prompt = { 'zh-CN': `${words}？`, en: words };
  return { ...shipped, version, items: shipped.items.map((each) => (each === item ? { ...each, prompt } : each)) };
}
const publish = (body: unknown) =>
  createPublicationStore(database).put({ kind: 'job', id: shipped.id, sites: null, body, by: 'Min', at });
/** What the first question is called for an interview that was held with this version at this kiosk. */
async function asked(jobVersion: number, deviceId = 'kiosk-1', jobId = shipped.id) {
  const record = sampleRecord({
    deviceId,
    type: 'session.started',
    body: { jobId, jobVersion, packId: 'strict', packVersion: 1, locale: 'en' },
  });
  return (await namesForSession(database, [{ record }]))?.questions[item?.id ?? '']?.en ?? null;
}

test('a question is told as the version asked it, not as the newest one does, withdrawn or not', async () => {
  await publish(asks(7, 'Seven'));
  await publish(asks(8, 'Eight'));
  await publish(null);
  expect([await asked(7), await asked(8)]).toEqual(['Seven', 'Eight']);
  expect(await asked(9)).toBeNull();
  expect(await asked(7, 'kiosk-1', 'other-job')).toBeNull();
});

test('a job that was written at a kiosk is known for the interviews of that kiosk', async () => {
  const body = { jobId: shipped.id, version: 11, sha256: 'a'.repeat(64), job: asks(11, 'Eleven') };
  const record = sampleRecord({ deviceId: 'kiosk-1', sessionId: null, type: 'job.published', body });
  await createHubStore(database).putLines('kiosk-1', [soundLine(record)], at);
  expect([await asked(11), await asked(11, 'kiosk-2')]).toEqual(['Eleven', null]);
});

test('what kiosks come with is known too: questions, lines of a conversation, competencies and behaviours', async () => {
  expect(await asked(shipped.version)).toBe(item.prompt.en);
  const body = { jobId: shipped.id, jobVersion: shipped.version, packId: 'strict', packVersion: 1, locale: 'en' };
  const names = await namesForSession(database, [{ record: sampleRecord({ type: 'session.started', body }) }]);
  expect(names?.questions['machine-stops.what-is-going-on']?.en).toContain('What is going on?');
  const [dimension] = shipped.competencyModel.dimensions;
  expect(names?.dimensions[dimension?.id ?? '']).toEqual(dimension?.name);
  expect(names?.indicators[dimension?.indicators[0]?.id ?? '']).toEqual(dimension?.indicators[0]?.name);
});

test('an interview whose beginning has not arrived has no names', async () => {
  expect(await namesForSession(database, [{ record: sampleRecord({ type: 'answer.saved' }) }])).toBeNull();
});
