import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programOnPath } from '../programs.ts';
import { ensureSystemPackages, pasteLine } from '../system-packages.ts';
import type { Log, Processes } from './processes.ts';

export const SCREEN = { width: 1280, height: 800 } as const;

export interface Display {
  /** What leads a program to the screen. */
  readonly variables: Readonly<Record<string, string>>;
  /** Nobody can see it. */
  readonly isVirtual: boolean;
}

/**
 * The display there is, or a virtual one on a Linux machine that has none.
 * @param home folder for the virtual display's key
 */
export async function openDisplay(home: string, processes: Processes, log: Log): Promise<Display> {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY) {
    const names = ['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'XDG_RUNTIME_DIR'];
    const variables = Object.fromEntries(
      names.map((name) => [name, process.env[name] ?? '']).filter(([, value]) => value),
    );
    return { variables: variables as Record<string, string>, isVirtual: false };
  }
  if (programOnPath('Xvfb') === undefined || programOnPath('xauth') === undefined) {
    ensureSystemPackages(['browser'], log);
    if (programOnPath('Xvfb') === undefined || programOnPath('xauth') === undefined) {
      throw new Error(`There is no display. Set DISPLAY, or: ${pasteLine(['xvfb', 'xauth'])}`);
    }
  }
  const authority = join(home, '.Xauthority');
  const cookie = randomBytes(16).toString('hex');
  const admit = (display: string) => {
    execFileSync('xauth', ['-q', '-f', authority, 'add', display, '.', cookie], { stdio: 'ignore' });
  };
  writeFileSync(authority, '', { mode: 0o600 });
  admit(':0');
  // X picks a free number itself and tells it on descriptor 3
  const words = ['-displayfd', '3', '-screen', '0', `${SCREEN.width}x${SCREEN.height}x24`, '-nolisten', 'tcp'];
  const server = processes.track(
    spawn('Xvfb', [...words, '-auth', authority], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] }),
  );
  const number = await new Promise<string>((done, fail) => {
    server.stdio[3]?.once('data', (data: Buffer) => done(data.toString().trim()));
    server.once('exit', () => fail(new Error('Xvfb did not start.')));
  });
  admit(`:${number}`);
  return { variables: { DISPLAY: `:${number}`, XAUTHORITY: authority }, isVirtual: true };
}
