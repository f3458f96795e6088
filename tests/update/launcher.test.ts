import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type Decision,
  decideLaunch,
  type Pointer,
  pointerLine,
  readPointerLine,
  type Slot,
  SLOTS,
} from '#main/update/launch-decision.ts';
import { decisionIn } from '#main/update/slots.ts';

const LAUNCHERS = resolve(import.meta.dirname, '../../resources/kiosk-os/launcher');
const hasPowershell = spawnSync('pwsh', ['-NoProfile', '-Command', 'exit 0']).status === 0;
const isWindows = process.platform === 'win32';
if (isWindows) console.log('the launcher of Linux is skipped: this is Windows');
if (!hasPowershell) console.log('the launcher of Windows is skipped: there is no pwsh here');

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'launcher-'));
  mkdirSync(join(root, 'versions'));
  cpSync(LAUNCHERS, root, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function putVersion(slot: Slot, version: string, script: string): void {
  const folder = join(root, 'versions', slot);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'run me'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'run me'), 0o755);
  writeFileSync(join(folder, 'start'), `run me\n${version}\n`);
}
const point = (pointer: Pointer) => writeFileSync(join(root, 'current'), pointerLine(pointer));
const current = () => readPointerLine(readFileSync(join(root, 'current'), 'utf8'));
const good = (slot: Slot, failed: Slot | null = null): Pointer => ({ slot, trust: 'good', boots: 0, failed });
const trial = (slot: Slot, boots = 0): Pointer => ({ slot, trust: 'trial', boots, failed: null });
/** What a program does to say that it is healthy, in the words of a shell. */
const SAY_HEALTHY = `printf 'anteroom-current 1 %s good 0 -\\n' "$ANTEROOM_SLOT" > "$ANTEROOM_SLOTS/current.h"; mv "$ANTEROOM_SLOTS/current.h" "$ANTEROOM_SLOTS/current"`;

/** Every pointer there can be, some that are none, and every state of the two slots. */
function everyState(): { text: string | null; whole: Record<Slot, boolean> }[] {
  const pointers: (string | null)[] = [null, '', 'anteroom-current 1 a', '\0\0\0\0', 'anteroom-current 2 a good 0 -\n'];
  for (const slot of SLOTS)
    for (const trust of ['good', 'trial'] as const)
      for (const boots of [0, 1, 2, 9])
        for (const failed of [null, 'b'] as const) pointers.push(pointerLine({ slot, trust, boots, failed }));
  pointers.push(`${pointerLine(good('a'))}x\n`, pointerLine(good('b')).trim());
  return pointers.flatMap((text) =>
    [true, false].flatMap((a) => [true, false].map((b) => ({ text, whole: { a, b } }))),
  );
}

/** A folder with a launcher for each state. */
function foldersOf(states: ReturnType<typeof everyState>): string[] {
  const above = root;
  return states.map(({ text, whole }, index) => {
    root = join(above, String(index));
    mkdirSync(join(root, 'versions'), { recursive: true });
    cpSync(LAUNCHERS, root, { recursive: true });
    if (text !== null) writeFileSync(join(root, 'current'), text);
    for (const slot of SLOTS) if (whole[slot]) putVersion(slot, `1.0.${slot}`, 'true');
    const made = root;
    root = above;
    return made;
  });
}

function sayingOf({ start, write }: Decision): string {
  return `${start ?? ''}|${write === null ? '' : pointerLine(write).trim()}`;
}

test.skipIf(isWindows)('the launcher of Linux decides as the table does, in every state', () => {
  const states = everyState();
  const folders = foldersOf(states);
  const script = 'for folder; do "$folder/anteroom-launcher.sh" --decide; done';
  const { stdout } = spawnSync('sh', ['-c', script, 'sh', ...folders], { encoding: 'utf8' });
  const said = stdout.split('\n').slice(0, -1);
  expect(said).toHaveLength(states.length);
  for (const [index, state] of states.entries()) {
    expect({ state, said: said[index] }).toEqual({
      state,
      said: sayingOf(decideLaunch(readPointerLine(state.text ?? ''), state.whole)),
    });
    // what Node reads from the same folder
    expect(sayingOf(decisionIn(folders[index] ?? ''))).toBe(said[index]);
  }
});

test.skipIf(!hasPowershell)('the launcher of Windows decides as the table does, in every state', () => {
  const states = everyState();
  for (const [index, folder] of foldersOf(states).entries()) {
    const state = states[index];
    const { stdout } = spawnSync('pwsh', ['-NoProfile', '-File', join(folder, 'anteroom-launcher.ps1'), '--decide'], {
      encoding: 'utf8',
    });
    const said = sayingOf(decideLaunch(readPointerLine(state?.text ?? ''), state?.whole ?? { a: false, b: false }));
    expect({ state, said: stdout.trim() }).toEqual({ state, said });
  }
});

/** Runs the launcher until it ends. */
async function launch(
  words: readonly string[] = [],
  patience = 1,
): Promise<{ code: number | null; out: string; log: string }> {
  const child = spawn(join(root, 'anteroom-launcher.sh'), words, {
    env: { ...process.env, ANTEROOM_PATIENCE_SECONDS: String(patience) },
  });
  let [out, log] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)));
  child.stderr.on('data', (chunk: Buffer) => (log += String(chunk)));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, out, log };
}

test.skipIf(isWindows)('a good version is started with its words, and its exit code goes on', async () => {
  putVersion('a', '1.0.0', 'echo "old $1 $ANTEROOM_SLOT"; exit 3');
  point(good('a'));
  expect(await launch(['--data=/x y'])).toMatchObject({ code: 3, out: 'old --data=/x y a\n' });
});

test.skipIf(isWindows)('a new version that becomes healthy stays', async () => {
  putVersion('a', '1.0.0', 'echo old');
  putVersion('b', '1.1.0', `echo new; ${SAY_HEALTHY}; sleep 1; exit 0`);
  point(trial('b'));
  expect(await launch()).toMatchObject({ code: 0, out: 'new\n' });
  expect(current()).toEqual(good('b'));
});

test.skipIf(isWindows)('a new version that breaks twice is given up for the one before', async () => {
  putVersion('a', '1.0.0', 'echo old');
  putVersion('b', '1.1.0', 'echo new; exit 1');
  point(trial('b'));
  const { code, out, log } = await launch();
  expect({ code, out }).toEqual({ code: 0, out: 'new\nnew\nold\n' });
  expect(log).toContain('before it was healthy');
  expect(current()).toEqual(good('a', 'b'));
});

test.skipIf(isWindows)('a new version that hangs is ended and given up', async () => {
  putVersion('a', '1.0.0', 'echo old');
  putVersion('b', '1.1.0', 'echo new; exec sleep 60');
  point(trial('b', 1));
  const { out, log } = await launch();
  expect(out).toBe('new\nold\n');
  expect(log).toContain('not healthy after 1 s');
});

test.skipIf(isWindows)('a version that switches to another and ends makes room for it at once', async () => {
  const switching = `printf 'anteroom-current 1 b trial 0 -\\n' > "$ANTEROOM_SLOTS/current"`;
  putVersion('a', '1.0.0', `echo old; ${switching}; exit 0`);
  putVersion('b', '1.1.0', `echo new; ${SAY_HEALTHY}; exit 0`);
  point(good('a'));
  expect(await launch()).toMatchObject({ code: 0, out: 'old\nnew\n' });
  expect(current()).toEqual(good('b'));
});

test.skipIf(isWindows)('with nothing to start it says what to do', async () => {
  const { code, log } = await launch();
  expect(code).toBe(70);
  expect(log).toContain('install Anteroom again');
});

test.skipIf(isWindows)('SIGTERM ends the program, and then the launcher', async () => {
  putVersion('a', '1.0.0', 'trap "echo bye; exit 5" TERM; echo up; while :; do sleep 0.1; done');
  point(good('a'));
  const child = spawn(join(root, 'anteroom-launcher.sh'), []);
  let out = '';
  const ended = new Promise<number | null>((done) => child.once('close', done));
  child.stdout.on('data', (chunk: Buffer) => {
    out += String(chunk);
    if (out === 'up\n') child.kill('SIGTERM');
  });
  expect(await ended).toBe(5);
  expect(out).toBe('up\nbye\n');
});

test.skipIf(isWindows)('SIGTERM before the program is started starts none', async () => {
  putVersion('a', '1.0.0', 'echo up; exec sleep 600');
  point(good('a'));
  // the launcher reads the version's name with sed just before it starts it
  const commands = join(root, 'commands');
  mkdirSync(commands);
  writeFileSync(
    join(commands, 'sed'),
    `#!/bin/sh\necho reading >&2\nwhile [ ! -e '${join(root, 'go')}' ]; do sleep 0.05; done\n`,
  );
  chmodSync(join(commands, 'sed'), 0o755);
  const child = spawn(join(root, 'anteroom-launcher.sh'), [], {
    env: { ...process.env, PATH: `${commands}:${process.env['PATH']}` },
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)));
  const ended = new Promise<number | null>((done) => child.once('close', done));
  await new Promise((said) => child.stderr.once('data', said));
  child.kill('SIGTERM');
  writeFileSync(join(root, 'go'), '');
  expect(await ended).toBe(143);
  expect(out).toBe('');
});
