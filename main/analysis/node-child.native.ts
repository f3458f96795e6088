import { fork } from 'node:child_process';
import { logChildOutput } from './child-output.ts';
import type { ChildExit, ChildLauncher, ChildLog, ChildProgram } from './ports.ts';

/**
 * Starts a child as a plain Node process.
 *
 * @param log receives what the child prints
 */
export function createNodeChildLauncher(program: ChildProgram, log: ChildLog): ChildLauncher<object> {
  const { name, entryFile, args } = program;
  return {
    start() {
      // `advanced` copies values as Electron's structured clone does; execArgv is not inherited (test runners, debuggers).
      const child = fork(entryFile, [...args], {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        serialization: 'advanced',
        execArgv: [],
      });
      for (const output of [child.stdout, child.stderr])
        if (output !== null) logChildOutput(output, name, log, child.pid);
      let ended: ChildExit | null = null;
      let tell: (exit: ChildExit) => void = () => undefined;
      const end = (exit: ChildExit): void => {
        if (ended !== null) return;
        ended = exit;
        tell(exit);
      };
      child.on('exit', (code, signal) => end({ code, signal }));
      child.on('error', (error) => {
        log({ eventId: `${name}_start_failed`, disposition: 'failure', detail: { message: error.message } });
        // A process that was never started has no exit event.
        if (child.pid === undefined) end({ code: null, signal: null });
      });
      return {
        pid: child.pid,
        send: (request) => {
          child.send(request, (error) => {
            if (error !== null) {
              log({ eventId: `${name}_message_refused`, disposition: 'na', detail: { message: error.message } });
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
