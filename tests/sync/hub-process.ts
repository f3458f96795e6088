import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../../hub/index.ts', import.meta.url));

/** A hub in a process of its own, as an operator would run it. */
export type HubProcess = {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** Sends the signal and resolves with the exit code (null when killed). */
  stop: (signal: 'SIGKILL' | 'SIGTERM') => Promise<number | null>;
  /** Stops the process where it stands: connections stay open and nothing is answered. */
  freeze: () => void;
  thaw: () => void;
};

/** Starts `hub/index.ts` and resolves once it printed its line. @throws when it ends before that. */
export async function startHubProcess(
  dataDir: string,
  port = 0,
  options: { readonly arguments?: readonly string[]; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<HubProcess> {
  const child = spawn(
    process.execPath,
    [entry, '--data', dataDir, '--port', String(port), ...(options.arguments ?? [])],
    { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ...options.environment } },
  );
  const exited = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text)),
    exited.then(([code]) => {
      throw new Error(`The hub ended with code ${String(code)} before it listened.`);
    }),
  ]);
  const { url, token } = JSON.parse(line) as { url: string; token: string };
  return {
    url,
    port: Number(new URL(url).port),
    token,
    stop: async (signal) => {
      child.kill(signal);
      const [code] = (await exited) as [number | null];
      return code;
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  };
}
