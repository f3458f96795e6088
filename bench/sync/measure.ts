import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Contender } from './contenders.ts';
import type { Reading } from './meter.ts';
import type { Order, Report } from './sender-steps.ts';

const METER = fileURLToPath(new URL('meter.ts', import.meta.url));
const LINK = fileURLToPath(new URL('slow-link.ts', import.meta.url));

/** What one run showed. CPU and memory of each side are of its own process, while it sent. */
export interface Run {
  readonly records: number;
  readonly ms: number;
  readonly kioskCpuMs: number;
  readonly serverCpuMs: number;
  readonly kioskPeakMb: number;
  readonly serverPeakMb: number;
  /** Socket bytes. */
  readonly upBytes: number;
  readonly downBytes: number;
  readonly requests: number;
}

/** A line: `null` is this machine's own. */
export type Line = { readonly roundTripMs: number; readonly upMbit: number; readonly downMbit: number } | null;

type Program = { readonly child: ChildProcess; readonly end: () => Promise<void> };

function start(args: readonly string[], isMetered: boolean, isQuiet = !isMetered): Program {
  const child = spawn(process.execPath, [...(isMetered ? ['--import', METER] : []), ...args], {
    stdio: ['ignore', 'pipe', isQuiet ? 'ignore' : 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  return {
    child,
    end: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** The next message that fits. @throws when the program ends instead. */
async function report<K extends string>({ child }: Program, key: K): Promise<Extract<Report, Record<K, unknown>>> {
  for (;;) {
    const message = await Promise.race([
      once(child, 'message').then(([value]) => value as Report),
      once(child, 'exit').then(([code]) => {
        throw new Error(`${child.spawnargs.at(-3) ?? ''} ended with code ${String(code)}.`);
      }),
    ]);
    if (key in message) return message as Extract<Report, Record<K, unknown>>;
  }
}

async function readMeter(program: Program): Promise<Reading> {
  program.child.send('read the meter');
  return (await report(program, 'reading')).reading;
}

async function firstLine({ child }: Program): Promise<string> {
  if (child.stdout === null) throw new Error('The program has no output.');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return line;
}

/** Fills the store of a contender's kiosk in `folder`. */
export async function fillStore(contender: Contender, folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const [code] = (await once(start(contender.fill(folder, count), false).child, 'exit')) as [number];
  if (code !== 0) throw new Error(`The store of "${contender.name}" could not be filled (code ${code}).`);
}

/**
 * Sends everything of a copy of a filled store to a fresh server, and then one more record.
 *
 * @param filled folder of the filled store; it is not changed
 * @param count records in it
 */
export async function measure(
  contender: Contender,
  parts: { readonly filled: string; readonly work: string; readonly count: number; readonly line: Line },
): Promise<{ all: Run; one: Run }> {
  const { work, line } = parts;
  const [kioskFolder, serverFolder] = [join(work, 'kiosk'), join(work, 'server')];
  await rm(work, { recursive: true, force: true });
  await cp(parts.filled, kioskFolder, { recursive: true });
  await mkdir(serverFolder, { recursive: true });
  const running: Program[] = [];
  const run = (...what: Parameters<typeof start>): Program => {
    const program = start(...what);
    running.push(program);
    return program;
  };
  try {
    const server = run(contender.server(serverFolder), true, true);
    const said = await firstLine(server);
    const hub = said.startsWith('{') ? (JSON.parse(said) as { url: string; token: string }) : null;
    let port = Number(hub === null ? said : new URL(hub.url).port);
    if (line !== null) {
      const { roundTripMs, upMbit, downMbit } = line;
      port = Number(await firstLine(run([LINK, port, roundTripMs, upMbit, downMbit].map(String), false)));
    }
    const sender = run(contender.sender(kioskFolder, `http://127.0.0.1:${port}`, hub?.token ?? ''), true);
    await report(sender, 'ready');
    const step = async (order: Order): Promise<Run> => {
      const before = await readMeter(server);
      sender.child.send(order);
      const { done } = await report(sender, 'done');
      const [after, kiosk] = [await readMeter(server), await readMeter(sender)];
      return {
        records: done.records,
        ms: done.ms,
        kioskCpuMs: done.cpuMs,
        serverCpuMs: after.cpuMs - before.cpuMs,
        kioskPeakMb: kiosk.peakMb,
        serverPeakMb: after.peakMb,
        upBytes: after.bytesIn - before.bytesIn,
        downBytes: after.bytesOut - before.bytesOut,
        requests: after.requests - before.requests,
      };
    };
    const all = await step({ step: 'drain' });
    if (all.records !== parts.count) throw new Error(`${contender.name}: ${all.records} of ${parts.count} arrived.`);
    return { all, one: await step({ step: 'sendOne', index: parts.count * 2 }) };
  } finally {
    await Promise.all(running.map((program) => program.end()));
    await rm(work, { recursive: true, force: true });
  }
}
