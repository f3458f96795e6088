// The kiosk is packed once, over a stand-in for Electron's program; then what came out is looked into and its core is run.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { extractAll, getRawHeader } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InterviewExport } from '#shared/interview-export.ts';
import { packKiosk } from '#scripts/pack-kiosk.ts';
import { packagesNotOfKiosk } from '#scripts/packed-packages.ts';
import { joinHost, walkByContract } from '#tests/kiosk/contract-walk.ts';
import { startHostProgram } from '#tests/kiosk/programs.ts';
import { type Expected, faultsOf, filesBelow, type PackedFile, packageOf } from './faults.ts';
import { writeStandInElectron } from './stand-in-electron.ts';

const root = resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};
/** Papers are set in it. */
const FONT = '@fontsource-variable/noto-sans-sc';
const WHO = { jobId: 'store-associate', locale: 'en', name: 'Ada Lind', phone: '139 0000 0000' } as const;

const isLinux = process.platform === 'linux';
if (!isLinux) console.log(`Skipped: the stand-in for Electron is a Linux one, and this is ${process.platform}.`);

describe.runIf(isLinux)('the packed kiosk', () => {
  let work: string;
  /** As a person would find it installed, without Electron itself. */
  let unpacked: string;
  /** The archive's files beside resources and models, where plain Node can run them; out of reach of the repository. */
  let program: string;
  let archived: PackedFile[];
  let beside: PackedFile[];
  let expected: Expected;

  beforeAll(async () => {
    if (!existsSync(join(root, 'out', 'main', 'index.js')))
      throw new Error('Nothing is built: npm run build comes first.');
    work = mkdtempSync(join(tmpdir(), 'anteroom-packed-'));
    const electronDirectory = join(work, 'electron');
    writeStandInElectron(electronDirectory, String(manifest.devDependencies['electron']));
    await packKiosk({ root, electronDirectory, outDirectory: join(work, 'release'), isFolderOnly: true });
    unpacked = join(work, 'release', process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`);
    program = join(work, 'run', 'app');
    extractAll(join(unpacked, 'resources', 'app.asar'), program);
    for (const folder of ['resources', 'models']) {
      cpSync(join(unpacked, 'resources', folder), join(work, 'run', folder), { recursive: true });
    }
    archived = filesBelow(program, 'app/');
    beside = filesBelow(unpacked);
    const unused = new Set(packagesNotOfKiosk(root));
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { dev?: boolean }>;
    };
    const shipped = Object.keys(packages).filter((path) => packages[path]?.dev !== true);
    expected = {
      packages: new Set(shipped.flatMap((path) => packageOf(path) ?? []).filter((name) => !unused.has(name))),
      platform: process.platform,
      arch: process.arch,
      builtIn: root,
    };
  }, 120_000);
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  test('the packed folder holds only what it should', () => {
    expect([...archived, ...beside].flatMap((file) => faultsOf(file, expected))).toEqual([]);
    // found out without the list that the packing itself goes by
    const packages = new Set(archived.map(({ path }) => packageOf(path)));
    expect(Object.keys(manifest.devDependencies).filter((name) => packages.has(name))).toEqual([]);
    const ofHeadOffice = ['fastify', 'postgres', 'nodemailer', 'ssh2', '@tus/server', '@fastify/swagger-ui'];
    expect(ofHeadOffice.filter((name) => !(name in manifest.dependencies))).toEqual([]);
    expect(ofHeadOffice.filter((name) => packages.has(name))).toEqual([]);

    const megabytes = (files: readonly PackedFile[]) =>
      (files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1_000_000).toFixed(1);
    const inArchive = (place: string) => archived.filter(({ path }) => path.startsWith(`app/${place}`));
    const natives = beside.filter(({ path }) => path.startsWith('resources/app.asar.unpacked/'));
    console.log(
      `Packed without Electron: ${megabytes(beside)} MB; in the archive ${archived.length} files: built ${megabytes(inArchive('out'))} MB, ` +
        `${packages.size - 1} packages ${megabytes(inArchive('node_modules'))} MB, of which beside it ${megabytes(natives)} MB for addons.`,
    );
  });

  test('whatever must not be in it is found, in each of its places', () => {
    const elf = Buffer.alloc(64);
    elf.writeUInt32BE(0x7f_45_4c_46);
    elf.writeUInt16LE(process.arch === 'x64' ? 0xb7 : 0x3e, 18);
    const windows = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(64)]);
    const key = `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}\n`;
    const planted: readonly [string, string | Buffer, string][] = [
      ['app/main/index.js', '', 'nothing belongs there'],
      ['resources/kiosk.db', '', 'nothing belongs there'],
      ['locales/de.pak', '', 'nothing belongs there'],
      ['app/out/main/index.js.map', '{}', 'for people and compilers'],
      ['app/node_modules/zod/v4/core/api.d.ts', '', 'for people and compilers'],
      ['app/node_modules/zod/README.md', '', 'for people and compilers'],
      ['app/node_modules/ws/test/fixtures/x.js', '', 'of tests'],
      ['app/out/main/x.test.js', '', 'of tests'],
      ['app/out/hub/index.js', '', 'nothing belongs there'],
      ['app/out/renderer/console.html', '', 'of head office'],
      ['app/node_modules/fastify/fastify.js', '', 'nothing in the kiosk loads fastify'],
      ['app/node_modules/vitest/index.js', '', 'nothing in the kiosk loads vitest'],
      ['resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds/other.node', elf, 'for linux-'],
      ['app/node_modules/onnxruntime-node/bin/napi-v6/win32/x64/DirectML', windows, 'for win32'],
      ['resources/resources/signing.key', '', 'named like a secret'],
      ['app/out/chunks/keys.js', key, 'holds a private key'],
      ['resources/models/recovery.txt', `AGE-SECRET-KEY-1${'Q'.repeat(58)}`, 'holds a private key'],
      ['app/out/chunks/place.js', `const at = '${root}/main';`, 'names the folder it was built in'],
    ];
    for (const [path, content, why] of planted) {
      expect(faultsOf({ path, bytes: Buffer.from(content) }, expected).join('\n')).toContain(why);
    }
    // and in a folder on the disk, not only in this list
    const file = join(unpacked, 'resources', 'models', 'leftover.test.js');
    writeFileSync(file, '');
    const found = filesBelow(unpacked).flatMap((each) => faultsOf(each, expected));
    rmSync(file);
    expect(found).toEqual(['resources/models/leftover.test.js: of tests']);
  });

  test('every file of the archive has its hash in the header, and they agree', () => {
    interface Entry {
      files?: Record<string, Entry>;
      integrity?: { algorithm: string; hash: string };
    }
    const hashes = new Map<string, string | undefined>();
    const walk = (entry: Entry, path: string) => {
      for (const [name, child] of Object.entries(entry.files ?? {})) walk(child, `${path}/${name}`);
      if (entry.files === undefined) hashes.set(path, entry.integrity?.hash);
    };
    walk(getRawHeader(join(unpacked, 'resources', 'app.asar')).header, 'app');
    expect(hashes.size).toBe(archived.length);
    const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    const wrong = archived.filter(({ path, bytes }) => hashes.get(path) !== sha256(bytes));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  test('the fuses are in the packed program', async () => {
    const wire = await getCurrentFuseWire(join(unpacked, 'anteroom'));
    const off = [
      FuseV1Options.RunAsNode,
      FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      FuseV1Options.EnableNodeCliInspectArguments,
      FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
      FuseV1Options.GrantFileProtocolExtraPrivileges,
    ];
    const on = [
      FuseV1Options.EnableCookieEncryption,
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      FuseV1Options.OnlyLoadAppFromAsar,
    ];
    expect(off.map((fuse) => wire[fuse])).toEqual(off.map(() => FuseState.DISABLE));
    expect(on.map((fuse) => wire[fuse])).toEqual(on.map(() => FuseState.ENABLE));
    // before packing they were as Electron ships them
    const before = await getCurrentFuseWire(join(work, 'electron', 'electron'));
    expect(before[FuseV1Options.RunAsNode]).toBe(FuseState.ENABLE);
  });

  test('every library of the kiosk loads from the packed folder alone, and a font is cut for a paper', () => {
    const unused = new Set(packagesNotOfKiosk(root));
    // only a page imports the font's style sheet; the core reads its files
    const libraries = Object.keys(manifest.dependencies).filter((name) => !unused.has(name) && name !== FONT);
    expect(libraries).toEqual(
      expect.arrayContaining(['better-sqlite3', 'onnxruntime-node', 'sherpa-onnx-node', 'pdfkit']),
    );
    const source = `
      import { readFileSync } from 'node:fs';
      import { fileURLToPath } from 'node:url';
      for (const name of ${JSON.stringify(libraries)}) await import(name);
      const { default: subset } = await import('subset-font');
      const font = fileURLToPath(import.meta.resolve('${FONT}/files/noto-sans-sc-119-wght-normal.woff2'));
      const cut = await subset(readFileSync(font), '的', { targetFormat: 'truetype' });
      console.log(font, cut.length > 500);
      // control: what is not packed is not found either, so nothing came from elsewhere
      await import('fastify').then(() => console.log('fastify is here'), (error) => console.log(error.code));`;
    const loaded = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
      cwd: program,
      env: { ...process.env, NODE_PATH: '' },
      encoding: 'utf8',
    });
    expect(loaded.stderr).toBe('');
    expect(loaded.stdout).toContain(join(program, 'node_modules'));
    expect(loaded.stdout).toContain(' true\nERR_MODULE_NOT_FOUND');
  });

  test('the packed core holds an interview, scores it with quotes, and says the same again', async () => {
    const data = join(work, 'data');
    const env = { ANTEROOM_KEY_FILE: join(work, 'kiosk.key'), NODE_PATH: '' };
    const host = await startHostProgram({ data, env, root: program });
    let reference: string;
    try {
      const { client, leave } = await joinHost(host.ready);
      await client.settings.update({ ...(await client.settings.get()), site: { name: 'A', phone: '' } });
      await client.staff.setUp({ name: 'A', pin: '730214' });
      await client.staff.signOut();
      ({ reference } = await walkByContract(client, WHO));
      leave();
    } finally {
      await host.stop();
    }
    expect(host.errors()).toBe('');

    const anteroom = (...words: string[]) =>
      spawnSync(process.execPath, [join(program, 'out/main/cli.js'), ...words], {
        cwd: program,
        env: { ...process.env, ...env },
        encoding: 'utf8',
      });
    const exported = anteroom('export', reference, '--data', data, '--out', join(work, 'export'));
    expect(exported.stderr).toBe('');
    const interview = InterviewExport.parse(JSON.parse(readFileSync(join(work, 'export', 'interview.json'), 'utf8')));
    const read = interview.answers.flatMap(({ assessment }) => assessment ?? []);
    const scored = read.filter(({ score }) => score !== null);
    expect(scored.length).toBeGreaterThan(0);
    const quotes = scored.flatMap(({ indicators }) => indicators.flatMap(({ evidence }) => evidence));
    const said = JSON.stringify(interview.answers.map(({ answer, turns }) => [answer, turns]));
    expect(quotes.length).toBeGreaterThan(0);
    expect(quotes.filter(({ clause }) => !said.includes(clause.text))).toEqual([]);

    const again = anteroom('score', '--recompute', reference, '--data', data);
    expect(again.stdout).toContain(`${read.length} answers, 0 differing.`);
    expect(again.status).toBe(0);
    expect(anteroom('verify', data).status).toBe(0);
    const hub = anteroom('hub');
    expect(hub.stderr).toContain('head office');
    expect(hub.status).toBe(2);
  }, 180_000);
});
