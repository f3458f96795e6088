import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** One file of the packed program: where it lies, and its bytes. Paths in the archive begin with `app/`. */
export interface PackedFile {
  readonly path: string;
  readonly bytes: Buffer;
}

export interface Expected {
  /** Packages that may be packed, by name. */
  readonly packages: ReadonlySet<string>;
  /** `process.platform` and `process.arch` of the program. */
  readonly platform: string;
  readonly arch: string;
  /** The folder it was built in, which no file may name. */
  readonly builtIn: string;
}

/** Every file below a folder, with paths of forward slashes. */
export function filesBelow(directory: string, prefix = ''): PackedFile[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({
      path: prefix + relative(directory, path).split(sep).join('/'),
      bytes: readFileSync(path),
    }));
}

/** Where anything may lie at all. */
const PLACES = [
  /^app\/package\.json$/,
  /^app\/out\/(main|chunks|preload|renderer)\//,
  /^app\/node_modules\//,
  /^resources\/(resources|models)\//,
  /^resources\/app\.asar$/,
  /^resources\/app\.asar\.unpacked\/node_modules\//,
  /^locales\/(en-US|zh-CN)\.pak$/,
  /^(anteroom|version|LICENSE\.electron\.txt|LICENSES\.chromium\.html)$/,
];
const FOR_PEOPLE_AND_COMPILERS = /\.(map|[cm]?ts|tsx|md|markdown|tsbuildinfo)$/;
/** Profiles of the operating systems are files for a technician, and their README goes with them. */
const OF_PROFILES = /^resources\/resources\/kiosk-os\/(\w+\/)?README\.md$/;
const OF_TESTS =
  /\/(tests?|testdata|__tests__|fixtures|coverage|bench|benchmarks?|examples?)\/|\.(test|spec|fake|conformance)\./;
const OF_HEAD_OFFICE = /^app\/out\/(hub\/|renderer\/(console\.html|assets\/console-))/;
const SECRET_NAME = /(^|\/)(\.env[^/]*|\.npmrc|[^/]+\.(key|pem|p12|pfx|age))$/;
/** A key itself; code that only names its first line is none. */
const SECRETS = [/-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{40}/, /AGE-SECRET-KEY-1[A-Z0-9]{50}/];
/** Beside sources a package may hold what a person must be given. */
const SECRET_BYTES = 1024 * 1024;

/** Machine types of ELF programs as Node names processors. */
const ELF_MACHINES: Readonly<Record<number, string>> = { 0x3e: 'x64', 0xb7: 'arm64', 0x28: 'arm', 0x03: 'ia32' };

/** System and processor that these bytes are a program or library for; null when they are none. */
function nativeTarget(bytes: Buffer): string | null {
  if (bytes.length < 20) return null;
  const magic = bytes.readUInt32BE(0);
  if (magic === 0x7f_45_4c_46) return `linux-${ELF_MACHINES[bytes.readUInt16LE(18)] ?? 'other'}`;
  if (bytes.readUInt16BE(0) === 0x4d_5a) return 'win32';
  if ([0xcf_fa_ed_fe, 0xce_fa_ed_fe, 0xca_fe_ba_be, 0xca_fe_ba_bf].includes(magic)) return 'darwin';
  return null;
}

/** `@scope/name` or `name` of the innermost package a path lies in; null outside packages. */
export function packageOf(path: string): string | null {
  const at = path.lastIndexOf('node_modules/');
  if (at === -1) return null;
  const [first = '', second = ''] = path.slice(at + 'node_modules/'.length).split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** What of a file must not be in a packed kiosk, each as `path: why`. */
export function faultsOf({ path, bytes }: PackedFile, expected: Expected): string[] {
  const faults: string[] = [];
  const fault = (why: string) => faults.push(`${path}: ${why}`);
  if (!PLACES.some((place) => place.test(path))) fault('nothing belongs there');
  if (FOR_PEOPLE_AND_COMPILERS.test(path) && !OF_PROFILES.test(path)) fault('for people and compilers');
  if (OF_TESTS.test(path)) fault('of tests');
  if (OF_HEAD_OFFICE.test(path)) fault('of head office');
  if (SECRET_NAME.test(path)) fault('named like a secret');
  const name = packageOf(path);
  if (name !== null && !expected.packages.has(name)) fault(`nothing in the kiosk loads ${name}`);
  const target = nativeTarget(bytes);
  if (target !== null && !path.endsWith('.asar')) {
    const own = expected.platform === 'linux' ? `linux-${expected.arch}` : expected.platform;
    if (target !== own) fault(`for ${target}`);
    if (path.startsWith('app/out/')) fault('a program among scripts');
  }
  // what is larger is a library, a model or the archive, whose files are looked at one by one
  if (bytes.length < SECRET_BYTES || /\.[cm]?js$|\.json$/.test(path)) {
    const text = bytes.toString('latin1');
    if (SECRETS.some((secret) => secret.test(text))) fault('holds a private key');
    if (text.includes(expected.builtIn)) fault('names the folder it was built in');
  }
  return faults;
}
