import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AuditHead } from '#shared/wire/audit-head.ts';
import { auditLogCommand } from './audit-log-command.ts';
import { forge } from './store/audit-forgery.fake.ts';
import { openKeeper } from './store/keeper.native.ts';
import { keysInMemory } from './store/keys/keys.fake.ts';
import { openStore } from './store/open-store.ts';
import { type DeviceSigner, deviceSigner } from './store/device-signer.ts';
import { createWorkspace, type Workspace } from './store/workspace.ts';

const now = () => new Date('2026-03-02T08:00:00.000Z');
let workspace: Workspace;
let signer: DeviceSigner | string;

beforeEach(async () => {
  workspace = await createWorkspace(await mkdtemp(join(tmpdir(), 'audit-log-command-')));
  const { database } = openKeeper(workspace, now);
  const store = openStore(database, { now, newId: () => v7(), reference: () => 'ABC123', keys: keysInMemory() });
  for (let line = 0; line < 10; line += 1)
    store.ledger.audit({ actor: 'staff', action: 'test', subject: 's', detail: {} });
  database.close();
  signer = deviceSigner(Buffer.alloc(32, 7));
});
afterEach(() => rm(workspace.directory, { recursive: true, force: true }));

/** Runs `anteroom audit-log …` and gives back what a shell would see. */
async function auditLog(...words: string[]): Promise<{ code: number; text: string }> {
  let code = -1;
  let text = '';
  const print = (line: string) => void (text += `${line}\n`);
  const exit = (given: number) => void (code = given);
  const abort = (given: number): never => {
    throw new Error(`abort ${given}`);
  };
  const fromCaller = (path: string) => path;
  const signerOf = () => Promise.resolve(signer);
  const command = auditLogCommand({ fromCaller, signerOf, print, complain: print, exit, abort, now });
  for (const each of [command, ...command.commands])
    each.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  await command.parseAsync(words, { from: 'user' });
  return { code, text };
}

async function saveHead(): Promise<string> {
  const { code, text } = await auditLog('head', workspace.directory);
  expect(code).toBe(0);
  expect(AuditHead.parse(JSON.parse(text))).toMatchObject({ seq: 10 });
  const file = join(workspace.directory, 'saved.json');
  await writeFile(file, text);
  return file;
}

test('an untouched log: 0, and without a head it is said what cannot be seen', async () => {
  const plain = await auditLog('verify', workspace.directory);
  expect(plain).toEqual({
    code: 0,
    text: expect.stringMatching(/10 lines[\s\S]*no signed head[\s\S]*as it was written/),
  });
  const held = await auditLog('verify', workspace.directory, '--head', await saveHead());
  expect(held).toEqual({ code: 0, text: expect.stringContaining('signed head of line 10') });
});

test('a cut end: 0 without a head, 1 with one, with the line', async () => {
  const head = await saveHead();
  forge(workspace.databaseFile, ({ sql }) => sql('delete from audit where seq > 7'));
  expect((await auditLog('verify', workspace.directory)).code).toBe(0);
  const found = await auditLog('verify', workspace.directory, '--head', head);
  expect(found).toEqual({ code: 1, text: expect.stringMatching(/ends at line 7, but the head given is of line 10/) });
  const json = await auditLog('verify', workspace.directory, '--head', head, '--json');
  expect(JSON.parse(json.text)).toMatchObject({ isSound: false, lastLine: 7, problems: [{ kind: 'cut', line: 8 }] });
});

test('what cannot be read: 2', async () => {
  const nothing = await auditLog('verify', join(workspace.directory, 'media'));
  expect(nothing).toEqual({ code: 2, text: expect.stringContaining('holds no kiosk data') });
  const file = join(workspace.directory, 'bad.json');
  await writeFile(file, '{}');
  expect((await auditLog('verify', workspace.directory, '--head', file)).code).toBe(2);
  expect((await auditLog('verify', workspace.directory, '--head', join(workspace.directory, 'none'))).code).toBe(2);
  await expect(auditLog('verify')).rejects.toThrow('abort 2');
  await expect(auditLog('verify', workspace.directory, '--hed', file)).rejects.toThrow('abort 2');
  signer = 'There is no secret to sign with.';
  const unsigned = await auditLog('head', workspace.directory);
  expect(unsigned).toEqual({ code: 2, text: expect.stringContaining('no secret to sign with') });
});
