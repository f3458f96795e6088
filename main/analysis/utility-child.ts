import type { Readable } from 'node:stream';
import { logChildOutput } from './child-output.ts';
import type { ChildLauncher, ChildLog, ChildProgram } from './ports.ts';

/** The part of Electron's `UtilityProcess` we use, so that this file needs no Electron. */
export interface UtilityChild {
  readonly pid: number | undefined;
  readonly stdout: NodeJS.ReadableStream | null;
  readonly stderr: NodeJS.ReadableStream | null;
  postMessage(value: unknown): void;
  on(event: 'message', listen: (value: unknown) => void): unknown;
  on(event: 'exit', listen: (code: number) => void): unknown;
  kill(): boolean;
}

/** The part of Electron's `utilityProcess.fork` we use. */
export type UtilityFork = (
  entryPath: string,
  args: string[],
  options: { stdio: 'pipe'; serviceName: string },
) => UtilityChild;

/**
 * Starts a child as an Electron utility process.
 *
 * @param fork `utilityProcess.fork`, bound
 * @param log receives what the child prints
 */
export function createUtilityChildLauncher(
  fork: UtilityFork,
  program: ChildProgram,
  log: ChildLog,
): ChildLauncher<object> {
  const { name, entryFile, args } = program;
  return {
    start() {
      const child = fork(entryFile, [...args], { stdio: 'pipe', serviceName: name });
      for (const output of [child.stdout, child.stderr]) {
        if (output !== null) logChildOutput(output as Readable, name, log, child.pid);
      }
      return {
        pid: child.pid,
        send: child.postMessage.bind(child),
        onMessage: (listen) => void child.on('message', listen),
        // Electron reports no signal, only a code.
        onExit: (listen) => void child.on('exit', (code) => listen({ code, signal: null })),
        kill: () => void child.kill(),
      };
    },
  };
}
