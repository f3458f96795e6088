import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { programOnPath } from './programs.ts';

/** True on Debian, Ubuntu and their relatives, by /etc/os-release. */
export function isDebianLike(): boolean {
  if (process.platform !== 'linux' || !existsSync('/etc/os-release')) return false;
  const text = readFileSync('/etc/os-release', 'utf8');
  const words = (key: string) => new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(text)?.[1]?.split(' ') ?? [];
  return [...words('ID'), ...words('ID_LIKE')].includes('debian');
}

/** How to become root without asking anybody: `[]` as root, a prefix with sudo, undefined when impossible. */
function rootPrefix(): string[] | undefined {
  if (process.getuid?.() === 0) return [];
  const sudo = programOnPath('sudo');
  if (sudo === undefined) return undefined;
  return spawnSync(sudo, ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? [sudo, '-n'] : undefined;
}

/** Whether the package lists of this machine name the package; they may be empty before the first `apt-get update`. */
export function isOffered(name: string): boolean {
  return isDebianLike() && spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0;
}

/**
 * Runs `apt-get update` once and `apt-get install` for the names this distribution knows. Needs root or a sudo that
 * asks nothing.
 * @returns false when that is impossible here or apt-get failed; what apt-get says goes to stderr
 */
export function aptInstall(names: readonly string[], log: (line: string) => void = console.error): boolean {
  const prefix = isDebianLike() ? rootPrefix() : undefined;
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
  const known = names.filter(isOffered);
  return known.length > 0 && apt([...lock, 'install', '-y', '--no-install-recommends', ...known]);
}
