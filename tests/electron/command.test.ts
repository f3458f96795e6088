// Commands of the built program as a packed kiosk runs them: out/main/index.js in Node on the stand-in for Electron.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeKeyring } from '#main/node-keyring.ts';
import { systemKeyring } from '#main/electron/system-keyring.ts';
import { openKeys } from '#main/store/keys/open-keys.ts';
import { createWorkspace } from '#main/store/workspace.ts';
import { safeStorage } from './fake.ts';

const root = resolve(import.meta.dirname, '../..');
let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'anteroom-command-'));
});
afterEach(() => rmSync(data, { recursive: true }));

function run(...words: string[]) {
  const program = ['--import', join(root, 'tests/electron/register.ts'), join(root, 'out/main/index.js')];
  return spawnSync(process.execPath, [...program, ...words], { encoding: 'utf8', cwd: root });
}

test('a command runs in place of the kiosk, with its own exit code', () => {
  const listed = run('--cli', 'models', 'list', '--data', data);
  expect(listed.stderr).toBe('');
  expect(listed.stdout).toContain('silero_vad_v6');
  expect(listed.status).toBe(0);
  const unknown = run('--cli', 'modells');
  expect(unknown.stderr).toContain("unknown command 'modells'");
  expect(unknown.status).toBe(1);
});

test("keys are the operating system's: what it locked is opened, what a key file locked is not", async () => {
  await openKeys(await createWorkspace(data), systemKeyring(safeStorage));
  const shown = run('--cli', 'keys', 'show', data);
  expect(shown.stderr).toBe('');
  expect(shown.stdout).toMatch(/Keyring: +system/);

  const another = join(data, 'another');
  await openKeys(await createWorkspace(another), nodeKeyring(process.env));
  const refused = run('--cli', 'keys', 'show', another);
  expect(refused.status).toBe(1);
  expect(refused.stderr).not.toBe('');
});

test('an answer is scored by children that Electron starts', () => {
  const text = 'Last year a customer was angry. I listened, called my supervisor and she had a new one in ten minutes.';
  const words = [
    'score',
    '--job',
    'store-associate',
    '--item',
    'upset-person',
    '--lang',
    'en',
    '--text',
    '-',
    '--json',
  ];
  const program = ['--import', join(root, 'tests/electron/register.ts'), join(root, 'out/main/index.js')];
  const scored = spawnSync(process.execPath, [...program, '--cli', ...words, '--data', data], {
    encoding: 'utf8',
    cwd: root,
    input: text,
  });
  expect(scored.stderr).toBe('');
  expect(JSON.parse(scored.stdout)).toMatchObject({ item: 'upset-person' });
});
