import { execFile } from 'node:child_process';
import type { PowerPolicy } from './readiness/ports.ts';

/** Runs a program. @returns what it wrote; null when it is not there, failed, or took longer than five seconds */
export type Ask = (program: string, words: readonly string[]) => Promise<string | null>;

const ask: Ask = (program, words) =>
  new Promise((resolve) => {
    execFile(program, [...words], { timeout: 5000 }, (error, stdout) => resolve(error === null ? stdout : null));
  });

/** logind's action for an idle session: `s "ignore"`. */
function logindSleeps(told: string | null): boolean | null {
  const action = /^s "([\w-]+)"/.exec(told ?? '')?.[1];
  return action === undefined ? null : !['ignore', 'lock'].includes(action);
}

/** `xset q`: the screen saver's timeout in seconds, and DPMS. */
function xBlanks(told: string | null): boolean | null {
  const timeout = /^\s*timeout:\s+(\d+)/m.exec(told ?? '')?.[1];
  if (told === null || timeout === undefined) return null;
  const off = /Standby:\s*(\d+)\s+Suspend:\s*(\d+)\s+Off:\s*(\d+)/
    .exec(told)
    ?.slice(1)
    .some((seconds) => Number(seconds) > 0);
  return Number(timeout) > 0 || (/DPMS is Enabled/.test(told) && off === true);
}

/** `powercfg /query`: the last two numbers are the seconds on mains and on battery; their names are translated, they are not. */
function powercfgAfter(told: string | null): boolean | null {
  const [mains, battery] = [...(told ?? '').matchAll(/0x([\da-f]{8})\s*$/gim)]
    .slice(-2)
    .map(([, hex = '']) => parseInt(hex, 16));
  return mains === undefined || battery === undefined ? null : mains > 0 || battery > 0;
}

/** `pmset -g custom`: minutes; 0 is never. */
function pmsetAfter(told: string | null, name: string): boolean | null {
  const found = [...(told ?? '').matchAll(new RegExp(`^\\s*${name}\\s+(\\d+)`, 'gm'))].map(([, minutes]) =>
    Number(minutes),
  );
  return found.length === 0 ? null : found.some((minutes) => minutes > 0);
}

/**
 * What the operating system will do when nobody touches this computer. What cannot be read is null: Wayland compositors tell nobody.
 *
 * @param parts.ask for tests
 */
export async function readPowerPolicy(
  parts: { platform?: NodeJS.Platform; env?: NodeJS.ProcessEnv; ask?: Ask } = {},
): Promise<PowerPolicy> {
  const { platform = process.platform, env = process.env } = parts;
  const run = parts.ask ?? ask;
  switch (platform) {
    case 'linux': {
      const manager = [
        'org.freedesktop.login1',
        '/org/freedesktop/login1',
        'org.freedesktop.login1.Manager',
        'IdleAction',
      ];
      const [action, screen] = await Promise.all([
        run('busctl', ['get-property', ...manager]),
        env['DISPLAY'] && !env['WAYLAND_DISPLAY'] ? run('xset', ['q']) : null,
      ]);
      return { sleeps: logindSleeps(action), blanks: xBlanks(screen) };
    }
    case 'win32': {
      const query = (group: string, setting: string) => run('powercfg', ['/query', 'SCHEME_CURRENT', group, setting]);
      const [sleep, screen] = await Promise.all([query('SUB_SLEEP', 'STANDBYIDLE'), query('SUB_VIDEO', 'VIDEOIDLE')]);
      return { sleeps: powercfgAfter(sleep), blanks: powercfgAfter(screen) };
    }
    case 'darwin': {
      const told = await run('pmset', ['-g', 'custom']);
      return { sleeps: pmsetAfter(told, 'sleep'), blanks: pmsetAfter(told, 'displaysleep') };
    }
    default:
      return { sleeps: null, blanks: null };
  }
}
