import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Processes } from './processes.ts';
import { SupervisedHost } from './supervised-host.ts';

const LOOK_MS = 20;
const PATIENCE_MS = 200;

let folder: string;
let processes: Processes;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-launcher-'));
  processes = new Processes();
});
afterEach(async () => {
  await processes.stopped();
  rmSync(folder, { recursive: true });
});

/** A host that says what a real one says, when it is told to: how many pages are connected. */
async function startHost(script: string): Promise<SupervisedHost> {
  const file = join(folder, 'host.mjs');
  const address = JSON.stringify({ url: 'http://127.0.0.1:1/#token=x', origin: 'http://127.0.0.1:1', pid: 1 });
  writeFileSync(
    file,
    `const say = (line) => console.log(JSON.stringify(line)); console.log(${JSON.stringify(address)});\n${script}\nprocess.stdin.resume();`,
  );
  const host = new SupervisedHost({ program: [file], processes, log: () => undefined });
  await host.start();
  return host;
}

/** Whether the page was said to be gone within this time. */
async function isGoneWithin(host: SupervisedHost, ms: number): Promise<boolean> {
  const watch = host.watchPage(PATIENCE_MS, LOOK_MS);
  const isGone = await Promise.race([watch.gone.then(() => true), setTimeout(ms, false)]);
  watch.stop();
  return isGone;
}

test('a page that never came, or that went and stays away, is gone', async () => {
  expect(await isGoneWithin(await startHost(''), 5000)).toBe(true);
  expect(await isGoneWithin(await startHost('say({ clients: 1 }); say({ clients: 0 });'), 5000)).toBe(true);
});

test('a page that is there is not, nor one that only reloads', async () => {
  expect(await isGoneWithin(await startHost('say({ clients: 1 });'), 600)).toBe(false);
  const reloading = 'setInterval(() => { say({ clients: 0 }); setTimeout(() => say({ clients: 1 }), 40); }, 100);';
  expect(await isGoneWithin(await startHost(`say({ clients: 1 }); ${reloading}`), 600)).toBe(false);
});

test('while the host itself is away nobody is blamed', async () => {
  const host = await startHost('say({ clients: 1 }); setTimeout(() => process.exit(75), 50);');
  // it comes back after its pause and says nothing of pages for a while
  expect(await isGoneWithin(host, 250)).toBe(false);
});
