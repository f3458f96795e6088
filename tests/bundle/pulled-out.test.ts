import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeKeyring } from '#main/node-keyring.ts';
import { withKiosk } from '#tests/kiosk/finished-kiosk.ts';
import { filesIn, key, openPlaces, type Places, video } from './stick.ts';

const cli = fileURLToPath(new URL('../../main/cli.ts', import.meta.url));
const hubProgram = fileURLToPath(new URL('../../hub/index.ts', import.meta.url));
const preload = new URL('./killed-at.ts', import.meta.url).href;
const FILES = 6;
let places: Places;
let environment: NodeJS.ProcessEnv;

beforeEach(async () => {
  places = openPlaces();
  mkdirSync(places.stick);
  await places.openHub();
  environment = { ...process.env, ANTEROOM_KEY_FILE: join(places.folder, 'kiosk.key') };
  const recordings = Array.from({ length: FILES }, (_, index) => ({
    ...video(40 + index, 400_000),
    itemId: `q${index}`,
  }));
  await withKiosk(places.data, nodeKeyring(environment), ({ save }) => save({ recordings }));
});
afterEach(() => places.close());

function start(
  program: readonly string[],
  words: readonly string[],
  also: NodeJS.ProcessEnv = {},
): { child: ChildProcess; ended: Promise<string> } {
  const child = spawn(process.execPath, [...program, ...words], {
    env: { ...environment, ...also },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (said += text.toString()));
  return { child, ended: once(child, 'close').then(() => said) };
}

const exportWords = () => [
  'bundle',
  'export',
  '--to',
  places.stick,
  '--data',
  places.data,
  '--recipient',
  key.recipient,
];

/** Kills the export as soon as it wrote so many more parts onto the stick. */
async function killAfter(parts: number): Promise<void> {
  const { child, ended } = start(['--import', preload, cli], exportWords(), { KILL_AT: String(parts) });
  await ended;
  expect(child.signalCode).toBe('SIGKILL');
}

test(
  'killed in the middle again and again, the next run goes on; what it leaves is whole',
  { timeout: 300_000 },
  async () => {
    for (const parts of [1, 2, 2]) await killAfter(parts);
    const [name = ''] = readdirSync(places.stick);
    const folder = join(places.stick, name);
    expect(filesIn(folder).filter((file) => file.endsWith('.age'))).toHaveLength(5);
    expect(existsSync(join(folder, 'bundle.json'))).toBe(false);
    // an unfinished bundle is no bundle
    await expect(places.import(folder)).rejects.toMatchObject({ code: 'unfinished' });

    const last = start([cli], exportWords());
    const said = await last.ended;
    expect([last.child.exitCode, said]).toEqual([
      0,
      expect.stringMatching(/[1-9] parts were there from an earlier run/),
    ]);
    expect(filesIn(folder).filter((file) => file.includes('unfinished'))).toEqual([]);

    const identity = join(places.folder, 'identity');
    writeFileSync(identity, `# Anteroom recovery key. Public key: ${key.recipient}\n${key.identity}\n`);
    const importing = start([hubProgram], ['--data', places.hub, '--identity', identity, '--import', folder]);
    expect([await importing.ended, importing.child.exitCode]).toEqual([
      expect.stringContaining(`and ${FILES} files taken`),
      0,
    ]);
    const taking = start([cli], ['bundle', 'receipts', folder, '--data', places.data]);
    expect([await taking.ended, taking.child.exitCode]).toEqual([
      expect.stringContaining(`${FILES} files count as sent`),
      0,
    ]);
    expect(await places.held()).toMatchObject({ mediaComplete: FILES, alarms: [] });
  },
);

test('the mistakes of a person at the terminal are sentences', { timeout: 300_000 }, async () => {
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      cli,
      ['bundle', 'export', '--to', join(places.folder, 'nowhere'), '--data', places.data, '--recipient', key.recipient],
      /There is no folder/,
    ],
    [cli, ['bundle', 'export', '--to', places.stick, '--data', places.data], /recovery key in the settings/],
    [cli, ['bundle', 'export', '--to', places.stick, '--data', places.hub], /holds no kiosk data/],
    [cli, ['bundle', 'receipts', places.stick, '--data', places.data], /holds no receipts of head office/],
    [cli, ['bundle', 'import', places.stick, '--data', places.data, '--identity', cli], /Bundles go to head office/],
    [hubProgram, ['--data', places.hub, '--import', places.stick], /--identity FILE/],
    [hubProgram, ['--data', places.stick, '--identity', cli, '--import', places.stick], /holds no hub/],
  ];
  for (const [program, words, sentence] of cases) {
    const { child, ended } = start([program], words);
    const said = await ended;
    expect(said).toMatch(sentence);
    expect(said).not.toMatch(/\n\s+at /);
    expect(child.exitCode).not.toBe(0);
  }
});
