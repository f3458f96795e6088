import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createSftpDropConnector, SftpDropConfiguration } from '#connectors/file-drop/sftp-drop-connector.ts';
import { startPlainSftp } from '#connectors/file-drop/plain-sftp-server.fake.ts';
import { FILE_DROP_MAPPING } from '#connectors/file-drop/drop-files.ts';
import { ledgerInMemory } from '#connectors/result/delivery-ledger.fake.ts';
import { resultConnectorConformance } from '#connectors/result/result-connector.conformance.ts';
import { shippedMapping } from '#connectors/result/sample-mapping.fake.ts';
import { rescored, sampleResult } from '#connectors/result/sample-result.fake.ts';
import { type SftpServer, startOpenSsh } from '../fixtures/openssh.ts';

const mapping = shippedMapping('file-drop', FILE_DROP_MAPPING);
const live = () => new AbortController().signal;

const found = await startOpenSsh();
if (typeof found === 'string') console.log(`Skipped: SFTP against a real OpenSSH server. ${found}`);

/** A cable to the server that can be cut after so many bytes from us. */
async function startCable(port: number) {
  const sockets = new Set<Socket>();
  let left = Number.POSITIVE_INFINITY;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      // a cut is an error of one side or the other
      socket.on('error', () => near.destroy());
      socket.on('close', () => {
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (piece: Buffer) => {
      left -= piece.length;
      if (left < 0) near.destroy();
      else far.write(piece);
    });
    far.pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cutAfter: (bytes: number) => {
      left = bytes;
    },
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

describe.skipIf(typeof found === 'string')('SFTP against a real OpenSSH server', () => {
  const server = found as SftpServer;
  const cables: Awaited<ReturnType<typeof startCable>>[] = [];
  const cable = async () => {
    const made = await startCable(server.port);
    cables.push(made);
    return made;
  };
  beforeEach(async () => {
    await chmod(server.folder, 0o700);
    for (const name of await readdir(server.folder)) await rm(join(server.folder, name), { recursive: true });
  });
  afterAll(async () => {
    for (const each of cables) await each.close();
    await server.stop();
  });

  const addressOf = (port = server.port, folder = server.folder) =>
    `sftp://${server.user}@${server.host}:${port}${folder}`;
  const settings = (change: Partial<SftpDropConfiguration> = {}): SftpDropConfiguration =>
    SftpDropConfiguration.parse({
      address: addressOf(),
      hostKey: server.hostKey,
      privateKey: server.privateKey,
      formats: ['ndjson'],
      locale: 'en',
      ...change,
    });
  const open = (change: Partial<SftpDropConfiguration> = {}, ledger = ledgerInMemory()) =>
    createSftpDropConnector(settings(change), mapping, { id: 'sftp', ledger });
  const files = async () => (await readdir(server.folder)).toSorted((a, b) => (a < b ? -1 : 1));

  resultConnectorConformance('SFTP drop', {
    erasure: 'told',
    open: async () => {
      const own = await cable();
      return {
        connect: (ledger, key) =>
          open(
            { address: addressOf(own.port), ...(key === undefined ? {} : { privateKey: null, password: key }) },
            ledger,
          ),
        secrets: [server.privateKey, server.folder],
        holds: async (result) => {
          const names = (await files()).filter((name) => name.startsWith(result.id));
          const held = await Promise.all(names.map((name) => readFile(join(server.folder, name), 'utf8')));
          return { count: held.length, isCurrent: held.length === 1 && held[0] === `${JSON.stringify(result)}\n` };
        },
        isErased: async (id) => {
          const names = (await files()).filter((name) => name.startsWith(id));
          return names.length === 1 && names[0] === `${id}-erased.json`;
        },
        sent: async () => (await files()).length,
        goAway: own.close,
        close: async () => undefined,
      };
    },
  });

  test('a file has its name only when it is whole: cut in the middle it is missing, and the next attempt brings it once', async () => {
    const result = sampleResult();
    const name = `${result.id}-r0001.pdf`;
    const thin = await cable();
    const ledger = ledgerInMemory();
    const connector = open({ address: addressOf(thin.port), formats: ['pdf'] }, ledger);
    // enough for the handshake and a part of the file
    thin.cutAfter(20_000);
    expect(await connector.upsert(result, live())).toEqual({ kind: 'transient', reason: 'unreachable' });
    expect(await files()).toEqual([`.${name}.part`]);
    const { size: half } = await stat(join(server.folder, `.${name}.part`));
    thin.cutAfter(Number.POSITIVE_INFINITY);
    expect(await connector.upsert(result, live())).toMatchObject({ kind: 'delivered' });
    expect(await files()).toEqual([name]);
    const bytes = await readFile(join(server.folder, name));
    expect(bytes.length).toBeGreaterThan(half);
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('with the same name and bytes there nothing is written; with other bytes the whole file takes its place', async () => {
    const result = sampleResult();
    const name = join(server.folder, `${result.id}-r0001.ndjson`);
    await open().upsert(result, live());
    const before = await stat(name);
    await open().upsert(result, live());
    expect((await stat(name)).ino).toBe(before.ino);
    await writeFile(name, 'x'.repeat(before.size));
    await open().upsert(result, live());
    expect(await readFile(name, 'utf8')).toBe(`${JSON.stringify(result)}\n`);
    await open().upsert(rescored(result, 60), live());
    expect(await files()).toEqual([`${result.id}-r0002.ndjson`]);
  });

  test('another host key is refused before anything is said, with its fingerprint and what to do', async () => {
    const other = open({ hostKey: `SHA256:${'A'.repeat(43)}` });
    for (const outcome of [await other.upsert(sampleResult(), live()), await other.check(live())]) {
      expect(outcome).toMatchObject({ kind: 'fatal', reason: 'misconfigured' });
      const { detail } = outcome as { detail: { en: string; 'zh-CN': string } };
      expect(detail.en).toContain(server.hostKey);
      expect(detail['zh-CN']).toContain(server.hostKey);
      expect(detail.en).toContain('nothing was sent');
    }
    expect(await files()).toEqual([]);
    const both = open({ hostKey: `SHA256:${'A'.repeat(43)} ${server.hostKey}` });
    expect(await both.check(live())).toMatchObject({ kind: 'ready' });
  });

  test('a key that is not known there, one that cannot be read, and a wrong passphrase are for a person', async () => {
    const stranger = ssh2.utils.generateKeyPairSync('ed25519').private;
    const locked = ssh2.utils.generateKeyPairSync('ed25519', {
      passphrase: 'right',
      cipher: 'aes256-ctr',
      rounds: 16,
    }).private;
    const outcomeOf = (privateKey: string, passphrase: string | null = null) =>
      open({ privateKey, passphrase }).upsert(sampleResult(), live());
    expect(await outcomeOf(stranger)).toMatchObject({ kind: 'fatal', reason: 'refused' });
    expect(await outcomeOf(`-----BEGIN OPENSSH PRIVATE KEY-----\n${'A'.repeat(100)}`)).toMatchObject({
      kind: 'fatal',
      reason: 'misconfigured',
    });
    expect(await outcomeOf(locked, 'wrong')).toMatchObject({ kind: 'fatal', reason: 'misconfigured' });
    // read well, and only then not known there
    expect(await outcomeOf(locked, 'right')).toMatchObject({ kind: 'fatal', reason: 'refused' });
    // pasted into a field of one line
    const oneLine = open({ privateKey: server.privateKey.replaceAll(/\r?\n/g, '') });
    expect(await oneLine.check(live())).toMatchObject({ kind: 'ready' });
    expect(await open({ privateKey: null }).check(live())).toMatchObject({ kind: 'fatal', reason: 'misconfigured' });
  });

  test('without the right to write, or without the folder, a person is told; no path is', async () => {
    await chmod(server.folder, 0o500);
    const refused = await open().upsert(sampleResult(), live());
    expect(refused).toMatchObject({ kind: 'fatal', reason: 'misconfigured' });
    const missing = await open({ address: addressOf(server.port, join(server.folder, 'nowhere')) }).check(live());
    expect(missing).toMatchObject({ kind: 'fatal', reason: 'misconfigured' });
    for (const outcome of [refused, missing]) expect(JSON.stringify(outcome)).not.toContain(server.folder);
  });

  test('who stops waiting is answered at once', async () => {
    const stop = new AbortController();
    const upsert = open({ formats: ['pdf'] }).upsert(sampleResult(), stop.signal);
    stop.abort();
    expect(await upsert).toEqual({ kind: 'transient', reason: 'stopped' });
  });

  const mayMount = userInfo().uid === 0;
  test.skipIf(!mayMount)(
    'a full disk is transient, leaves no file with a name, and the file comes when there is room',
    async () => {
      const small = join(server.folder, 'small');
      await mkdir(small);
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k,mode=0777', 'tmpfs', small]);
      if (mounted.status !== 0) {
        console.log(`Skipped: a full disk behind SFTP. ${mounted.stderr.toString().trim()}`);
        return;
      }
      try {
        const result = sampleResult();
        const connector = open({ address: addressOf(server.port, small), formats: ['pdf'] });
        expect(await connector.upsert(result, live())).toEqual({ kind: 'transient', reason: 'busy' });
        expect((await readdir(small)).filter((name) => !name.startsWith('.'))).toEqual([]);
        spawnSync('mount', ['-o', 'remount,size=1m', small]);
        expect(await connector.upsert(result, live())).toMatchObject({ kind: 'delivered' });
        expect(await readdir(small)).toEqual([`${result.id}-r0001.pdf`]);
      } finally {
        spawnSync('umount', [small]);
      }
    },
  );
});

test('a server without the extensions of OpenSSH: a password opens it, and a file takes the place of another by the plain calls', async () => {
  const password = 'password-of-the-user';
  const server = await startPlainSftp(password);
  const open = (given: string) =>
    createSftpDropConnector(
      SftpDropConfiguration.parse({
        address: `sftp://u@127.0.0.1:${server.port}/in`,
        hostKey: server.hostKey,
        password: given,
        formats: ['ndjson'],
      }),
      mapping,
      { id: 'sftp', ledger: ledgerInMemory() },
    );
  const result = sampleResult();
  const name = `/in/${result.id}-r0001.ndjson`;
  const wrong = await open('wrong-password').upsert(result, live());
  expect(wrong).toMatchObject({ kind: 'fatal', reason: 'refused' });
  expect(JSON.stringify(wrong)).not.toContain('wrong-password');
  server.files.set(name, Buffer.from('something else'));
  expect(await open(password).upsert(result, live())).toMatchObject({ kind: 'delivered' });
  expect([...server.files.keys()]).toEqual([name]);
  expect(server.files.get(name)?.toString()).toBe(`${JSON.stringify(result)}\n`);
  await server.close();
});

test('an address names user, host and folder, and holds no password', () => {
  const isTaken = (address: string) =>
    SftpDropConfiguration.safeParse({ address, hostKey: `SHA256:${'A'.repeat(43)}`, formats: ['csv'] }).success;
  expect(['sftp://u@h/in', 'sftp://u@h:2222/~/in', 'sftp://u%40x@[::1]/', 'sftp://u@h'].every(isTaken)).toBe(true);
  const wrong = ['sftp://h/in', 'sftp://u:secret@h/in', 'https://u@h/in', '/in', ''];
  expect(wrong.filter(isTaken)).toEqual([]);
});
