import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'csv-parse/sync';
import { createAuditTrail } from '#hub/audit-trail/audit-trail.ts';
import { openDatabase } from '#hub/database/open-database.ts';
import { auditTableCommand } from '#hub/self-identification/audit-table-command.ts';
import { sampleRecord, soundLine } from '#hub/store/sample-lines.fake.ts';
import { createHubStore } from '#hub/store/sql-hub-store.ts';
import { encryptToRecipient, makeRecoveryKey } from '#main/store/keys/recovery-key.ts';
import { paddedText, SELF_IDENTIFICATION_TYPE } from '#shared/self-identification.ts';
import { command } from './run-command.ts';

/** What people said of themselves, what was decided, and how many of them there are. */
const PEOPLE = [
  { sex: 'female', outcome: 'advance', count: 12 },
  { sex: 'female', outcome: 'decline', count: 28 },
  { sex: 'male', outcome: 'advance', count: 20 },
  { sex: 'male', outcome: 'decline', count: 20 },
  { sex: 'male', outcome: 'hold', count: 1 },
  { sex: null, outcome: 'advance', count: 2 },
] as const;
const key = await makeRecoveryKey();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-self-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function bodyOf(sessionId: string, sex: string | null, recipient = key.recipient) {
  const answers: Record<string, string> = sex === null ? {} : { sex };
  const said = { schema: 'self_identification/1' as const, sessionId, packId: 'us-ny', formVersion: 1, answers };
  return { recipient, sealed: (await encryptToRecipient(recipient, Buffer.from(paddedText(said)))).toString('base64') };
}

let seq = 0;
const line = (sessionId: string, type: string, body: Record<string, unknown>) =>
  soundLine(sampleRecord({ sessionId, type, body, seq: (seq += 1) }));
const finalized = (sessionId: string, more: Record<string, unknown> = {}) =>
  line(sessionId, 'session.finalized', { jobId: 'store-associate', ...more });
const decided = (sessionId: string, outcome: string) => line(sessionId, 'decision.made', { outcome });

/** Stores interviews as a kiosk would have sent them, and others that must not count. */
async function fill(): Promise<void> {
  const store = createHubStore(await openDatabase(folder, undefined));
  try {
    for (const { sex, outcome, count } of PEOPLE)
      for (let n = 0; n < count; n += 1) {
        const id = `${sex}-${outcome}-${n}`;
        const sealed = line(id, SELF_IDENTIFICATION_TYPE, await bodyOf(id, sex));
        await store.putLines('kiosk-1', [finalized(id), sealed, decided(id, 'decline'), decided(id, outcome)], 'now');
      }
    // somebody who works here already, somebody erased, somebody who never finished
    await store.putLines(
      'kiosk-1',
      [
        finalized('staff', { purpose: 'promotion' }),
        line('staff', SELF_IDENTIFICATION_TYPE, await bodyOf('staff', 'male')),
        finalized('erased'),
        line('erased', SELF_IDENTIFICATION_TYPE, await bodyOf('erased', 'female')),
        line('erased', 'session.erased', {}),
        decided('unfinished', 'advance'),
      ],
      'now',
    );
  } finally {
    await store.close();
  }
}

async function identityFile(identity: string): Promise<string> {
  const file = join(folder, `identity-${identity.slice(-6)}`);
  await writeFile(file, `# of head office\n${identity}\n`);
  return file;
}

async function makeTable(identity: string | undefined, name = 'table.csv') {
  const said: string[] = [];
  const code = await auditTableCommand({
    dataDir: folder,
    databaseUrl: undefined,
    identityFile: identity,
    file: join(folder, name),
    print: (text) => void said.push(text),
    complain: (text) => void said.push(text),
  });
  return { code, said: said.join('\n'), file: join(folder, name) };
}

const trail = async () => {
  const database = await openDatabase(folder, undefined);
  try {
    const lines = await createAuditTrail(database, () => new Date()).list({ before: null, limit: 100 });
    return lines.map(({ action }) => action);
  } finally {
    await database.close();
  }
};

test('from what was sealed at kiosks to the audit of bias: counts as they were, and nobody named', async () => {
  await fill();
  const { code, said, file } = await makeTable(await identityFile(key.identity));
  expect([code, said]).toEqual([0, expect.stringContaining('83 interviews; 83 with what people said')]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const text = await readFile(file, 'utf8');
  expect(text.split('\n')[0]).toBe('job,sex,score,selected');
  expect(text).not.toMatch(/decline-|advance-|kiosk-1|staff|erased|\d{4}-\d\d/);
  const rows: Record<string, string>[] = parse(text, { columns: true });
  // in no order that tells who came when
  expect(rows.map((row) => row['sex'])).not.toEqual(
    PEOPLE.flatMap(({ sex, count }) => Array.from({ length: count }, () => sex ?? '')),
  );
  const { out } = await command('audit', file, '--group', 'sex', '--outcome', 'selected', '--auditor', '--json');
  const { audit } = JSON.parse(out);
  // by hand: 12 of 40 against 20 of 40 selected; one on hold, two who did not say
  expect(audit).toMatchObject({ withoutOutcome: 1, tables: [{ unknown: { n: 2, hits: 2 } }] });
  const [table] = audit.tables;
  const of = (name: string) => table.categories.find((each: { category: string[] }) => each.category[0] === name);
  expect(of('female')).toMatchObject({ n: 40, hits: 12, rate: 0.3 });
  expect(of('male')).toMatchObject({ n: 40, hits: 20, rate: 0.5 });
  expect(of('female').impactRatio).toBeCloseTo(0.6, 12);
  expect(await trail()).toEqual(['self_identification.opened']);
});

test('another key opens nothing, a file that exists is left alone, and without a key nothing is read', async () => {
  await fill();
  const other = await makeRecoveryKey();
  const wrong = await makeTable(await identityFile(other.identity));
  expect(wrong).toMatchObject({ code: 1, said: expect.stringContaining('83 sealed answers') });
  expect(await makeTable(undefined)).toMatchObject({ code: 2, said: expect.stringContaining('--identity FILE') });
  const damaged = await makeTable(await identityFile('AGE-SECRET-KEY-NONE'));
  expect(damaged).toMatchObject({ code: 2, said: expect.stringContaining('holds no private key') });
  await writeFile(join(folder, 'there.csv'), 'of somebody else');
  const there = await makeTable(await identityFile(key.identity), 'there.csv');
  expect(there).toMatchObject({ code: 2, said: expect.stringContaining('exists and was left alone') });
  expect(await readFile(there.file, 'utf8')).toBe('of somebody else');
  expect(await trail()).toEqual([]);
});

test('what was sealed for one interview counts for no other', async () => {
  const store = createHubStore(await openDatabase(folder, undefined));
  const ofAnna = await bodyOf('anna', 'female');
  await store.putLines(
    'kiosk-1',
    [
      finalized('anna'),
      line('anna', SELF_IDENTIFICATION_TYPE, ofAnna),
      finalized('bert'),
      line('bert', SELF_IDENTIFICATION_TYPE, ofAnna),
      // anybody who knows the public half can seal something that is no answer
      finalized('carl'),
      line('carl', SELF_IDENTIFICATION_TYPE, {
        recipient: key.recipient,
        sealed: (await encryptToRecipient(key.recipient, Buffer.from('no answer'))).toString('base64'),
      }),
    ],
    'now',
  );
  await store.close();
  const { code, said, file } = await makeTable(await identityFile(key.identity));
  expect([code, said]).toEqual([0, expect.stringMatching(/3 interviews; 1 with .*\n2 more/s)]);
  const rows: Record<string, string>[] = parse(await readFile(file, 'utf8'), { columns: true });
  expect(new Set(rows.map((row) => row['sex']))).toEqual(new Set(['', 'female']));
});
