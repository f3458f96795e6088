import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { startHost } from './host.ts';
import { locate } from './locations.ts';
import { serveRefusal } from './loopback/serve-refusal.ts';
import { openPageFiles } from './page-files.ts';
import { type Refusal, refusalOf, refusalPage } from './refusal-page.ts';
import { RESTART_EXIT_CODE } from './restart-code.ts';
import type { HostOptions } from './host.ts';

export interface HostCommandOptions extends Omit<HostOptions, 'sessionSecret' | 'onClients' | 'restart' | 'log'> {
  /**
   * A launcher holds our standard input: its first line is the session secret, every later line asks for another address,
   * and its end ends us. It is also told how many pages are connected. A secret in an argument or the environment could be read by other programs.
   */
  readonly isSupervised: boolean;
}

const logToTerminal = (line: string) => console.error(`[anteroom] ${line}`);

/** Lines of standard input; the one that a supervised host needs first has been taken. */
async function openSupervision() {
  const lines = createInterface({ input: process.stdin });
  const iterator = lines[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) throw new Error('Standard input ended before it gave the session secret.');
  return { sessionSecret: Buffer.from(first.value, 'base64url'), later: iterator };
}

/** Serves until SIGTERM or SIGINT. Prints one line of JSON when ready, and one for each further address asked for. */
export async function hostCommand(options: HostCommandOptions): Promise<void> {
  const { isSupervised, ...hostOptions } = options;
  const supervision = isSupervised ? await openSupervision() : null;
  // personal data: nobody else's business
  mkdirSync(options.dataDirectory, { recursive: true, mode: 0o700 });
  let stop: (reason: string) => void = () => undefined;
  const stopped = new Promise<string>((resolve) => {
    stop = resolve;
  });
  const opened = await openHost();
  if (opened === null) return;
  const host = opened;

  /** Null when the records cannot be opened: said on the terminal, or, under a launcher, on the kiosk's screen until it is stopped. */
  async function openHost() {
    try {
      return await start();
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === null) throw error;
      logToTerminal(refusal.message);
      if (supervision === null) process.exitCode = 1;
      else await showRefusal(refusal, options.port ?? 0, supervision.later);
      return null;
    }
  }

  function start() {
    return startHost({
      ...hostOptions,
      ...(supervision === null
        ? {}
        : {
            sessionSecret: supervision.sessionSecret,
            onClients: (clients: number) => console.log(JSON.stringify({ clients })),
            // the launcher starts a host again that ends
            restart() {
              process.exitCode = RESTART_EXIT_CODE;
              stop('restart');
            },
          }),
      log: logToTerminal,
    });
  }
  const { origin } = host;
  const print = (address: { url: string; token: string }) => {
    const line = { ...address, origin, pid: process.pid, dataDirectory: options.dataDirectory };
    console.log(JSON.stringify(line));
  };

  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  print({ url: host.url, token: host.token });
  if (supervision !== null) void mintOnDemand(supervision.later, () => print(host.mint())).then(() => stop('stdin'));
  await stopped;
  await host.close();
  // an open pipe would keep this process alive
  if (isSupervised) process.stdin.destroy();
}

/** Serves the page that says why, until standard input ends. */
async function showRefusal(refusal: Refusal, port: number, later: AsyncIterator<string>): Promise<void> {
  const places = locate();
  const server = await serveRefusal(
    () => {
      console.log(JSON.stringify({ clients: 1 }));
      return refusalPage(places, refusal);
    },
    openPageFiles(places.pageDirectory),
    port,
    logToTerminal,
  );
  const { origin } = server;
  const print = () =>
    console.log(JSON.stringify({ url: `${origin}/`, token: '', origin, pid: process.pid, refused: refusal.code }));
  print();
  await mintOnDemand(later, print);
  await server.close();
  process.exitCode = 1;
}

async function mintOnDemand(lines: AsyncIterator<string>, mint: () => void): Promise<void> {
  for (let line = await lines.next(); line.done !== true; line = await lines.next()) mint();
}
