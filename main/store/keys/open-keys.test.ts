import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createWorkspace, type Workspace } from '../workspace.ts';
import { keyFileKeyring } from './key-file-keyring.ts';
import { knownKeyring } from './keys.fake.ts';
import { openKeys, recoverKeys } from './open-keys.ts';
import { passphraseKeyring } from './passphrase-keyring.ts';
import { isRecoveryRecipient, makeRecoveryKey } from './recovery-key.ts';
import { openSessionKeys } from './session-keys.ts';

let folder: string;
let workspace: Workspace;
let keyFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-'));
  workspace = await createWorkspace(join(folder, 'data'));
  keyFile = join(folder, 'elsewhere', 'kiosk.key');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const inKeys = (name: string) => join(workspace.keysDirectory, name);

test('keys made at the first start are found at the next, with the keys of interviews', async () => {
  const first = await openKeys(workspace, keyFileKeyring(keyFile));
  const key = first.sessions.make('a');
  const again = await openKeys(workspace, keyFileKeyring(keyFile));
  expect(again.ring.secret.equals(first.ring.secret)).toBe(true);
  expect(again.sessions.find('a')?.equals(key)).toBe(true);
  expect(again.sessions.find('b')).toBeNull();
  expect(again.problems).toEqual([]);
});

test('the data folder alone opens nothing, and holds no key in the clear', async () => {
  const { ring, sessions } = await openKeys(workspace, keyFileKeyring(keyFile));
  const secrets = [ring.secret, ring.current().key, sessions.make('a')];
  for (const name of await readdir(workspace.keysDirectory)) {
    const text = await readFile(inKeys(name));
    const forms = secrets.flatMap((secret) => [secret, secret.toString('hex'), secret.toString('base64')]);
    expect(forms.filter((form) => text.includes(form))).toEqual([]);
  }
  await rm(keyFile);
  await expect(openKeys(workspace, keyFileKeyring(keyFile))).rejects.toMatchObject({ code: 'keyring_lost' });
  // a new key file does not help, nor does another keyring
  await writeFile(keyFile, randomBytes(32).toString('hex'), { mode: 0o600 });
  await expect(openKeys(workspace, keyFileKeyring(keyFile))).rejects.toMatchObject({ code: 'keyring_lost' });
  await expect(openKeys(workspace, passphraseKeyring('correct horse battery'))).rejects.toThrow('another keyring');
});

test.runIf(process.platform !== 'win32')(
  'a key file that others can read is refused, with the command that helps',
  async () => {
    await openKeys(workspace, keyFileKeyring(keyFile));
    await chmod(keyFile, 0o644);
    await expect(openKeys(workspace, keyFileKeyring(keyFile))).rejects.toThrow('chmod 600');
  },
);

test('a passphrase opens what it locked; another one and a short one are refused', async () => {
  await expect(openKeys(workspace, passphraseKeyring('short'))).rejects.toMatchObject({ code: 'keyring_refused' });
  const { ring } = await openKeys(workspace, passphraseKeyring('correct horse battery'));
  expect((await openKeys(workspace, passphraseKeyring('correct horse battery'))).ring.id).toBe(ring.id);
  await expect(openKeys(workspace, passphraseKeyring('correct horse bakery'))).rejects.toMatchObject({
    code: 'keyring_lost',
  });
});

test.each(['keys-a.json', 'keys-b.json', 'sessions-a.ndjson', 'sessions-b.ndjson'])(
  'with %s damaged or gone the other one is used, and made anew',
  async (name) => {
    const first = await openKeys(workspace, knownKeyring);
    const key = first.sessions.make('a');
    const whole = await readFile(inKeys(name));
    for (const damaged of [null, Buffer.alloc(0), whole.subarray(0, whole.length - 30), randomBytes(whole.length)]) {
      await (damaged === null ? rm(inKeys(name)) : writeFile(inKeys(name), damaged));
      const again = await openKeys(workspace, knownKeyring);
      expect(again.sessions.find('a')?.equals(key)).toBe(true);
      expect(again.ring.secret.equals(first.ring.secret)).toBe(true);
    }
    expect((await readFile(inKeys(name))).length).toBe(whole.length);
  },
);

test.each(['sessions-a.ndjson', 'sessions-b.ndjson'])(
  'any bit that turns in %s is told, also where every key still opens',
  async (name) => {
    const { ring, sessions } = await openKeys(workspace, knownKeyring);
    for (const id of ['a', 'b']) sessions.make(id);
    const look = () => openSessionKeys(workspace.keysDirectory, ring, true).problems;
    expect(look()).toEqual([]);
    const whole = await readFile(inKeys(name));
    for (const [offset, byte] of whole.entries()) {
      for (let bit = 1; bit < 256; bit *= 2) {
        whole[offset] = byte ^ bit;
        writeFileSync(inKeys(name), whole);
        if (look().length === 0) throw new Error(`bit ${bit} of byte ${offset} of ${name} was not told`);
      }
      whole[offset] = byte;
    }
    writeFileSync(inKeys(name), whole);
    expect(look()).toEqual([]);
  },
);

test('a power cut between the two writes of a new key is no damage; the second file gets its line', async () => {
  const { ring, sessions } = await openKeys(workspace, knownKeyring);
  sessions.make('a');
  const short = await readFile(inKeys('sessions-b.ndjson'));
  sessions.make('b');
  await writeFile(inKeys('sessions-b.ndjson'), short);
  const again = openSessionKeys(workspace.keysDirectory, ring);
  expect(again.problems).toEqual([]);
  expect(again.sessions.list()).toEqual(['a', 'b']);
  expect(await readFile(inKeys('sessions-b.ndjson'))).toEqual(await readFile(inKeys('sessions-a.ndjson')));
});

test('both damaged is said, and nothing is made in their place', async () => {
  await openKeys(workspace, knownKeyring);
  for (const name of ['keys-a.json', 'keys-b.json']) await writeFile(inKeys(name), 'x');
  await expect(openKeys(workspace, knownKeyring)).rejects.toMatchObject({ code: 'keys_damaged' });
  for (const name of ['keys-a.json', 'keys-b.json']) await rm(inKeys(name));
  await writeFile(workspace.databaseFile, 'interviews');
  await expect(openKeys(workspace, knownKeyring)).rejects.toMatchObject({ code: 'keys_missing' });
  expect((await readdir(workspace.keysDirectory)).filter((name) => name.startsWith('keys-'))).toEqual([]);
});

test('the secret that earlier releases kept in the clear is taken over and is gone', async () => {
  const secret = randomBytes(32);
  await writeFile(workspace.secretFile, secret.toString('hex'));
  await writeFile(workspace.databaseFile, 'interviews');
  const { ring } = await openKeys(workspace, knownKeyring);
  expect(ring.secret.equals(secret)).toBe(true);
  await expect(readFile(workspace.secretFile)).rejects.toThrow('ENOENT');
});

test('destroyed keys are gone on the disk, also when an older copy of the wrapped keys comes back', async () => {
  const first = await openKeys(workspace, knownKeyring);
  const kept = first.sessions.make('stays');
  first.sessions.make('goes');
  const names = ['sessions-a.ndjson', 'sessions-b.ndjson'];
  const before = await Promise.all(names.map((name) => readFile(inKeys(name))));
  first.sessions.destroy(['goes']);
  const again = await openKeys(workspace, knownKeyring);
  expect(again.sessions.find('goes')).toBeNull();
  expect(again.sessions.find('stays')?.equals(kept)).toBe(true);
  expect(again.ring.current().epoch).toBe(2);
  // one file from before beside one of now: the one of now counts
  await writeFile(inKeys('sessions-a.ndjson'), before[0] ?? '');
  expect((await openKeys(workspace, knownKeyring)).sessions.find('stays')?.equals(kept)).toBe(true);
  // both from before: their epoch is destroyed, so nothing in them opens
  for (const [index, name] of names.entries()) await writeFile(inKeys(name), before[index] ?? '');
  expect((await openKeys(workspace, knownKeyring)).sessions.find('goes')).toBeNull();
});

test('reading changes nothing on the disk', async () => {
  await expect(openKeys(workspace, knownKeyring, { isReadOnly: true })).rejects.toMatchObject({ code: 'keys_missing' });
  (await openKeys(workspace, knownKeyring)).sessions.make('a');
  await rm(inKeys('sessions-b.ndjson'));
  const { sessions } = await openKeys(workspace, knownKeyring, { isReadOnly: true });
  expect(sessions.find('a')).not.toBeNull();
  expect(await readdir(workspace.keysDirectory)).not.toContain('sessions-b.ndjson');
});

test("when the keyring is lost the organisation's recovery key opens the keys, and no other does", async () => {
  const { identity, recipient } = await makeRecoveryKey();
  expect(isRecoveryRecipient(recipient)).toBe(true);
  expect(isRecoveryRecipient(identity)).toBe(false);
  const first = await openKeys(workspace, keyFileKeyring(keyFile));
  const key = first.sessions.make('a');
  await expect(recoverKeys(workspace, identity, knownKeyring)).rejects.toThrow('No recovery key was ever set');
  await expect(first.setRecipient('age1nonsense')).rejects.toThrow('age1nonsense is no age recipient');
  await first.setRecipient(recipient);
  expect(first.recipient()).toBe(recipient);

  await rm(keyFile);
  const stranger = await makeRecoveryKey();
  await expect(recoverKeys(workspace, stranger.identity, knownKeyring)).rejects.toThrow('not the recovery key');
  const recovered = await recoverKeys(workspace, identity, knownKeyring);
  expect(recovered.sessions.find('a')?.equals(key)).toBe(true);
  expect((await openKeys(workspace, knownKeyring)).sessions.find('a')?.equals(key)).toBe(true);
  // and what is destroyed stays destroyed for it too
  recovered.sessions.destroy(['a']);
  expect((await recoverKeys(workspace, identity, knownKeyring)).sessions.find('a')).toBeNull();
});
