import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { acknowledgedHead } from './acknowledged-head.ts';
import { type Forger, forge } from './audit-forgery.fake.ts';
import { createAuditHeads } from './audit-heads.ts';
import { readHeadFile, signNewestHead, verifyAuditLog } from './audit-log.native.ts';
import { openDatabase } from './database.native.ts';
import { deviceSigner } from './device-signer.ts';
import { openKeeper } from './keeper.native.ts';
import { keysInMemory } from './keys/keys.fake.ts';
import { openStore } from './open-store.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

const now = () => new Date('2026-03-02T08:00:00.000Z');
const signer = deviceSigner(Buffer.alloc(32, 7));
const keys = keysInMemory();
let workspace: Workspace;

beforeEach(async () => {
  workspace = await createWorkspace(await mkdtemp(join(tmpdir(), 'audit-log-')));
  write(10);
});
afterEach(() => rm(workspace.directory, { recursive: true, force: true }));

/** Opens the kiosk's store as the program does, writes that many lines, closes it. */
function write(lines: number): void {
  const { database } = openKeeper(workspace, now);
  const store = openStore(database, { now, newId: () => v7(), reference: () => 'ABC123', keys });
  for (let line = 0; line < lines; line += 1) {
    store.ledger.audit({ actor: 'staff', action: 'interview.viewed', subject: `s${line}`, detail: { line } });
  }
  database.close();
}

const newest = () => signNewestHead(workspace.directory, signer, now());
const tamper = (work: (forger: Forger) => void) => forge(workspace.databaseFile, work);
const found = (head: ReturnType<typeof newest> | null = null) => {
  const { isSound, problems } = verifyAuditLog(workspace.directory, head);
  expect(isSound).toBe(problems.length === 0);
  return problems.map(({ sentence }) => sentence);
};

test('an untouched log is sound, with a head and without, and still is when it has grown', () => {
  const head = newest();
  expect(found()).toEqual([]);
  expect(found(head)).toEqual([]);
  write(5);
  expect(found(head)).toEqual([]);
  expect(verifyAuditLog(workspace.directory, head)).toMatchObject({ lines: 15, lastLine: 15, heldAgainst: [10] });
});

describe('F29: tampering without the secret', () => {
  test.each<[string, string, string[]]>([
    ['an edited line', `update audit set actor = 'nobody' where seq = 4`, ['line 4 was changed']],
    ['an edited instant', `update audit set at = '2020-01-01T00:00:00.000Z' where seq = 10`, ['line 10 was changed']],
    ['a deleted line', 'delete from audit where seq = 4', ['line 4 is missing']],
    ['deleted lines', 'delete from audit where seq between 4 and 6', ['lines 4 to 6 are missing']],
    ['a deleted beginning', 'delete from audit where seq < 3', ['lines 1 to 2 are missing']],
    [
      'a deleted line, the rest renumbered',
      'delete from audit where seq = 9; update audit set seq = 9 where seq = 10',
      ['line 9 does not follow the line before it', 'line 9 was changed'],
    ],
    [
      'two swapped lines',
      'update audit set seq = 99 where seq = 4; update audit set seq = 4 where seq = 5; update audit set seq = 5 where seq = 99',
      [
        'line 4 does not follow the line before it',
        'line 4 was changed',
        'line 5 does not follow the line before it',
        'line 5 was changed',
        'line 6 does not follow the line before it',
      ],
    ],
    [
      'an inserted line',
      `insert into audit select 11, at, actor, action, subject, detail_json, record_id, previous_sha256, sha256 from audit where seq = 2`,
      ['line 11 does not follow the line before it', 'line 11 was changed'],
    ],
  ])('%s is found by the lines alone', (_name, sql, expected) => {
    tamper((forger) => forger.sql(sql));
    expect(found()).toEqual(expected);
  });

  test('a cut end is not seen in the lines: only a head tells', () => {
    const head = newest();
    tamper((forger) => forger.sql('delete from audit where seq > 7'));
    expect(found()).toEqual([]);
    expect(found(head)).toEqual([expect.stringMatching(/^the log ends at line 7, but the head given is of line 10/)]);
  });

  test('a deleted line with the whole rest renumbered and hashed anew is not seen in the lines: only a head tells', () => {
    const head = newest();
    tamper((forger) => {
      forger.sql('delete from audit where seq = 4');
      forger.rehash();
    });
    expect(found()).toEqual([]);
    expect(found(head)).toEqual([expect.stringContaining('the log ends at line 9')]);
  });

  test('an edited line with the whole rest hashed anew, as long as before, is not seen in the lines: only a head tells', () => {
    const head = newest();
    tamper((forger) => {
      forger.sql(`update audit set actor = 'nobody' where seq = 4`);
      forger.rehash();
    });
    expect(found()).toEqual([]);
    expect(found(head)).toEqual([expect.stringMatching(/^line 10 is another one than the head given is of/)]);
  });

  test('the program itself opens a forged file without complaint, and a cut log that has grown past the head is still told', () => {
    const head = newest();
    tamper((forger) => forger.sql('delete from audit where seq > 7'));
    write(20);
    expect(found()).toEqual([]);
    expect(found(head)).toEqual([expect.stringMatching(/^line 10 is another one/)]);
  });
});

describe('the head the kiosk keeps of its own', () => {
  function acknowledge(): void {
    acknowledgedHead(workspace.acknowledgedHeadFile).keep(newest());
  }

  test('a cut end is noticed without head office', () => {
    acknowledge();
    expect(found()).toEqual([]);
    tamper((forger) => forger.sql('delete from audit where seq > 7'));
    expect(found()).toEqual([expect.stringContaining('but head office acknowledged line 10')]);
    const database = openDatabase(workspace.databaseFile);
    const store = openStore(database, { now, newId: () => v7(), reference: () => 'ABC123', keys });
    const heads = createAuditHeads(database, {
      deviceId: store.deviceId,
      signer,
      acknowledged: acknowledgedHead(workspace.acknowledgedHeadFile),
      now,
      log: () => undefined,
    });
    expect(heads.read()).toMatchObject({ lines: 7, problems: [{ kind: 'cut', line: 8 }], acknowledged: 'kept' });
    database.close();
  });

  test('a file that was changed is a finding, one that is gone is none', async () => {
    acknowledge();
    const { seq: _seq, ...rest } = newest();
    await writeFile(workspace.acknowledgedHeadFile, JSON.stringify({ ...rest, seq: 7 }));
    expect(found()).toEqual([expect.stringContaining('holds no head that this kiosk signed')]);
    await rm(workspace.acknowledgedHeadFile);
    expect(found()).toEqual([]);
  });

  test('one of another key than the head given is a finding', () => {
    acknowledge();
    const other = signNewestHead(workspace.directory, deviceSigner(Buffer.alloc(32, 8)), now());
    expect(found(other)).toEqual([expect.stringContaining('signed with different keys')]);
  });
});

test('what cannot be read is said, with a next step, and is no finding', async () => {
  const read =
    (directory: string, head = newest()) =>
    () =>
      verifyAuditLog(directory, head);
  expect(read(join(workspace.directory, 'media'))).toThrow('holds no kiosk data');
  expect(read(workspace.directory, { ...newest(), deviceId: 'other' })).toThrow('The head is of kiosk other');
  const file = join(workspace.directory, 'head.json');
  expect(() => readHeadFile(file)).toThrow('The head cannot be read: ENOENT');
  await writeFile(file, '<html>');
  expect(() => readHeadFile(file)).toThrow('holds no audit head');
  await writeFile(file, JSON.stringify({ ...newest(), seq: 3 }));
  expect(() => readHeadFile(file)).toThrow('The signature in');
  await writeFile(file, JSON.stringify(newest()));
  expect(readHeadFile(file)).toEqual(newest());
  const head = newest();
  const database = openDatabase(workspace.databaseFile);
  expect(read(workspace.directory, head)).toThrow('A kiosk is using');
  database.close();
  await writeFile(workspace.databaseFile, Buffer.alloc(9000, 1));
  expect(read(workspace.directory, head)).toThrow('cannot be read');
});
