// What the tests and the demo need beyond npm, and the one apt-get that brings it.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall, isDebianLike, isOffered } from './apt-install.ts';
import { drawingBrowser, ensureBrowser, findBrowser, systemBrowser } from './browser.ts';
import { programOnPath } from './programs.ts';

export type PackageGroup =
  | 'browser'
  | 'drawing'
  | 'media'
  | 'sound'
  | 'recogniser'
  | 'trace'
  | 'database'
  | 'sftp'
  | 'profiles';

interface SystemPackage {
  /** Name in Debian and Ubuntu. */
  readonly name: string;
  readonly group: PackageGroup;
  /** Name in Homebrew, where there is one. */
  readonly brew?: string;
  readonly isPresent: () => boolean;
}

const LIBRARY_FOLDERS = ['/usr/lib', '/usr/lib64'];

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

/** The system's browsers first: asking Playwright for its own takes a quarter of a second. */
function hasBrowser(): boolean {
  return (
    (process.env['ANTEROOM_BROWSER'] === undefined && systemBrowser() !== undefined) || findBrowser() !== undefined
  );
}

const PACKAGES: readonly SystemPackage[] = [
  { name: 'chromium', group: 'browser', isPresent: hasBrowser },
  {
    // the SUID helper Debian's Chromium falls back to where user namespaces are forbidden; other builds bring their own
    name: 'chromium-sandbox',
    group: 'browser',
    isPresent: () =>
      hasBrowser() && (!existsSync('/usr/lib/chromium') || existsSync('/usr/lib/chromium/chrome-sandbox')),
  },
  // draws pages without the browser around them, in half the time; where a distribution has none the browser draws them
  { name: 'chromium-headless-shell', group: 'drawing', isPresent: () => drawingBrowser() !== undefined },
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
  // turns English answers into text where no speech model was imported
  { name: 'pocketsphinx', group: 'recogniser', isPresent: hasProgram('pocketsphinx_batch') },
  {
    name: 'pocketsphinx-en-us',
    group: 'recogniser',
    isPresent: () => existsSync('/usr/share/pocketsphinx/model/en-us/en-us.lm.bin'),
  },
  { name: 'strace', group: 'trace', isPresent: hasProgram('strace') },
  // the tests start servers of their own from it; the one it may start by itself is never touched
  { name: 'postgresql', group: 'database', isPresent: () => existsSync('/usr/lib/postgresql') },
  { name: 'openssh-server', group: 'sftp', isPresent: () => existsSync('/usr/sbin/sshd') },
  // reads the scripts and XML files of resources/kiosk-os
  { name: 'shellcheck', group: 'profiles', brew: 'shellcheck', isPresent: hasProgram('shellcheck') },
  { name: 'libxml2-utils', group: 'profiles', isPresent: hasProgram('xmllint') },
];

/** Nice to have: without one of these tests skip themselves with a message, or take longer. */
const OPTIONAL_GROUPS: readonly PackageGroup[] = ['drawing', 'trace', 'database', 'sftp', 'profiles'];
export const ALL_GROUPS: readonly PackageGroup[] = [
  'browser',
  'drawing',
  'media',
  'sound',
  'recogniser',
  'trace',
  'database',
  'sftp',
  'profiles',
];

/** Names of the Debian packages of these groups that are not here; looks at files only, a few milliseconds. */
export function missingPackages(groups: readonly PackageGroup[] = ALL_GROUPS): string[] {
  return PACKAGES.filter((item) => groups.includes(item.group) && !item.isPresent()).map((item) => item.name);
}

function isOptional(name: string): boolean {
  return PACKAGES.some((item) => item.name === name && OPTIONAL_GROUPS.includes(item.group));
}

/** The line a reader can paste to install these packages by hand. */
export function pasteLine(names: readonly string[]): string {
  if (isDebianLike()) {
    return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`;
  }
  if (process.platform === 'darwin') {
    const formulas = PACKAGES.filter((item) => names.includes(item.name)).flatMap((item) => item.brew ?? []);
    return `brew install ${formulas.join(' ')}`;
  }
  return `Install with your system's package manager: ${names.join(' ')}`;
}

/** Playwright's build where the distribution has no browser to offer (Ubuntu packages none for apt-get). */
function fetchBrowser(log: (line: string) => void): void {
  try {
    ensureBrowser(log);
  } catch (error) {
    log(error instanceof Error ? error.message : String(error));
  }
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
  if (missing.every((name) => isOptional(name) && !isOffered(name))) return [];
  aptInstall(missing, log);
  if (missing.includes('chromium') && !hasBrowser()) fetchBrowser(log);
  return missingPackages(groups).filter((name) => !isOptional(name));
}

if (process.argv[1] === import.meta.filename) {
  const left = ensureSystemPackages();
  if (left.length > 0) {
    console.error(pasteLine(left));
    process.exitCode = 1;
  }
}
