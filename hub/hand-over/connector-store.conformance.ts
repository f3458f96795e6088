import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryLocker } from '@tus/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConnectorConfiguration } from '#connectors/result/registry.ts';
import type { Change } from '../candidates/candidate-file.ts';
import type { HubDatabase } from '../database/database.ts';
import { hubKeyOf } from '../devices/hub-key.ts';
import { createJobQueue, type ClaimedJob, type JobOutcome } from '../jobs/job-queue.ts';
import type { ContentStore } from '../media/content-store.ts';
import { openFolderContentStore } from '../media/folder-content-store.ts';
import { createHandOver } from './hand-over.ts';
import { createReportKeeper } from './report-keeper.ts';
import { createReportLinks } from './report-link.ts';

const at = '2026-11-28T08:00:00.000Z';
const later = { 'zh-CN': '稍后再试', en: 'later' };
const APIKEY = 'nobody-sees-this-again';
const erp = {
  kind: 'odoo',
  id: 'erp',
  url: 'https://odoo.example.com',
  database: 'prod',
  login: 'hub',
  apiKey: APIKEY,
  version: '19',
} as const;

/** What the hub promises of its connectors, on either engine. */
export function connectorStoreConformance(name: string, open: () => Promise<HubDatabase>): void {
  describe(`${name}: connectors`, () => {
    let database: HubDatabase;
    let folder: string;
    let content: ContentStore;
    beforeEach(async () => {
      database = await open();
      folder = await mkdtemp(join(tmpdir(), 'hub-connectors-'));
      content = await openFolderContentStore(folder);
    });
    afterEach(async () => {
      await database.close();
      await rm(folder, { recursive: true });
    });
    function fresh() {
      const now = () => new Date(at);
      const queue = createJobQueue({ database, now, random: () => 0.5 });
      const key = hubKeyOf(generateKeyPairSync('ed25519').privateKey);
      const reports = createReportKeeper({ database, content, locker: new MemoryLocker(), now });
      const links = createReportLinks({ key, publicUrl: null, now });
      const { connectors } = createHandOver({ database, queue, key, reports, links, now });
      const run = <T>(work: (change: Change) => Promise<T>): Promise<T> =>
        database.transaction((queries) => work({ queries, at, actor: { kind: 'hub', id: 'hub', name: 'hub' } }));
      return { queue, connectors, run };
    }

    test('settings are kept sealed, shown without secrets, and changed without asking for them again', async () => {
      const { connectors, run } = fresh();
      await run((change) => connectors.add(change, ConnectorConfiguration.parse(erp)));
      const rows = await database.all('select sealed_configuration "sealed" from connectors');
      expect(JSON.stringify(rows)).not.toContain('odoo.example.com');
      const shown = await connectors.detail(database, 'erp');
      expect(shown).toMatchObject({ settings: { database: 'prod', login: 'hub' }, secrets: ['apiKey'] });
      expect(JSON.stringify(shown)).not.toContain(APIKEY);
      const { apiKey: _, ...rest } = erp;
      await run((change) => connectors.change(change, 'erp', { ...rest, database: 'other' }));
      expect(await connectors.configurationOf(database, 'erp')).toMatchObject({ database: 'other', apiKey: APIKEY });
    });

    test('what cannot be used changes nothing: wrong fields by name, a wrong mapping, a secret for another address', async () => {
      const { connectors, run } = fresh();
      await run((change) => connectors.add(change, ConnectorConfiguration.parse(erp)));
      const { apiKey: _, ...rest } = erp;
      const change = (given: object) => run((each) => connectors.change(each, 'erp', { ...rest, ...given }));
      await expect(change({ database: '' })).rejects.toMatchObject({
        code: 'bad_request',
        members: { issues: [{ path: '/database' }] },
      });
      await expect(change({ url: 'https://elsewhere.example.com' })).rejects.toMatchObject({ code: 'unusable' });
      await expect(change({ mapping: 'fields: [' })).rejects.toMatchObject({ code: 'unusable' });
      await expect(run((each) => connectors.change(each, 'nobody', rest))).rejects.toMatchObject({ code: 'not_found' });
      await expect(run((each) => connectors.add(each, ConnectorConfiguration.parse(erp)))).rejects.toMatchObject({
        code: 'conflict',
      });
      expect(await connectors.configurationOf(database, 'erp')).toMatchObject({ ...erp, mapping: null });
    });

    test('each tells what was delivered, waits, is tried again, and failed; others do not count', async () => {
      const { connectors, queue, run } = fresh();
      for (const id of ['erp', 'other'])
        await run((change) => connectors.add(change, ConnectorConfiguration.parse({ ...erp, id })));
      const outcomes: (JobOutcome | null)[] = [
        { kind: 'done' },
        { kind: 'transient', detail: later },
        { kind: 'fatal', detail: later },
        null,
        null,
      ];
      for (const [index, outcome] of outcomes.entries()) {
        await run(({ queries }) =>
          queue.enqueue(queries, {
            kind: 'test',
            uniqueKey: `job-${index}`,
            subject: null,
            target: 'erp',
            payload: {},
          }),
        );
        if (outcome === null) continue;
        const claimed = (await queue.claim(['test'])) as ClaimedJob;
        await queue.settle(claimed, outcome);
      }
      await run(({ queries }) =>
        queue.enqueue(queries, { kind: 'test', uniqueKey: 'none', subject: null, payload: {} }),
      );
      const counts = { waiting: 2, retrying: 1, failed: 1, lastDeliveredAt: at };
      const none = { waiting: 0, retrying: 0, failed: 0, lastDeliveredAt: null };
      expect(await connectors.list(database)).toMatchObject([
        { id: 'erp', ...counts },
        { id: 'other', ...none },
      ]);
      expect((await queue.list({ limit: 10, target: 'erp' })).map(({ uniqueKey }) => uniqueKey)).toEqual(
        [4, 3, 2, 1, 0].map((index) => `job-${index}`),
      );
    });

    test('one that is removed forgets its settings and is listed still', async () => {
      const { connectors, run } = fresh();
      await run((change) => connectors.add(change, ConnectorConfiguration.parse(erp)));
      expect(await run((change) => connectors.remove(change, 'erp'))).toMatchObject({ removedAt: at });
      await expect(connectors.detail(database, 'erp')).rejects.toMatchObject({ code: 'not_found' });
      expect(await connectors.list(database)).toMatchObject([{ id: 'erp', removedAt: at }]);
      expect(await database.all('select sealed_configuration "sealed" from connectors')).toEqual([{ sealed: '' }]);
    });
  });
}
