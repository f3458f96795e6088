import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { enrolAtHub } from '#connectors/hub/enrol.ts';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import { openSqliteDatabase } from '#hub/database/sqlite-database.native.ts';
import { createPublicationStore as createHubPublications } from '#hub/publishing/publication-store.ts';
import type { RunningHub } from '#hub/hub.ts';
import { openDeviceKeys } from '#main/store/device-keys.ts';
import { openKeeper } from '#main/store/keeper.native.ts';
import { createCells } from '#main/store/keys/cells.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { openKeys } from '#main/store/keys/open-keys.ts';
import { createPublicationStore } from '#main/store/publication-store.ts';
import { readJobs, readPacks } from '#main/store/resource-files.ts';
import { createWorkspace } from '#main/store/workspace.ts';
import { startDownSync } from '#main/publications/down-sync.ts';
import { publishedResources } from '#main/publications/published-resources.ts';
import { MadeCode } from '#shared/wire/device.ts';
import { PublicationList } from '#shared/wire/publication.ts';
import { present } from '#tests/fixtures/present.ts';
import { createBench, getFrom, quickLimits, type Bench } from './sync-bench.ts';

const jobs = await readJobs('resources/jobs');
const packs = await readPacks('resources/packs');
const job = present(jobs[0], 'no job is shipped');
const pack = present(packs[0], 'no pack is shipped');

let bench: Bench;
let hub: RunningHub;
let dataDir: string;
beforeEach(async () => {
  bench = createBench();
  dataDir = await bench.folder();
  hub = await bench.hub({ dataDir });
});
afterEach(() => bench.close());

async function send(method: string, path: string, body?: unknown): Promise<Response> {
  const headers = {
    authorization: `Bearer ${hub.token}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  return fetch(hub.url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}
const publish = (kind: string, id: string, body: unknown, sites: readonly string[] | null = null) =>
  send('PUT', `/v1/publications/${kind}/${id}`, { sites, body });

/** An enrolled kiosk's store and its down-sync, which looks when it is told to. */
async function kioskAt(site: string, change?: (page: { changes: Record<string, unknown>[] }) => unknown) {
  const folder = await bench.folder();
  const workspace = await createWorkspace(folder);
  const keys = await openKeys(workspace, knownKeyring);
  const { database } = openKeeper(workspace, () => new Date());
  const rows = createPublicationStore(database, { now: () => new Date(), cells: createCells(keys, () => undefined) });
  const { signer } = openDeviceKeys(workspace.deviceKeyFile, keys.ring.secret);
  const deviceId = v7();
  const code = MadeCode.parse(await (await send('POST', '/v1/enrolment-codes', { site })).json()).code;
  const enrolled = await enrolAtHub({ url: hub.url, code, deviceId, signer });
  if (enrolled.kind !== 'enrolled') throw new Error(JSON.stringify(enrolled));
  const { hubKey } = enrolled.answer;
  const target = createHubTarget({
    url: hub.url,
    token: null,
    device: { deviceId, signer, hubKey },
    limits: quickLimits,
    ...(change === undefined
      ? {}
      : {
          fetch: async (...request) => {
            const response = await fetch(...request);
            const page = (await response.json()) as { changes: Record<string, unknown>[] };
            return Response.json(change(page), { status: response.status });
          },
        }),
  });
  const resources = publishedResources(rows, { jobs, packs }, () => new Date());
  const erased: string[] = [];
  let isIdle = true;
  const sync = startDownSync({
    rows,
    pull: async (after) => (await target.pullChanges?.(after, new AbortController().signal)) ?? null,
    hubKey: () => hubKey,
    isIdle: () => isIdle,
    erase: async ({ sessionId }) => {
      erased.push(sessionId);
      return 'erased';
    },
    audit: () => undefined,
    onApplied: resources.reload,
    clock: { after: () => () => undefined },
    log: () => undefined,
  });
  let isClosed = false;
  async function close(): Promise<void> {
    if (isClosed) return;
    isClosed = true;
    await sync.stop();
    database.close();
  }
  bench.onEnd(close);
  await sync.look();
  return {
    folder,
    rows,
    sync,
    resources,
    erased,
    close,
    interview: (isOn: boolean) => {
      isIdle = !isOn;
    },
    titleOf: (id: string) => resources.jobs().find((each) => each.id === id)?.title.en,
  };
}

test('jobs and packs of head office stand beside the shipped ones, in their newest version, and leave again', async () => {
  const kiosk = await kioskAt('Shanghai');
  expect((await publish('job', 'night-shift', { ...job, id: 'night-shift' }, ['Shanghai'])).status).toBe(200);
  await publish('job', job.id, { ...job, version: job.version + 1, title: { ...job.title, en: 'From head office' } });
  await publish('job', 'elsewhere', { ...job, id: 'elsewhere' }, ['Suzhou']);
  await publish('pack', 'works-council', { ...pack, id: 'works-council' });
  await kiosk.sync.look();
  const ids = () => kiosk.resources.jobs().map(({ id }) => id);
  expect(ids()).toEqual([...jobs.map(({ id }) => id), 'night-shift']);
  expect(kiosk.titleOf(job.id)).toBe('From head office');
  expect(kiosk.resources.packs().map(({ id }) => id)).toContain('works-council');
  // back to what was before, and the version in between stays readable
  await publish('job', job.id, job);
  await send('DELETE', '/v1/publications/job/night-shift');
  await kiosk.sync.look();
  expect(kiosk.titleOf(job.id)).toBe(job.title.en);
  expect(ids()).toEqual(jobs.map(({ id }) => id));
  expect(kiosk.rows.find('job', job.id, 1)).toMatchObject({ title: { en: 'From head office' } });
  expect(kiosk.rows.troubles()).toEqual([]);
});

test('nothing changes while somebody is being interviewed; it does as soon as that is over', async () => {
  const kiosk = await kioskAt('Shanghai');
  kiosk.interview(true);
  await publish('job', 'night-shift', { ...job, id: 'night-shift' });
  await publish('erasure', 'session-1', { sessionId: 'session-1', requestId: 'r-1' });
  await kiosk.sync.look();
  expect(kiosk.titleOf('night-shift')).toBeUndefined();
  expect(kiosk.rows.waiting()).toHaveLength(2);
  kiosk.interview(false);
  await kiosk.sync.look();
  expect(kiosk.titleOf('night-shift')).toBe(job.title.en);
  expect(kiosk.erased).toEqual(['session-1']);
  await kiosk.sync.look();
  expect(kiosk.erased).toHaveLength(1);
});

test('an invitation is known at its site between being published and being withdrawn, and nowhere else', async () => {
  const [kiosk, elsewhere] = [await kioskAt('Shanghai'), await kioskAt('Suzhou')];
  const notice = {
    id: 'i-1',
    code: 'K7RM2XPA',
    jobId: job.id,
    startsAt: '2099-03-02T01:00:00.000Z',
    endsAt: '2099-03-02T01:30:00.000Z',
  };
  const known = (at: typeof kiosk) => at.resources.invitations.lookUp('k7rm-2xpa', job.id, 'en').kind;
  expect((await publish('invitation', 'i-1', { ...notice, code: 'K7' }, ['Shanghai'])).status).toBe(422);
  expect((await publish('invitation', 'i-1', notice, ['Shanghai'])).status).toBe(200);
  for (const each of [kiosk, elsewhere]) await each.sync.look();
  expect([known(kiosk), known(elsewhere)]).toEqual(['invited', 'none_here']);
  await publish('invitation', 'i-2', { ...notice, id: 'i-2', code: 'OTHER234' });
  await send('DELETE', '/v1/publications/invitation/i-1');
  for (const each of [kiosk, elsewhere]) await each.sync.look();
  expect([known(kiosk), known(elsewhere)]).toEqual(['unknown', 'unknown']);
});

test('the hub refuses what no kiosk could use, and publishes nothing twice', async () => {
  expect((await publish('job', 'broken', { ...job, id: 'broken', items: [] })).status).toBe(422);
  expect((await publish('job', 'another', job)).status).toBe(422);
  expect((await publish('weather', 'rain', {})).status).toBe(422);
  for (const _again of [1, 2]) await publish('job', job.id, job);
  const { publications } = PublicationList.parse(await (await getFrom(hub, '/v1/publications')).json());
  expect(publications).toMatchObject([{ kind: 'job', id: job.id, version: 1, sites: null, isWithdrawn: false }]);
});

test('poison stops nothing behind it, is never used, and is told; what is newer than this release is kept', async () => {
  const store = createHubPublications(openSqliteDatabase(join(dataDir, 'hub.db')));
  const put = (kind: string, id: string, body: unknown) =>
    store.put({ kind, id, sites: null, body, by: 'test', at: '2026-11-22T08:00:00.000Z' });
  await put('job', 'bad-schema', { ...job, id: 'bad-schema', items: 'none' });
  await put('job', 'bad-signature', { ...job, id: 'bad-signature' });
  await put('job', 'bad-body', { ...job, id: 'bad-body' });
  await put('horoscope', 'aries', { luck: 7 });
  await put('job', 'good', { ...job, id: 'good' });
  const kiosk = await kioskAt('Shanghai', (page) => ({
    ...page,
    changes: page.changes.map((change) => {
      if (change['id'] === 'bad-signature') return { ...change, version: 9 };
      return change['id'] === 'bad-body' ? { ...change, body: { ...job, id: 'bad-body', version: 99 } } : change;
    }),
  }));
  expect(kiosk.titleOf('good')).toBe(job.title.en);
  for (const id of ['bad-schema', 'bad-signature', 'bad-body']) expect(kiosk.titleOf(id)).toBeUndefined();
  const told = kiosk.rows.troubles().map(({ kind, id, state, reason }) => [kind, id, state, reason]);
  expect(told).toEqual([
    ['job', 'bad-schema', 'refused', 'schema'],
    ['job', 'bad-signature', 'refused', 'signature'],
    ['job', 'bad-body', 'refused', 'hash'],
    ['horoscope', 'aries', 'kept', 'kind'],
  ]);
  // published anew it is used
  await publish('job', 'bad-schema', { ...job, id: 'bad-schema' });
  const other = await kioskAt('Shanghai');
  expect(other.titleOf('bad-schema')).toBe(job.title.en);
});

test('a page that is not the hub’s moves no cursor', async () => {
  await publish('job', 'night-shift', { ...job, id: 'night-shift' });
  const kiosk = await kioskAt('Shanghai', (page) => ({ ...page, changes: [], next: 99 }));
  expect(kiosk.rows.cursor()).toBe(0);
  expect(kiosk.rows.count()).toBe(0);
});

test.each(['before', 'after'] as const)(
  'killed %s the commit while it goes over to new versions: all or nothing',
  async (when) => {
    const kiosk = await kioskAt('Shanghai');
    kiosk.interview(true);
    const ids = Array.from({ length: 5 }, (_, index) => `job-${index}`);
    for (const id of ids) await publish('job', id, { ...job, id });
    await kiosk.sync.look();
    expect(kiosk.rows.waiting()).toHaveLength(5);
    await kiosk.close();
    const died = spawnSync(process.execPath, [join(import.meta.dirname, 'apply-and-die.ts'), kiosk.folder, when]);
    expect(died.signal).toBe('SIGKILL');
    const workspace = await createWorkspace(kiosk.folder);
    const keys = await openKeys(workspace, knownKeyring);
    const { database } = openKeeper(workspace, () => new Date());
    bench.onEnd(async () => void database.close());
    const rows = createPublicationStore(database, { now: () => new Date(), cells: createCells(keys, () => undefined) });
    expect([rows.waiting().length, rows.newest('job').length]).toEqual(when === 'before' ? [5, 0] : [0, 5]);
  },
);
