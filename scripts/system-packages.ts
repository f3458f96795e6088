// What the tests and the demo need beyond npm, and the one apt-get that brings it.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export type PackageGroup = 'browser' | 'media' | 'sound' | 'trace';

interface SystemPackage {
  /** Name in Debian and Ubuntu. */
  readonly name: string;
  readonly group: PackageGroup;
  /** Name in Homebrew, where there is one. */
  readonly brew?: string;
  readonly isPresent: () => boolean;
}

const LIBRARY_FOLDERS = ['/usr/lib', '/usr/lib64'];
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge-stable'];

/** The first executable file of this name on PATH. */
export function programOnPath(name: string, path = process.env['PATH'] ?? ''): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** True for a file this user may run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // absent or not ours to run: both mean "not usable"
  }
}

function hasProgram(name: string): () => boolean {
  return () => programOnPath(name) !== undefined;
}

/** True when a library folder, or its architecture's subfolder, holds the file. */
function hasLibrary(path: string): boolean {
  return LIBRARY_FOLDERS.filter((folder) => existsSync(folder)).some(
    (folder) =>
      existsSync(join(folder, path)) ||
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && entry.name.includes('-linux-'))
        .some((entry) => existsSync(join(folder, entry.name, path))),
  );
}

function hasBrowser(): boolean {
  const forced = process.env['ANTEROOM_BROWSER'];
  return (forced !== undefined && isExecutable(forced)) || BROWSERS.some((name) => programOnPath(name) !== undefined);
}

const PACKAGES: readonly SystemPackage[] = [
  { name: 'chromium', group: 'browser', isPresent: hasBrowser },
  {
    // the SUID helper Debian's Chromium falls back to where user namespaces are forbidden; other builds bring their own
    name: 'chromium-sandbox',
    group: 'browser',
    isPresent: () => !existsSync('/usr/lib/chromium') || existsSync('/usr/lib/chromium/chrome-sandbox'),
  },
  { name: 'xvfb', group: 'browser', isPresent: hasProgram('Xvfb') },
  { name: 'xauth', group: 'browser', isPresent: hasProgram('xauth') },
  { name: 'ffmpeg', group: 'media', brew: 'ffmpeg', isPresent: hasProgram('ffmpeg') },
  { name: 'espeak-ng', group: 'media', brew: 'espeak-ng', isPresent: hasProgram('espeak-ng') },
  { name: 'flite', group: 'media', brew: 'flite', isPresent: hasProgram('flite') },
  { name: 'sox', group: 'media', brew: 'sox', isPresent: hasProgram('sox') },
  { name: 'pulseaudio', group: 'sound', brew: 'pulseaudio', isPresent: hasProgram('pulseaudio') },
  { name: 'pulseaudio-utils', group: 'sound', isPresent: hasProgram('paplay') },
  { name: 'alsa-utils', group: 'sound', isPresent: hasProgram('arecord') },
  {
    name: 'libasound2-plugins',
    group: 'sound',
    isPresent: () => hasLibrary('alsa-lib/libasound_module_pcm_pulse.so'),
  },
  { name: 'strace', group: 'trace', isPresent: hasProgram('strace') },
];

/** Nice to have: a test that wants one of these skips itself with a message when it is absent. */
const OPTIONAL_GROUPS: readonly PackageGroup[] = ['trace'];
export const ALL_GROUPS: readonly PackageGroup[] = ['browser', 'media', 'sound', 'trace'];

/** Names of the Debian packages of these groups that are not here; looks at files only, a few milliseconds. */
export function missingPackages(groups: readonly PackageGroup[] = ALL_GROUPS): string[] {
  return PACKAGES.filter((item) => groups.includes(item.group) && !item.isPresent()).map((item) => item.name);
}

function isOptional(name: string): boolean {
  return PACKAGES.some((item) => item.name === name && OPTIONAL_GROUPS.includes(item.group));
}

/** `ID` and `ID_LIKE` of the distribution; empty elsewhere than on Linux. */
function distribution(): { id: string; isDebianLike: boolean } {
  if (process.platform !== 'linux' || !existsSync('/etc/os-release')) return { id: '', isDebianLike: false };
  const text = readFileSync('/etc/os-release', 'utf8');
  const field = (key: string) => new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
  const id = field('ID');
  return { id, isDebianLike: id === 'debian' || field('ID_LIKE').split(' ').includes('debian') };
}

/** How to become root without asking anybody: `[]` as root, a prefix with sudo, undefined when impossible. */
function rootPrefix(): string[] | undefined {
  if (process.getuid?.() === 0) return [];
  const sudo = programOnPath('sudo');
  if (sudo === undefined) return undefined;
  return spawnSync(sudo, ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? [sudo, '-n'] : undefined;
}

/** The line a reader can paste to install these packages by hand. */
export function pasteLine(names: readonly string[]): string {
  if (distribution().isDebianLike) {
    return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`;
  }
  if (process.platform === 'darwin') {
    const formulas = PACKAGES.filter((item) => names.includes(item.name)).flatMap((item) => item.brew ?? []);
    return `brew install ${formulas.join(' ')}`;
  }
  return `Install with your system's package manager: ${names.join(' ')}`;
}

/**
 * Runs `apt-get update` once and `apt-get install` for the names this distribution knows. Needs root or a sudo that
 * asks nothing.
 * @returns false when that is impossible here or apt-get failed; what apt-get says goes to stderr
 */
export function aptInstall(names: readonly string[], log: (line: string) => void = console.error): boolean {
  const prefix = distribution().isDebianLike ? rootPrefix() : undefined;
  if (prefix === undefined) return false;
  log(`Installing system packages: ${names.join(' ')} …`);
  const apt = (args: readonly string[]) => {
    // `env` because sudo drops the caller's variables; stdout is moved to stderr so that callers may print results
    const words = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', ...args];
    return spawnSync(words[0] ?? 'env', words.slice(1), { stdio: ['ignore', 2, 2] }).status === 0;
  };
  const lock = ['-o', 'DPkg::Lock::Timeout=300'];
  apt([...lock, 'update']);
  // one unknown name (Ubuntu has no `chromium`) would make apt-get refuse the others too
  const known = names.filter((name) => spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0);
  return known.length > 0 && apt([...lock, 'install', '-y', '--no-install-recommends', ...known]);
}

/**
 * Installs what is missing of these groups; does nothing, quickly, when nothing is.
 * @returns the names still missing afterwards, optional ones left out: an empty list means "go on"
 */
export function ensureSystemPackages(
  groups: readonly PackageGroup[] = ALL_GROUPS,
  log: (line: string) => void = console.error,
): string[] {
  const missing = missingPackages(groups);
  if (missing.some((name) => !isOptional(name))) aptInstall(missing, log);
  return missingPackages(groups).filter((name) => !isOptional(name));
}

if (process.argv[1] === import.meta.filename) {
  const left = ensureSystemPackages();
  // a browser may still come from Playwright (scripts/browser.ts) where the distribution has none to offer
  if (left.includes('chromium')) {
    const { ensureBrowser } = await import('./browser.ts');
    try {
      ensureBrowser();
      left.splice(left.indexOf('chromium'), 1);
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
    }
  }
  if (left.length > 0) {
    console.error(pasteLine(left));
    process.exitCode = 1;
  }
}
