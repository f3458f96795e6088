// `npm start [-- --data DIR] [-- --smoke]`: the built app in Electron when its program can be had, else in a kiosk browser
// window over the loopback host.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDataDirectory } from '#main/locations.ts';
import { countCrashes, REST_MS } from '#main/crash-rule.ts';
import { type ServiceManager, serviceManager } from '#main/service-manager.native.ts';
import { REST_PATH } from '#shared/loopback-routes.ts';
import { ensureBrowser } from './browser.ts';
import { openDisplay } from './launcher/display.ts';
import type { Display } from './launcher/display.ts';
import { electronProgram } from './launcher/electron-program.ts';
import { openKioskBrowser } from './launcher/kiosk-browser.ts';
import { exitOf, Processes, Restarts } from './launcher/processes.ts';
import { type HostAddress, SupervisedHost } from './launcher/supervised-host.ts';

const root = resolve(import.meta.dirname, '..');
const log = (line: string) => console.error(`[anteroom] ${line}`);

const USAGE = `npm start [-- --data FOLDER] [-- --smoke]
  --data FOLDER  where this kiosk keeps its data (${defaultDataDirectory(process.env)})
  --smoke        end, with exit code 0, as soon as the page is connected
ANTEROOM_SHELL=browser opens a browser window even where Electron could be used.`;

/** A page that is away for longer has crashed: a busy machine takes some seconds to load it. */
const PAGE_AWAY_MS = 30_000;

interface Options {
  readonly dataDirectory: string;
  readonly isSmoke: boolean;
}

function readOptions(): Options | null {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, smoke: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) return null;
  const caller = process.env['ANTEROOM_CALLER_DIRECTORY'] ?? process.cwd();
  const dataDirectory = values.data === undefined ? defaultDataDirectory(process.env) : resolve(caller, values.data);
  return { dataDirectory, isSmoke: values.smoke === true };
}

/** Electron's program, where the kiosk can be opened in it. */
function usableElectron(): string | null {
  if (process.env['ANTEROOM_SHELL'] === 'browser') return null;
  if (process.getuid?.() === 0) {
    log('Electron does not run as root, so the kiosk opens in a browser window.');
    return null;
  }
  const program = electronProgram(root);
  if (program !== null) return program.file;
  log("Electron's program could not be fetched, so the kiosk opens in a browser window.");
  return null;
}

async function runInElectron(
  program: string,
  options: Options,
  display: Display,
  processes: Processes,
  notify: NodeJS.ProcessEnv,
): Promise<number> {
  const words = [root, `--data=${options.dataDirectory}`, ...(options.isSmoke ? ['--smoke'] : [])];
  const restarts = new Restarts('the kiosk', log);
  for (;;) {
    const env = { ...process.env, ...display.variables, ...notify, ANTEROOM_SUPERVISED: '1' };
    const kiosk = processes.track(spawn(program, words, { stdio: 'inherit', env }));
    restarts.started();
    const code = await exitOf(kiosk);
    if (code === 0 || options.isSmoke || processes.isStopping) return code;
    await restarts.pause();
  }
}

/** The page of rest, which leads to this address by itself or by its button. */
function restAddress({ url, origin }: HostAddress): HostAddress {
  const token = new URLSearchParams(new URL(url).hash.slice(1)).get('token') ?? '';
  return { origin, url: `${origin}${REST_PATH}?next=${token}` };
}

async function runInBrowser(
  options: Options,
  display: Display,
  home: string,
  processes: Processes,
  service: ServiceManager,
): Promise<number> {
  const program = ensureBrowser(log);
  const host = new SupervisedHost({
    program: [join(root, 'out', 'main', 'cli.js'), 'host', '--data', options.dataDirectory],
    processes,
    log,
  });
  const { address: first, failed } = await host.start();
  if (options.isSmoke && first.refused !== undefined) return 1;
  const restarts = new Restarts('the browser', log);
  let isAtRest = false;
  if (service.aliveEveryMs !== null) {
    setInterval(() => {
      if (host.hasPage || isAtRest) service.alive();
    }, service.aliveEveryMs).unref();
  }
  const crashes = countCrashes(() => performance.now());
  let address = first;
  let patienceMs = PAGE_AWAY_MS;
  let extra: readonly string[] = [];
  for (let windows = 1; ; windows += 1) {
    const browser = openKioskBrowser({ program, home, profile: `profile-${windows}`, address, display, extra });
    processes.track(browser.process);
    restarts.started();
    const ended = exitOf(browser.process);
    const watch = host.watchPage(patienceMs);
    let isPageGone = false;
    void watch.gone.then(() => {
      isPageGone = true;
      log('the page is gone; its browser is ended');
      // a browser whose page hangs may not listen to less
      browser.process.kill('SIGKILL');
    });
    const isConnected = await Promise.race([host.connected().then(() => true), ended.then(() => false), failed]);
    if (isConnected) {
      isAtRest = false;
      service.ready();
      log(`The kiosk is open at ${address.origin} (${Math.round(process.uptime() * 1000)} ms after the start).`);
      if (options.isSmoke) return 0;
      if (display.isVirtual) {
        log(`This machine has no display, so nobody sees it. To look at it from here, open ${(await host.mint()).url}`);
      }
    }
    const code = await Promise.race([ended, failed]);
    watch.stop();
    if (processes.isStopping || (code === 0 && isConnected && !isPageGone)) return 0;
    if (!isConnected && browser.errors().includes('No usable sandbox') && extra.length === 0) {
      log(
        'This system lets Chromium have no sandbox; the kiosk opens WITHOUT it. Install "chromium-sandbox" to have one.',
      );
      extra = ['--no-sandbox', '--test-type'];
      address = await Promise.race([host.mint(), failed]);
      continue;
    }
    if (!isConnected) log(`The browser said: ${browser.errors().trim().split('\n').slice(-3).join(' | ')}`);
    await restarts.pause();
    address = await Promise.race([host.mint(), failed]);
    const isRest = crashes.isTooOften() && address.refused === undefined;
    if (isRest) {
      log('The page ended three times in ten minutes; a page of rest is shown for a minute.');
      address = restAddress(address);
    }
    isAtRest = isRest;
    patienceMs = isRest ? REST_MS + PAGE_AWAY_MS : PAGE_AWAY_MS;
  }
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === null) {
    console.log(USAGE);
    return 0;
  }
  const processes = new Processes();
  const home = mkdtempSync(join(tmpdir(), 'anteroom-'));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => processes.stop());
  try {
    const electron = usableElectron();
    const { NOTIFY_SOCKET, WATCHDOG_USEC } = process.env;
    // takes systemd's names out of the environment: nothing but the kiosk itself speaks to it
    const service = serviceManager(process.env, log);
    const display = await openDisplay(home, processes, log);
    return electron === null
      ? await runInBrowser(options, display, home, processes, service)
      : await runInElectron(electron, options, display, processes, { NOTIFY_SOCKET, WATCHDOG_USEC });
  } finally {
    await processes.stopped();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    log(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
