import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

const FORWARDED: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Exit code for a program that this installation does not have. */
const NOT_HERE = 2;

/**
 * Runs a Node program in place of this one: same terminal, same signals.
 *
 * @returns its exit code; 1 when it was killed, 2 with a sentence when it is not installed
 */
export function runProgram(file: string, args: readonly string[]): Promise<number> {
  if (!existsSync(file)) {
    console.error(
      'This is a packed kiosk: head office and the demonstration are not part of it. Run the command where the whole program is.',
    );
    return Promise.resolve(NOT_HERE);
  }
  const child = spawn(process.execPath, [file, ...args], { stdio: 'inherit' });
  const forward = (signal: NodeJS.Signals) => void child.kill(signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      for (const signal of FORWARDED) process.off(signal, forward);
      resolve(code ?? 1);
    });
  });
}
