import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CandidateSummary } from '#shared/hub/candidates.ts';
import { ImportReport } from '#shared/hub/imports.ts';
import { pageOf } from '#shared/hub/page.ts';
import { startHubProcess, type HubProcess } from '../sync/hub-process.ts';

const ROWS = 600;
let dataDir = '';
let hub: HubProcess;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hub-import-'));
  hub = await startHubProcess(dataDir);
});
afterAll(async () => {
  await hub.stop('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

const ask = async (method: string, path: string, body?: string): Promise<unknown> => {
  const response = await fetch(hub.url + path, {
    method,
    headers: { authorization: `Bearer ${hub.token}`, ...(body === undefined ? {} : { 'content-type': 'text/csv' }) },
    ...(body === undefined ? {} : { body }),
  });
  return response.json();
};
const report = async (id: string) => ImportReport.parse(await ask('GET', `/v1/imports/${id}`));

test('a hub that is killed in the middle of an import goes on with it at its next start: every row once', async () => {
  const lines = Array.from({ length: ROWS }, (_, index) => `Person ${index},person-${index}@example.com,id-${index}`);
  const { id } = ImportReport.parse(
    await ask('POST', '/v1/imports?jobId=store-associate', ['name,email,id', ...lines].join('\n')),
  );
  const cut = ask('POST', `/v1/imports/${id}/commit`).catch(() => 'cut');
  await expect.poll(async () => (await report(id)).counts.new, { timeout: 20_000, interval: 2 }).toBeGreaterThan(0);
  const { counts } = await report(id);
  await hub.stop('SIGKILL');
  expect(await cut).toBe('cut');
  // it was cut in the middle, at the edge of a chunk
  expect(counts.ready).toBeGreaterThan(0);
  expect(counts.new % 100).toBe(0);
  hub = await startHubProcess(dataDir);
  await expect.poll(async () => (await report(id)).state, { timeout: 20_000 }).toBe('committed');
  expect((await report(id)).counts).toMatchObject({ ready: 0, new: ROWS, needs_decision: 0, matched: 0 });
  const ids = new Set<string>();
  let cursor = '';
  do {
    const page = pageOf(CandidateSummary).parse(await ask('GET', `/v1/candidates?limit=200${cursor}`));
    for (const item of page.items) ids.add(item.id);
    cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
  } while (cursor !== '');
  expect(ids.size).toBe(ROWS);
}, 60_000);
