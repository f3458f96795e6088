import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createPdfReader } from './pdf-reader.ts';
import type { PdfReader } from './pdf-answer.ts';

/** `pdf-program.native.ts` beside this file, or `out/main/pdf-reader.js` seen from the built programs and their chunks. */
const program = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './pdf-program.native.ts' : '../main/pdf-reader.js', import.meta.url),
);

/** Reads PDFs in processes of plain Node. What they print is not kept: it may quote the file. */
export function forkPdfReader(options: { readonly longestMs?: number } = {}): PdfReader {
  return createPdfReader({
    ...options,
    start() {
      // `advanced` copies bytes as they are; execArgv is not inherited (test runners, debuggers)
      const child = fork(program, [], {
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        serialization: 'advanced',
        execArgv: [],
      });
      return {
        send: (bytes) => void child.send(bytes, () => undefined),
        onMessage: (listen) => void child.once('message', listen),
        onExit(listen) {
          child.once('exit', (code) => listen(code));
          // a process that was never started has no exit event
          child.once('error', () => listen(-1));
        },
        kill: () => void child.kill('SIGKILL'),
      };
    },
    after(ms, call) {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
  });
}
