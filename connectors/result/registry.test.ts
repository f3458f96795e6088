import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ledgerInMemory } from './delivery-ledger.fake.ts';
import { ConnectorConfiguration, createResultConnector, type ConnectorParts } from './registry.ts';
import { requestsOf } from './result-connector.conformance.ts';
import { sampleResult } from './sample-result.fake.ts';

const parts: ConnectorParts = {
  ledger: ledgerInMemory(),
  now: () => new Date(),
  resourcesDirectory: join(import.meta.dirname, '../../resources'),
  readReportFile: () => Promise.resolve(null),
};
const live = () => new AbortController().signal;

/** Settings of every kind as docs/connectors.md shows them. */
const SAMPLES: readonly (Record<string, unknown> & { readonly kind: string })[] = [
  { kind: 'file-drop', id: 'hr-folder', folder: '/srv/hr/in', formats: ['csv', 'xlsx', 'ndjson', 'pdf'] },
  {
    kind: 'sftp-drop',
    id: 'hr-sftp',
    address: 'sftp://anteroom@sftp.example.com/in',
    hostKey: `SHA256:${'A'.repeat(43)}`,
    password: 'secret-of-sftp',
    formats: ['csv'],
  },
  {
    kind: 'webhook',
    id: 'own-hr',
    url: 'https://hr.example.com/hooks/interviews',
    source: 'https://hub.example.com',
    keys: [{ kind: 'hmac', secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}` }],
  },
  {
    kind: 'odoo',
    id: 'odoo',
    url: 'https://odoo.example.com',
    database: 'prod',
    login: 'hub',
    apiKey: 'key-of-the-user',
    version: '19',
  },
  { kind: 'feishu-hire', id: 'feishu', appId: 'cli_a1b2c3d4', appSecret: 'secret-of-the-app' },
  { kind: 'kombo', id: 'workday', apiKey: 'key-of-kombo', integrationId: 'workday:HWUTwvyx2wLoSUHphiWVrp28' },
  { kind: 'frappe', id: 'frappe', url: 'https://hr.example.com', apiKey: 'a1b2c3d4e5f6', apiSecret: 'f6e5d4c3b2a1' },
  {
    kind: 'chat-robot',
    id: 'hr-chat',
    service: 'dingtalk',
    url: 'https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef',
    secret: 'SEC0123456789abcdef',
  },
];

test.each(SAMPLES)('$kind opens with its shipped mapping and plans a delivery', async (settings) => {
  const opened = await createResultConnector(ConnectorConfiguration.parse(settings), parts);
  if (!opened.isValid) throw new Error(opened.problems.join('\n'));
  expect(requestsOf(await opened.connector.dryRun(sampleResult())).length).toBeGreaterThan(0);
});

test('a sample stands for every kind', () => {
  const kinds = ConnectorConfiguration.options.map((option) => option.shape.kind.value);
  expect(new Set(SAMPLES.map(({ kind }) => kind))).toEqual(new Set<string>(kinds));
});

test('a mapping of one’s own is used; one with mistakes is refused with its lines', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anteroom-registry-'));
  const settings = (mapping: string) =>
    ConnectorConfiguration.parse({ kind: 'file-drop', id: 'mine', folder, formats: ['csv'], mapping });
  const good = await createResultConnector(
    settings('mapping: interview.mapping/1\nfields: { 姓名: candidate.name }'),
    parts,
  );
  if (!good.isValid) throw new Error(good.problems.join('\n'));
  const plan = await good.connector.dryRun(sampleResult());
  expect(plan).toMatchObject({ requests: [{ body: '\uFEFF姓名\r\n张伟\r\n' }] });
  expect(await good.connector.upsert(sampleResult(), live())).toMatchObject({ kind: 'delivered' });
  expect(await readdir(folder)).toHaveLength(1);
  const bad = await createResultConnector(
    settings('mapping: interview.mapping/1\nfields:\n  a: candidate.nmae'),
    parts,
  );
  expect(bad).toMatchObject({
    isValid: false,
    problems: [expect.stringContaining('line 3, fields.a: "candidate.nmae" is unknown')],
  });
  await rm(folder, { recursive: true });
});

test('settings with a field too many, or a relative folder, are refused', () => {
  const parse = (change: Record<string, unknown>) =>
    ConnectorConfiguration.safeParse({ ...SAMPLES[0], ...change }).success;
  expect(parse({})).toBe(true);
  expect(parse({ passwrd: 'x' })).toBe(false);
  expect(parse({ folder: 'in' })).toBe(false);
  expect(parse({ id: 'Not Right' })).toBe(false);
});
