import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const ROOT = resolve(import.meta.dirname, '../..');
/** A kiosk checks every row it holds before it starts: with a hundred thousand interviews that takes a minute. */
const START_TIMEOUT_MS = 180_000;

/** A built program that runs as its own process, as on a kiosk. */
export interface Program<T> {
  /** The one line of JSON it printed when ready. */
  readonly ready: T;
  readonly process: ChildProcess;
  /** What it wrote to stderr so far. */
  errors(): string;
  /** SIGKILL: no farewell. */
  kill(): Promise<void>;
  /** SIGTERM, and waits. */
  stop(): Promise<void>;
}

async function startProgram<T>(
  file: string,
  args: readonly string[],
  schema: z.ZodType<T>,
  env: NodeJS.ProcessEnv,
  root = ROOT,
): Promise<Program<T>> {
  const child = spawn(process.execPath, [resolve(root, file), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + String(chunk)).slice(-20_000);
  });
  const exited = once(child, 'exit');
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await exited;
    }
  };
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([
    once(lines, 'line', { signal: AbortSignal.timeout(START_TIMEOUT_MS) }).then(([text]) => String(text)),
    exited.then(() => null),
  ]);
  if (line === null) throw new Error(`${file} ended before it was ready:\n${errors}`);
  return {
    ready: schema.parse(JSON.parse(line)),
    process: child,
    errors: () => errors,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

const HostReady = z.object({ url: z.string(), token: z.string(), origin: z.string(), pid: z.number() });
const HubReady = z.object({ url: z.string(), token: z.string(), pid: z.number() });
export type HostProgram = Program<z.infer<typeof HostReady>>;
export type HubProgram = Program<z.infer<typeof HubReady>>;

/**
 * `anteroom host`: the kiosk on loopback, without a window.
 *
 * @param options.root folder of the program, the project's by default
 */
export function startHostProgram(options: {
  data: string;
  hub?: { url: string; token: string };
  env?: NodeJS.ProcessEnv;
  root?: string;
}): Promise<HostProgram> {
  const hub = options.hub ? ['--hub', options.hub.url, '--hub-token', options.hub.token] : [];
  const args = ['host', '--data', options.data, ...hub];
  return startProgram('out/main/cli.js', args, HostReady, options.env ?? {}, options.root);
}

/** `anteroom hub`: head office's collector. */
export function startHubProgram(options: { data: string; port: number; token: string }): Promise<HubProgram> {
  const args = ['--data', options.data, '--port', String(options.port), '--token', options.token];
  return startProgram('out/hub/index.js', args, HubReady, {});
}
