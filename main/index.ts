import { resolve, join } from 'node:path';
import { app, safeStorage, utilityProcess } from 'electron';
import type { ChildLog, ChildProgram } from './analysis/ports.ts';
import { createUtilityChildLauncher } from './analysis/utility-child.ts';
import { printPage } from './electron/receipt-printer.ts';
import { commandWords, runCommand } from './electron/run-command.ts';
import { startKiosk } from './electron/start-kiosk.ts';
import { systemKeyring } from './electron/system-keyring.ts';
import { electronUpdates } from './electron/updates.ts';
import { defaultDataDirectory, locate } from './locations.ts';
import { openNodeApp } from './node-app.ts';
import { nodeKeyring } from './node-keyring.ts';
import { htmlPrinter } from './printing/html-printer.ts';
import { refusalOf, refusalPage } from './refusal-page.ts';
import { restPage } from './rest-page.ts';
import { serviceManager } from './service-manager.native.ts';
import { surroundWith } from './surroundings.ts';

// Electron's root: `electron . [--data=DIR] [--smoke]`, `electron . [--data=DIR] --cli COMMAND …`
const log = (line: string) => console.error(`[anteroom] ${line}`);
const data = app.commandLine.getSwitchValue('data');
const dataDirectory = data === '' ? defaultDataDirectory(process.env) : resolve(data);
const profileDirectory = join(dataDirectory, 'browser');
const { resourcesDirectory, modelsDirectory, pageDirectory, preloadFile } = locate();

// a kiosk without a keyring may have a passphrase instead
const keyring = () => (process.env['ANTEROOM_PASSPHRASE'] ? nodeKeyring(process.env) : systemKeyring(safeStorage));
// child_process.fork is fused off in the packaged program
const launchChild = (program: ChildProgram, childLog: ChildLog) =>
  createUtilityChildLauncher((path, words, options) => utilityProcess.fork(path, words, options), program, childLog);

function kiosk() {
  const updates = electronUpdates(app, { environment: process.env, resourcesDirectory, dataDirectory, log });
  return startKiosk({
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
        keyring: keyring(),
        updates,
        launchChild,
        // elsewhere there is no lp; on Linux it has our fonts inside
        ...(process.platform !== 'linux' && {
          systemPrinter: (name: string) => htmlPrinter((html) => printPage(html, name)),
        }),
        log,
      }),
    pageDirectory,
    preloadFile,
    profileDirectory,
    onPage: () => {
      log('the page is connected');
      updates.pageConnected();
      if (app.commandLine.hasSwitch('smoke')) app.quit();
    },
    log,
  });
}

function command(words: readonly string[]): Promise<void> {
  surroundWith({ words, keyring, launchChild });
  return runCommand(profileDirectory, () => import('./cli.ts'));
}

const words = commandWords(process.argv);
(words === null ? kiosk() : command(words)).catch((error: unknown) => {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  app.exit(1);
});
