import { resolve, join } from 'node:path';
import { app, safeStorage, utilityProcess } from 'electron';
import { createUtilityChildLauncher } from './analysis/utility-child.ts';
import { startKiosk } from './electron/start-kiosk.ts';
import { systemKeyring } from './electron/system-keyring.ts';
import { electronUpdates } from './electron/updates.ts';
import { defaultDataDirectory, locate } from './locations.ts';
import { openNodeApp } from './node-app.ts';
import { refusalOf, refusalPage } from './refusal-page.ts';

// Electron's root: `electron . [--data=DIR] [--smoke]`
const log = (line: string) => console.error(`[anteroom] ${line}`);
const data = app.commandLine.getSwitchValue('data');
const dataDirectory = data === '' ? defaultDataDirectory(process.env) : resolve(data);
const { resourcesDirectory, modelsDirectory, pageDirectory, preloadFile } = locate(process.resourcesPath);

const updates = electronUpdates(app, { environment: process.env, resourcesDirectory, dataDirectory, log });

startKiosk({
  refusal(error) {
    // a trial start has to fail
    const refusal = app.commandLine.hasSwitch('smoke') ? null : refusalOf(error);
    return refusal && refusalPage({ resourcesDirectory, pageDirectory }, refusal);
  },
  openApp: (onBroken, goOnWith) =>
    openNodeApp({
      onBroken,
      goOnWith,
      dataDirectory,
      resourcesDirectory,
      modelsDirectory,
      keyring: systemKeyring(safeStorage),
      updates,
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
    updates.pageConnected();
    if (app.commandLine.hasSwitch('smoke')) app.quit();
  },
  log,
}).catch((error: unknown) => {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  app.exit(1);
});
