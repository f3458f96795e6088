import { chmod, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { InterviewResult } from '#shared/result.ts';
import { ledgerInMemory } from '../result/delivery-ledger.fake.ts';
import { resultConnectorConformance } from '../result/result-connector.conformance.ts';
import { shippedMapping } from '../result/sample-mapping.fake.ts';
import { rescored, sampleResult } from '../result/sample-result.fake.ts';
import { FILE_DROP_MAPPING } from './drop-files.ts';
import { createFileDropConnector, type FileDropConfiguration } from './file-drop-connector.ts';

const mapping = shippedMapping('file-drop', FILE_DROP_MAPPING);
const live = () => new AbortController().signal;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anteroom-drop-'));
});
afterEach(async () => {
  await chmod(folder, 0o700).catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

const connect = (formats: FileDropConfiguration['formats'], ledger = ledgerInMemory()) =>
  createFileDropConnector({ folder, formats, hasBom: true, locale: 'zh-CN' }, mapping, { id: 'drop', ledger });

resultConnectorConformance('file drop', {
  erasure: 'told',
  hasCredentials: false,
  open: () =>
    Promise.resolve({
      connect: (ledger) =>
        createFileDropConnector({ folder, formats: ['ndjson'], hasBom: true, locale: 'en' }, mapping, {
          id: 'drop',
          ledger,
        }),
      secrets: [folder],
      holds: async (result) => {
        const names = (await readdir(folder)).filter((name) => name.startsWith(result.id));
        const held = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
        return { count: held.length, isCurrent: held.length === 1 && held[0] === `${JSON.stringify(result)}\n` };
      },
      sent: async () => (await readdir(folder)).length,
      isErased: async (id) => {
        const names = (await readdir(folder)).filter((name) => name.startsWith(id));
        return names.length === 1 && names[0] === `${id}-erased.json`;
      },
      goAway: () => rename(folder, `${folder}-away`).then(() => rm(`${folder}-away`, { recursive: true })),
      close: () => Promise.resolve(),
    }),
});

const row = (text: Buffer) => {
  const rows = parse(text, { bom: true, columns: true }) as Record<string, string>[];
  expect(rows).toHaveLength(1);
  return rows[0] ?? {};
};

test('CSV and XLSX read back to what was scored; NDJSON to the whole document', async () => {
  const result = sampleResult();
  expect(await connect(['csv', 'xlsx', 'ndjson']).upsert(result, live())).toMatchObject({ kind: 'delivered' });
  const names = await readdir(folder);
  expect(names.toSorted()).toEqual(['csv', 'ndjson', 'xlsx'].map((format) => `${result.id}-r0001.${format}`));
  const read = (format: string) => readFile(join(folder, `${result.id}-r0001.${format}`));

  const csv = await read('csv');
  expect(csv.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(csv.toString().endsWith('\r\n')).toBe(true);
  expect(row(csv)).toMatchObject({ candidate_name: '张伟', score: '81.5', competency_scores: '4.1/5', decision: '' });

  const [header, cells] = await readSheet(await read('xlsx'));
  const sheet = Object.fromEntries((header ?? []).map((name, index) => [String(name), cells?.[index]]));
  expect(sheet).toMatchObject({ candidate_name: '张伟', score: 81.5, revision: 1, report_url: result.report.url });

  expect(InterviewResult.parse(JSON.parse((await read('ndjson')).toString()))).toEqual(result);
});

test('a name that a spreadsheet would compute is text', async () => {
  const name = '=HYPERLINK("http://evil.example","pay ""slip""")';
  const result = sampleResult({ candidate: { ...sampleResult().candidate, name, phone: '+8613800138000' } });
  await connect(['csv', 'xlsx']).upsert(result, live());
  const csv = row(await readFile(join(folder, `${result.id}-r0001.csv`)));
  expect(csv['candidate_name']).toBe(`'${name}`);
  expect(csv['candidate_phone']).toBe("'+8613800138000");
  const rows = await readSheet(await readFile(join(folder, `${result.id}-r0001.xlsx`)));
  expect(rows[1]).toContain(name);
});

test('commas, quotes and line ends come back as they were', async () => {
  const job = { ...sampleResult().job, title: 'A "good" job,\r\nnight shift' };
  const result = sampleResult({ job });
  await connect(['csv']).upsert(result, live());
  expect(row(await readFile(join(folder, `${result.id}-r0001.csv`)))['job_title']).toBe(job.title);
});

test('a dry run of a PDF tells its size and hash, which are those of the file', async () => {
  const result = sampleResult();
  const connector = connect(['pdf']);
  const plan = await connector.dryRun(result);
  expect(await readdir(folder)).toEqual([]);
  await connector.upsert(result, live());
  const bytes = await readFile(join(folder, `${result.id}-r0001.pdf`));
  expect(plan).toMatchObject({ requests: [{ method: 'WRITE', body: { bytes: bytes.length } }] });
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
});

test('what a kill left unfinished is taken over, and other files are left alone', async () => {
  const result = sampleResult();
  await writeFile(join(folder, `.${result.id}-r0001.csv.part`), 'half');
  await writeFile(join(folder, 'somebody-else.csv'), 'a,b');
  const connector = connect(['csv']);
  await connector.upsert(result, live());
  await connector.upsert(rescored(result, 60), live());
  expect((await readdir(folder)).toSorted()).toEqual([`${result.id}-r0002.csv`, 'somebody-else.csv']);
});

test('a file where the folder should be is for a person, without its path', async () => {
  await rm(folder, { recursive: true });
  await writeFile(folder, '');
  const connector = connect(['csv']);
  for (const outcome of [await connector.upsert(sampleResult(), live()), await connector.check(live())]) {
    expect(outcome).toMatchObject({ kind: 'fatal', reason: 'misconfigured' });
    expect(JSON.stringify(outcome)).not.toContain(folder);
  }
});
