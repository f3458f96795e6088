import { resolve, join } from 'node:path';
import { app, safeStorage, utilityProcess } from 'electron';
import { createUtilityChildLauncher } from './analysis/utility-child.ts';
import { startKiosk } from './electron/start-kiosk.ts';
import { systemKeyring } from './electron/system-keyring.ts';
import { defaultDataDirectory, locate } from './locations.ts';
import { openNodeApp } from './node-app.ts';
import { nodeKeyring } from './node-keyring.ts';
import { refusalOf, refusalPage } from './refusal-page.ts';
import { restPage } from './rest-page.ts';
import { serviceManager } from './service-manager.native.ts';

// Electron's root: `electron . [--data=DIR] [--smoke]`
const log = (line: string) => console.error(`[anteroom] ${line}`);
const data = app.commandLine.getSwitchValue('data');
const dataDirectory = data === '' ? defaultDataDirectory(process.env) : resolve(data);
const { resourcesDirectory, modelsDirectory, pageDirectory, preloadFile } = locate(process.resourcesPath);

startKiosk({
  refusal(error) {
    // a trial start has to fail
    const refusal = app.commandLine.hasSwitch('smoke') ? null : refusalOf(error);
    return refusal && refusalPage({ resourcesDirectory, pageDirectory }, refusal);
  },
  restPage: () => restPage({ resourcesDirectory, pageDirectory }, { address: '/', seconds: null }),
  service: serviceManager(process.env, log),
  isSupervised: process.env['ANTEROOM_SUPERVISED'] === '1',
  openApp: (onBroken, goOnWith, around) =>
    openNodeApp({
      onBroken,
      goOnWith,
      ...around,
      dataDirectory,
      resourcesDirectory,
      modelsDirectory,
      // a kiosk without a keyring may have a passphrase instead
      keyring: process.env['ANTEROOM_PASSPHRASE'] ? nodeKeyring(process.env) : systemKeyring(safeStorage),
      // child_process.fork is fused off in the packaged program
      launchChild: (program, childLog) =>
        createUtilityChildLauncher(
          (path, words, options) => utilityProcess.fork(path, words, options),
          program,
          childLog,
        ),
      log,
    }),
  pageDirectory,
  preloadFile,
  profileDirectory: join(dataDirectory, 'browser'),
  onPage: () => {
    log('the page is connected');
    if (app.commandLine.hasSwitch('smoke')) app.quit();
  },
  log,
}).catch((error: unknown) => {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  app.exit(1);
});
