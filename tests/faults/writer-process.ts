import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { sampleInterview } from '#main/store/sample-interview.fake.ts';
import type { SessionId } from '#shared/ids.ts';
import { type Ack, parseAck } from './acks.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const WRITER = resolve(import.meta.dirname, 'writer.ts');
/** Hundreds of writers begin sooner with compiled code and a sample that was read once. */
const CACHE = resolve(ROOT, 'node_modules/.cache/faults');

/** The writer in a process of its own, to be ended without a farewell. */
export interface WriterProcess {
  /** Waits until it has said so many lines. @throws when it ends before that */
  hasSaid(lines: number): Promise<void>;
  /** Stops every thread where it stands and waits until all do: from here on nothing is written or said. */
  freeze(): Promise<void>;
  /** SIGKILL, once or again. @returns everything it said, in order */
  kill(): Promise<Ack[]>;
}

/** Whether every thread of a process is stopped, or it has ended. */
function isStopped(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).every((thread) => {
      const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
      // the state follows the name, which is in brackets and may hold anything
      return /[TtZX]/.test(stat[stat.lastIndexOf(')') + 2] ?? '');
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return true;
    throw error;
  }
}

/** Stops every thread of a process where it stands and waits until all do. */
export async function freezeProcess(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) throw new Error('the process was not started');
  child.kill('SIGSTOP');
  while (!isStopped(pid)) await setImmediate();
}

/** The sample as a file, made anew once in each program. */
let sampleFile: string | null = null;

/** Of one interview, so that no writer has to read the jobs. */
export function sample(): string {
  if (sampleFile === null) {
    sampleFile = join(CACHE, 'interview.json');
    mkdirSync(CACHE, { recursive: true });
    // whole at any moment: others may be reading it
    const unfinished = `${sampleFile}.${process.pid}`;
    writeFileSync(unfinished, JSON.stringify(sampleInterview('' as SessionId)));
    renameSync(unfinished, sampleFile);
  }
  return sampleFile;
}

/** Starts the writer; resolves at its first acknowledgement. @throws when it ends before that */
export async function startWriter(data: string, args: readonly string[]): Promise<WriterProcess> {
  const child = spawn(process.execPath, [WRITER, '--data', data, '--sample', sample(), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: CACHE },
  });
  if (child.pid === undefined) throw new Error('the writer could not be started');
  let said = '';
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)));
  const first = new Promise<void>((done, fail) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += String(chunk);
      if (said.includes('\n')) done();
    });
    child.once('close', () => fail(new Error(`The writer ended before it saved anything:\n${errors}`)));
  });
  await first;
  // pipes are read to their ends before this
  const closed = once(child, 'close');
  return {
    async hasSaid(lines) {
      while (said.split('\n').length <= lines) {
        await Promise.race([once(child.stdout, 'data'), closed]);
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`The writer ended by itself:\n${errors}`);
      }
    },
    freeze: () => freezeProcess(child),
    async kill() {
      if (child.exitCode !== null) throw new Error(`The writer ended by itself:\n${errors}`);
      child.kill('SIGKILL');
      await closed;
      // without its end a line was not said
      return said.split('\n').slice(0, -1).map(parseAck);
    },
  };
}
