import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureSystemPackages, missingPackages, pasteLine } from './system-packages.ts';

const isDebian = existsSync('/etc/debian_version');
const environment = { ...process.env };
let programs: string;

beforeEach(() => {
  programs = mkdtempSync(join(tmpdir(), 'anteroom-programs-'));
});

afterEach(() => {
  process.env = { ...environment };
  rmSync(programs, { recursive: true, force: true });
});

function program(name: string, script: string): void {
  writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(programs, name), 0o755);
}

/** A machine with apt-get and nothing else; apt-get writes down what it is asked and "installs" into this folder. */
function bareMachine(): { asked: () => string[] } {
  const log = join(programs, 'asked.log');
  symlinkSync('/usr/bin/env', join(programs, 'env'));
  program('sudo', 'shift; exec "$@"');
  program('apt-cache', 'test "$2" != pulseaudio');
  program(
    'apt-get',
    `echo "$DEBIAN_FRONTEND $*" >> "${log}"
     case "$*" in *install*) for name in espeak-ng flite sox ffmpeg; do echo '#!/bin/sh' > "${programs}/$name"; /bin/chmod 755 "${programs}/$name"; done ;; esac`,
  );
  process.env['PATH'] = programs;
  delete process.env['ANTEROOM_BROWSER'];
  return { asked: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []) };
}

test('what is not on PATH is missing', () => {
  process.env['PATH'] = programs;
  expect(missingPackages(['media'])).toEqual(['ffmpeg', 'espeak-ng', 'flite', 'sox']);
  program('sox', 'exit 0');
  expect(missingPackages(['media'])).toEqual(['ffmpeg', 'espeak-ng', 'flite']);
});

test('the recogniser is a program and, from a package of its own, a model', () => {
  process.env['PATH'] = programs;
  expect(missingPackages(['recogniser'])).toContain('pocketsphinx');
  program('pocketsphinx_batch', 'exit 0');
  expect(missingPackages(['recogniser'])).not.toContain('pocketsphinx');
});

test('a browser named by ANTEROOM_BROWSER is a browser', () => {
  process.env['PATH'] = programs;
  expect(missingPackages(['browser'])).toContain('chromium');
  program('my-browser', 'exit 0');
  process.env['ANTEROOM_BROWSER'] = join(programs, 'my-browser');
  expect(missingPackages(['browser'])).not.toContain('chromium');
});

test.runIf(isDebian)('missing packages come with one update and one install, without questions', () => {
  const { asked } = bareMachine();
  expect(ensureSystemPackages(['media'], () => undefined)).toEqual([]);
  expect(asked()).toHaveLength(2);
  expect(asked()[0]).toMatch(/^noninteractive .*DPkg::Lock::Timeout=300 update$/);
  expect(asked()[1]).toMatch(/^noninteractive .* install -y --no-install-recommends ffmpeg espeak-ng flite sox$/);
  expect(ensureSystemPackages(['media'], () => undefined)).toEqual([]);
  expect(asked()).toHaveLength(2);
});

test.runIf(isDebian)('a package the distribution does not know keeps no other away and is named afterwards', () => {
  const { asked } = bareMachine();
  const left = ensureSystemPackages(['media', 'sound'], () => undefined);
  expect(asked()[1]).toMatch(/ffmpeg .*sox pulseaudio-utils/);
  expect(asked()[1]).not.toMatch(/ pulseaudio /);
  expect(left).toContain('pulseaudio');
});

test('without root and sudo nothing is tried, and the line to paste names what is missing', () => {
  program('sudo', 'exit 1');
  process.env['PATH'] = programs;
  const { getuid } = process;
  Object.assign(process, { getuid: () => 1000 });
  try {
    const left = ensureSystemPackages(['media', 'trace'], () => undefined);
    expect(left).toEqual(['ffmpeg', 'espeak-ng', 'flite', 'sox']);
    expect(pasteLine(left)).toContain('ffmpeg');
    expect(pasteLine(left)).not.toContain('\n');
  } finally {
    Object.assign(process, { getuid });
  }
});
