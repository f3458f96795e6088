import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { Settings } from '#shared/settings.ts';
import { locate } from '#main/locations.ts';
import { openNodeApp } from '#main/node-app.ts';
import { type KioskBrowser, openKioskBrowser } from './kiosk-browser.ts';
import { type HostProgram, startHostProgram } from './programs.ts';

/** A kiosk at its attract screen: its own process, its own data, a real browser. */
export interface SetUpKiosk {
  readonly data: string;
  /** Where the kiosk's programs put temporary files; theirs alone. */
  readonly temporary: string;
  readonly browser: KioskBrowser;
  host(): HostProgram;
  /** `kill -9`, then a new start over the same data. */
  killAndRestart(): Promise<void>;
  close(): Promise<void>;
}

/** Makes the first account and the settings as the first run would, without its screens. */
export async function prepareWorkspace(data: string, change: Partial<Settings>): Promise<void> {
  const { resourcesDirectory, modelsDirectory } = locate();
  const app = await openNodeApp({ dataDirectory: data, resourcesDirectory, modelsDirectory, log: console.error });
  const connection = app.openConnection('in_process');
  const client = createRouterClient(app.router, { context: { connection } });
  await client.settings.update({ ...(await client.settings.get()), site: { name: 'A', phone: '' }, ...change });
  await client.staff.setUp({ name: 'A', pin: '730214' });
  await app.close();
}

/**
 * Starts a kiosk that has been set up, and a browser at its attract screen. The kiosk hears the same sound server.
 *
 * @param folder the disk its data lies on
 * @param options.variables added to the environment of the kiosk's program
 * @param options.browserProgram another Chromium than the machine's own
 */
export async function setUpKiosk(
  change: Partial<Settings> = {},
  folder = tmpdir(),
  options: { readonly variables?: NodeJS.ProcessEnv; readonly browserProgram?: string } = {},
): Promise<SetUpKiosk> {
  const data = mkdtempSync(join(folder, 'anteroom-kiosk-'));
  const temporary = mkdtempSync(join(tmpdir(), 'anteroom-kiosk-tmp-'));
  await prepareWorkspace(data, change);
  const { variables = {}, browserProgram } = options;
  const browser = await openKioskBrowser(browserProgram === undefined ? {} : { program: browserProgram });
  const start = () => startHostProgram({ data, env: { ...browser.microphone.env, TMPDIR: temporary, ...variables } });
  let host: HostProgram | null = null;
  const close = async () => {
    await browser.close();
    await host?.stop();
    for (const each of [data, temporary]) rmSync(each, { recursive: true, force: true });
  };
  try {
    host = await start();
    await browser.page.goto(host.ready.url);
  } catch (error) {
    await close();
    throw error;
  }
  const running = () => {
    if (host === null) throw new Error('The kiosk is not running.');
    return host;
  };
  return {
    data,
    temporary,
    browser,
    host: running,
    async killAndRestart() {
      await running().kill();
      host = await start();
      await browser.page.goto(host.ready.url);
    },
    close,
  };
}
