import type { Readable } from 'node:stream';
import { logChildOutput } from './child-output.ts';
import type { AnalysisLog, AnalystLauncher } from './ports.ts';

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
 * Starts the analyst as an Electron utility process.
 *
 * @param fork `utilityProcess.fork`, bound
 * @param entryPath the built `analyst.js`
 * @param modelsDir folder with `catalog.json`
 * @param log receives what the child prints
 */
export function createUtilityAnalystLauncher(
  fork: UtilityFork,
  entryPath: string,
  modelsDir: string,
  log: AnalysisLog,
): AnalystLauncher {
  return {
    start() {
      const child = fork(entryPath, ['--models', modelsDir], { stdio: 'pipe', serviceName: 'analyst' });
      for (const output of [child.stdout, child.stderr]) {
        if (output !== null) logChildOutput(output as Readable, log, child.pid);
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
