import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { programOnPath } from '#scripts/programs.ts';

const KIOSK_OS = resolve(import.meta.dirname, '../../resources/kiosk-os');
const LINUX = join(KIOSK_OS, 'linux');
const UNIT = join(LINUX, 'files/etc/systemd/system/anteroom.service');
const isLinux = process.platform === 'linux';

let folder: string;
let image: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-kiosk-os-'));
  image = join(folder, 'image');
  // a system as install.sh may find it: some of its folders are there, and some of its files
  for (const path of ['etc/systemd/system/ctrl-alt-del.target.d', 'etc/udev/rules.d', 'usr/local', 'var/lib'])
    mkdirSync(join(image, path), { recursive: true });
  symlinkSync('/usr/lib/systemd/system/multi-user.target', join(image, 'etc/systemd/system/default.target'));
  writeFileSync(join(image, 'etc/udev/rules.d/70-anteroom.rules'), 'somebody else wrote this\n', { mode: 0o640 });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Everything below a folder: kind, mode, and content or target. */
function tree(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((path) => {
      const at = join(root, path);
      const stat = lstatSync(at);
      if (stat.isSymbolicLink()) return `${path} -> ${readlinkSync(at)}`;
      const mode = (stat.mode & 0o777).toString(8);
      return stat.isDirectory() ? `${path}/ ${mode}` : `${path} ${mode} ${readFileSync(at, 'base64')}`;
    });
}

function run(script: 'install.sh' | 'undo.sh', words: readonly string[] = []) {
  const ran = spawnSync(join(LINUX, script), words, { env: { ...process.env, DESTDIR: image }, encoding: 'utf8' });
  return { status: ran.status, said: ran.stdout + ran.stderr };
}
const read = (path: string) => readFileSync(join(image, path), 'utf8');

test.runIf(isLinux)('undo leaves the tree as it was, byte for byte', () => {
  const before = tree(image);
  expect(run('install.sh', ['--program', '/srv/kiosk', '--data', '/data/kiosk'])).toMatchObject({ status: 0 });
  expect(tree(image)).not.toEqual(before);
  expect(read('etc/anteroom/kiosk.conf')).toMatch(/^ANTEROOM_PROGRAM=\/srv\/kiosk\nANTEROOM_DATA=\/data\/kiosk$/m);
  expect(readlinkSync(join(image, 'etc/systemd/system/default.target'))).toContain('graphical.target');
  expect(run('undo.sh')).toMatchObject({ status: 0 });
  expect(tree(image)).toEqual(before);
});

test.runIf(isLinux)(
  'the session starts the launcher, and that the version that is in use, with the words of the kiosk',
  () => {
    const program = join(folder, 'program');
    cpSync(join(KIOSK_OS, 'launcher'), program, { recursive: true });
    for (const [slot, version] of [
      ['a', '1.0.0'],
      ['b', '1.1.0'],
    ] as const) {
      mkdirSync(join(program, 'versions', slot), { recursive: true });
      writeFileSync(join(program, 'versions', slot, 'start'), `kiosk\n${version}\n`);
      writeFileSync(join(program, 'versions', slot, 'kiosk'), `#!/bin/sh\necho "${version}" "$@"\nexit 7\n`, {
        mode: 0o755,
      });
    }
    writeFileSync(join(program, 'current'), 'anteroom-current 1 b good 0 -\n');
    // no word of it: what install.sh writes without one is the launcher that `update place` makes
    expect(run('install.sh').said).not.toContain('will not be updated');
    expect(read('etc/anteroom/kiosk.conf')).toMatch(/^ANTEROOM_PROGRAM=\/opt\/anteroom\/anteroom-launcher\.sh$/m);
    run('install.sh', ['--program', join(program, 'anteroom-launcher.sh'), '--data', '/data/kiosk']);
    const variables = [...read('etc/anteroom/kiosk.conf').matchAll(/^(ANTEROOM_\w+)=(.*)$/gm)];
    const session = spawnSync(join(image, 'usr/local/lib/anteroom/kiosk-session'), [], {
      env: { ...process.env, ...Object.fromEntries(variables.map(([, name, value]) => [name, value])) },
      encoding: 'utf8',
    });
    // the exit code too: the service sees it
    expect(session).toMatchObject({ status: 7, stdout: '1.1.0 --data=/data/kiosk --ozone-platform=wayland\n' });
    // control: a program that is none is started all the same, and said to be without updates
    expect(run('install.sh', ['--program', '/srv/kiosk']).said).toContain('/srv/kiosk is no launcher');
  },
);

test.runIf(isLinux)('twice is once, in both directions, and with another compositor in between', () => {
  const before = tree(image);
  run('install.sh');
  const once = tree(image);
  expect(run('install.sh')).toMatchObject({ status: 0 });
  expect(tree(image)).toEqual(once);
  expect(run('install.sh', ['--compositor', 'labwc']).status).toBe(0);
  expect(read('etc/systemd/system/anteroom.service.d/compositor.conf')).toContain('/usr/bin/labwc');
  expect(run('install.sh').status).toBe(0);
  expect(() => read('etc/systemd/system/anteroom.service.d/compositor.conf')).toThrow('ENOENT');
  run('undo.sh');
  expect(tree(image)).toEqual(before);
  expect(run('undo.sh')).toMatchObject({ status: 0, said: expect.stringContaining('Nothing to undo') });
  expect(tree(image)).toEqual(before);
});

test.runIf(isLinux)('control: a file that undo forgets is found, and what somebody else put there stays', () => {
  const before = tree(image);
  run('install.sh');
  const list = join(image, 'var/lib/anteroom-kiosk-os/files');
  writeFileSync(list, readFileSync(list, 'utf8').replace('/etc/pam.d/anteroom\n', ''));
  writeFileSync(join(image, 'etc/anteroom/note'), 'of a technician');
  expect(run('undo.sh').said).toContain('/etc/anteroom stays');
  const left = tree(image).filter((line) => !before.includes(line));
  expect(left.map((line) => line.split(' ')[0])).toEqual([
    'etc/anteroom/',
    'etc/anteroom/note',
    'etc/pam.d/',
    'etc/pam.d/anteroom',
  ]);
});

test.runIf(isLinux)('an install that was cut off in the middle is taken back whole', () => {
  const before = tree(image);
  const program = join(folder, 'bin');
  mkdirSync(program);
  // the fifth file cannot be written
  writeFileSync(
    join(program, 'install'),
    '#!/bin/sh\necho x >> "$0.count"; test "$(wc -l < "$0.count")" -lt 5 || exit 1\nexec /usr/bin/install "$@"\n',
  );
  chmodSync(join(program, 'install'), 0o755);
  const cut = spawnSync(join(LINUX, 'install.sh'), [], {
    env: { ...process.env, DESTDIR: image, PATH: `${program}:${process.env['PATH']}` },
  });
  expect(cut.status).toBe(1);
  expect(tree(image)).not.toEqual(before);
  expect(run('undo.sh').status).toBe(0);
  expect(tree(image)).toEqual(before);
});

test.runIf(isLinux).each([
  [['--compositor', 'sway'], 'cage or labwc'],
  [['--program', 'kiosk'], 'whole paths'],
  [['--data', '/data/$(reboot)'], 'letters, digits'],
  [['--help-me'], 'unknown option'],
])('%j is refused with a sentence, and nothing is changed', (words, sentence) => {
  const before = tree(image);
  const refused = run('install.sh', words);
  expect(refused.status).toBe(1);
  expect(refused.said).toContain(sentence);
  expect(tree(image)).toEqual(before);
});

test.runIf(isLinux)('the scripts are sound', (context) => {
  const scripts = ['install.sh', 'undo.sh', 'files/usr/local/lib/anteroom/kiosk-session'].map((name) =>
    join(LINUX, name),
  );
  for (const script of scripts.slice(0, 2)) expect(spawnSync('bash', ['-n', script]).status).toBe(0);
  if (programOnPath('shellcheck') === undefined)
    return context.skip('shellcheck is not installed; bash -n found nothing');
  const checked = spawnSync('shellcheck', scripts, { encoding: 'utf8' });
  expect(checked.stdout).toBe('');
  expect(checked.status).toBe(0);
});

test.runIf(isLinux)('systemd reads the unit without a word', (context) => {
  if (programOnPath('systemd-analyze') === undefined) return context.skip('systemd is not installed');
  const copy = join(folder, 'units');
  mkdirSync(copy);
  const verify = (text: string) => {
    writeFileSync(join(copy, 'anteroom.service'), text);
    return spawnSync('systemd-analyze', ['verify', join(copy, 'anteroom.service')], { encoding: 'utf8' }).stderr;
  };
  // the compositor itself need not be here
  const unit = readFileSync(UNIT, 'utf8').replace('/usr/bin/cage', '/bin/true');
  expect(verify(unit)).toBe('');
  expect(verify(unit.replace('WatchdogSec=90', 'WatchdogSec=soon'))).toContain('Failed to parse sec value');
});

test('the unit is watched, restarted for ever, and offers no other console', () => {
  const unit = readFileSync(UNIT, 'utf8');
  for (const line of [
    'Type=notify',
    'NotifyAccess=all',
    'WatchdogSec=90',
    'Restart=always',
    'StartLimitIntervalSec=0',
    'User=kiosk',
  ])
    expect(unit).toMatch(new RegExp(`^${line}$`, 'm'));
  const start = /^ExecStart=(.*)$/m.exec(unit)?.[1]?.split(' ') ?? [];
  expect(start.slice(0, start.indexOf('--'))).toEqual(['/usr/bin/cage', '-d', '-m', 'last']);
  // would hide /run/user, and with it the compositor's socket
  expect(unit).not.toMatch(/^ProtectHome=/m);
});

test.runIf(isLinux)('every XML file is well formed', (context) => {
  if (programOnPath('xmllint') === undefined) return context.skip('xmllint is not installed');
  const files = readdirSync(KIOSK_OS, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.xml'));
  expect(files.length).toBeGreaterThan(3);
  const check = (path: string) => spawnSync('xmllint', ['--noout', path], { encoding: 'utf8' });
  for (const path of files) expect(check(join(KIOSK_OS, path)).stderr).toBe('');
  const broken = join(folder, 'broken.xml');
  cpSync(join(KIOSK_OS, files[0] ?? ''), broken);
  writeFileSync(broken, readFileSync(broken, 'utf8').replace(/<\/\w+>\s*$/, ''));
  expect(check(broken).status).not.toBe(0);
});
