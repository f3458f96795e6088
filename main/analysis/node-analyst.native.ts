import { fork } from 'node:child_process';
import { logChildOutput } from './child-output.ts';
import type { AnalysisLog, AnalystLauncher, ChildExit } from './ports.ts';

/**
 * Starts the analyst as a plain Node child process.
 *
 * @param entryPath the analyst's entry file (`main/children/analyst.ts`, or the built `analyst.js`)
 * @param modelsDir folder with `catalog.json`
 * @param log receives what the child prints
 */
export function createNodeAnalystLauncher(entryPath: string, modelsDir: string, log: AnalysisLog): AnalystLauncher {
  return {
    start() {
      // `advanced` copies values as Electron's structured clone does; execArgv is not inherited (test runners, debuggers).
      const child = fork(entryPath, ['--models', modelsDir], {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        serialization: 'advanced',
        execArgv: [],
      });
      for (const output of [child.stdout, child.stderr]) if (output !== null) logChildOutput(output, log, child.pid);
      let ended: ChildExit | null = null;
      let tell: (exit: ChildExit) => void = () => undefined;
      const end = (exit: ChildExit): void => {
        if (ended !== null) return;
        ended = exit;
        tell(exit);
      };
      child.on('exit', (code, signal) => end({ code, signal }));
      child.on('error', (error) => {
        log({ eventId: 'analyst_start_failed', disposition: 'failure', detail: { message: error.message } });
        // A process that was never started has no exit event.
        if (child.pid === undefined) end({ code: null, signal: null });
      });
      return {
        pid: child.pid,
        send: (request) => {
          child.send(request, (error) => {
            if (error !== null) {
              log({ eventId: 'analyst_message_refused', disposition: 'na', detail: { message: error.message } });
            }
          });
        },
        onMessage: (listen) => void child.on('message', listen),
        onExit: (listen) => {
          tell = listen;
          if (ended !== null) listen(ended);
        },
        kill: () => void child.kill('SIGKILL'),
      };
    },
  };
}
