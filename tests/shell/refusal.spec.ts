import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { startHostProgram } from '#tests/kiosk/programs.ts';

const CLI = resolve('out/main/cli.js');

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-refusal-'));
});
test.afterEach(() => rmSync(folder, { recursive: true }));

test('records that cannot be opened: the screen says so in both languages, and how to go on', async ({ page }, {
  project,
}) => {
  const data = join(folder, 'kiosk');
  await (await startHostProgram({ data })).stop();
  rmSync(join(data, 'keys'), { recursive: true });

  const host = spawn(process.execPath, [CLI, 'host', '--data', data, '--supervised'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const lines = createInterface({ input: host.stdout })[Symbol.asyncIterator]();
  host.stdin.write(`${Buffer.alloc(32, 1).toString('base64url')}\n`);
  const line = JSON.parse((await lines.next()).value ?? '{}') as { url: string; refused: string };
  expect(line.refused).toBe('keys_missing');
  const answer = await page.goto(line.url);
  expect(answer?.status()).toBe(503);
  expect(answer?.headers()['content-security-policy']).toContain("default-src 'none'");
  await expect(page.getByRole('heading', { name: '本机暂时不能面试' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'This kiosk cannot hold interviews right now' })).toBeVisible();
  await expect(page.getByText('Put the folder “keys” back from a copy.', { exact: false }).first()).toBeVisible();
  expect(JSON.parse((await lines.next()).value ?? '{}')).toEqual({ clients: 1 });
  // fonts for Chinese come with the page: this system may have none
  await page.evaluate(() => document.fonts.ready);
  expect(await page.evaluate(() => document.fonts.check('16px "Noto Sans SC Variable"', '本机'))).toBe(true);
  await page.screenshot({ path: join(project.outputDir, 'shell', 'refusal.png') });
  // the launcher ends it
  host.stdin.end();
  const [code] = (await once(host, 'exit')) as [number];
  expect(code).toBe(1);
});

test('without a launcher the reason stands on the terminal', async () => {
  const data = join(folder, 'kiosk');
  await (await startHostProgram({ data })).stop();
  rmSync(join(data, 'keys'), { recursive: true });
  const { status, stderr, stdout } = spawnSync(process.execPath, [CLI, 'host', '--data', data], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toContain('There are interviews here but no keys');
  expect(stderr).not.toContain('    at ');
  expect(stdout).toBe('');
});
