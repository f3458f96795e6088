import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Job } from '#shared/job.ts';
import { startFlowBench, type FlowBench } from '../candidates/flow-bench.fake.ts';
import { openDatabase } from '../database/open-database.ts';
import type { HubDatabase } from '../database/database.ts';
import { dimensionName, jobNames, offeredJobIds } from './job-names.ts';

const job = Job.parse(parse(await readFile('resources/jobs/warehouse-picker.yaml', 'utf8')));
let bench: FlowBench;
let database: HubDatabase;
beforeAll(async () => {
  bench = await startFlowBench();
  database = await openDatabase(bench.dataDir, undefined);
});
afterAll(async () => {
  await database.close();
  await bench.close();
});

test('a job is called by its id until it is published, and by its last title after it was withdrawn', async () => {
  const id = 'night-picker';
  expect((await jobNames(database, id)).title).toEqual({ 'zh-CN': id, en: id });
  for (const en of ['Picker', 'Night shift picker']) {
    const body = { ...job, id, title: { 'zh-CN': '夜班理货员', en } };
    expect(await bench.ask('PUT', `/v1/publications/job/${id}`, { sites: null, body })).toMatchObject({ status: 200 });
  }
  expect(await offeredJobIds(database)).toEqual([id]);
  expect(await bench.ask('DELETE', `/v1/publications/job/${id}`)).toMatchObject({ status: 200 });
  expect(await offeredJobIds(database)).toEqual([]);
  const names = await jobNames(database, id);
  expect(names.title).toEqual({ 'zh-CN': '夜班理货员', en: 'Night shift picker' });
  const [first] = job.competencyModel.dimensions;
  expect(dimensionName(names, first?.id ?? '')).toEqual(first?.name);
  expect(dimensionName(names, 'unheard-of').en).toBe('unheard-of');
});
