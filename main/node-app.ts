import { randomBytes, randomInt } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { z } from 'zod';
import { createPdfReader } from '#connectors/resume/pdf-reader.ts';
import type { SessionId } from '#shared/ids.ts';
import { analystProgram, pdfReaderProgram, transcriberProgram } from './analysis/child-programs.ts';
import { createNodeChildLauncher } from './analysis/node-child.native.ts';
import type { ChildLauncher, ChildLog, ChildProgram } from './analysis/ports.ts';
import { type App, buildApp } from './app.ts';
import { closeAll } from './close-all.ts';
import { RECORDING_ROOM } from './capture/recording-files.ts';
import { recordMicrophone } from './capture/record-microphone.native.ts';
import { localeWords } from './locale-words.ts';
import { locate } from './locations.ts';
import { openEmbedding, openRecognisers } from './open-models.ts';
import { cupsPrinter } from './printing/cups-printer.native.ts';
import { pdfChild } from './pdf-child.ts';
import type { PaperPrinter } from './printing/paper-printer.ts';
import { readAloud } from './session/read-aloud.native.ts';
import { startBallast } from './store/ballast.ts';
import { openAfterUpdate } from './open-after-update.ts';
import type { Keeper } from './store/keeper.native.ts';
import { createStoreHealth } from './store/store-health.ts';
import { watchKeys } from './store/watch-keys.ts';
import { createLogFile } from './store/log-file.ts';
import { openTrainingSuggestions } from './training-suggestions.ts';
import { readPacks, readPractice, readProbes, readShippedJobs } from './store/resource-files.ts';
import { doubtRows } from './store/recovery.native.ts';
import { createWorkspace, type Workspace } from './store/workspace.ts';
import { noUpdates, type UpdateShell } from './update/ports.ts';
import { nodeKeyring } from './node-keyring.ts';
import { readPowerPolicy } from './power-policy.native.ts';
import type { DisplayProbe } from './readiness/ports.ts';
import type { Keyring } from './store/keys/keyring-port.ts';
import { openKeys } from './store/keys/open-keys.ts';

export interface NodeAppOptions {
  dataDirectory: string;
  resourcesDirectory: string;
  modelsDirectory: string;
  /** Electron passes its utility process; plain Node forks. */
  launchChild?: (program: ChildProgram, log: ChildLog) => ChildLauncher<object>;
  /** Electron passes the operating system's; plain Node has a passphrase or a key file. */
  keyring?: Keyring;
  /** Electron prints by itself; plain Node by CUPS. */
  systemPrinter?: (name: string) => PaperPrinter;
  /** Called once when nothing is acknowledged any more: the app must be closed and opened again. */
  onBroken?: (error: Error) => void;
  /** Whose interview was on the screen when the store failed, and goes on there. */
  goOnWith?: SessionId | null;
  /** Electron sees displays; a browser's host does not. */
  display?: DisplayProbe;
  /** Ends the program so that somebody starts it again; left out where nobody would. */
  restart?: () => void;
  /** Who brings new versions; left out where this program is put in its place by somebody else. */
  updates?: UpdateShell;
  /** For a person who watches the terminal; everything also goes to the log file. */
  log: (line: string) => void;
}

/** What our own package.json says; only a packed one says when it was built, since files of an archive have no time. */
const Manifest = z.object({ version: z.string(), builtAt: z.coerce.date().optional() });

/** A thousand interviews; read in a second or two. */
const ROWS_AT_START = 50_000;

/** What is opened next reads every row before anything is shown, and repairs what it finds. */
function noteDoubt(workspace: Workspace, log: (event: string, detail: Record<string, unknown>) => void): void {
  try {
    doubtRows(workspace);
  } catch (error) {
    // the disk has failed: rows are then read while the kiosk runs, and damage is found there
    log('store.doubt_not_noted', { error: String(error) });
  }
}

/** The real parts: SQLite, the analyst process, the recorder, espeak-ng, the system's clocks. */
export async function openNodeApp(options: NodeAppOptions): Promise<App> {
  const { resourcesDirectory, modelsDirectory } = options;
  const { projectDirectory, analystFile, transcriberFile, pdfReaderFile } = locate();
  const workspace = await createWorkspace(options.dataDirectory);
  const write = createLogFile(workspace.logDirectory, () => new Date());
  const log = (event: string, detail: Record<string, unknown>) => {
    write(event, detail);
    if (/failed|refused|missing|lost/.test(event)) options.log(`${event} ${JSON.stringify(detail)}`);
  };
  const [keys, jobs, practice, probes, packs, manifest] = await Promise.all([
    openKeys(workspace, options.keyring ?? nodeKeyring(process.env)),
    readShippedJobs(resourcesDirectory),
    readPractice(join(resourcesDirectory, 'practice')),
    readProbes(join(resourcesDirectory, 'probes')),
    readPacks(join(resourcesDirectory, 'packs')),
    readFile(join(projectDirectory, 'package.json'), 'utf8'),
  ]);
  const { version, builtAt } = Manifest.parse(JSON.parse(manifest));
  const places = { shippedDirectory: modelsDirectory, storeDirectory: workspace.modelsDirectory };
  const launch = options.launchChild ?? createNodeChildLauncher;
  const logChild: ChildLog = ({ eventId, disposition, detail }) => log(eventId, { disposition, ...detail });
  const after = (ms: number, call: () => void) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  };
  const { keptFreeBytes, toBeginBytes } = RECORDING_ROOM.av;
  const leaveBytes = keptFreeBytes + toBeginBytes;
  const ballast = startBallast({ file: workspace.ballastFile, leaveBytes, after, log });
  const health = createStoreHealth((error) => {
    log('store.failed', { error: String(error), code: 'code' in error ? error.code : null });
    noteDoubt(workspace, log);
    options.onBroken?.(error);
  });
  const makeRoom = () => ballast.drop('save');
  let keeper: Keeper | null = null;
  try {
    const updates = options.updates ?? noUpdates(version);
    const opening = { help: { makeRoom, health }, rowsAtStart: ROWS_AT_START };
    keeper = openAfterUpdate(workspace, updates, { now: () => new Date(), ...opening, log });
    return await buildApp({
      keeper,
      updates,
      workspace,
      ballast,
      keys: watchKeys(keys, health),
      jobs,
      packs,
      practice,
      probes,
      training: openTrainingSuggestions(resourcesDirectory, options.dataDirectory),
      analyst: launch(analystProgram(analystFile, modelsDirectory, await openEmbedding(places)), logChild),
      transcriber: launch(transcriberProgram(transcriberFile, workspace.recogniserDirectory), logChild),
      chooseRecogniser: await openRecognisers(places, process.env['PATH'] ?? ''),
      openMicrophone: (device) => recordMicrophone(device === '' ? {} : { device }),
      readAloud: readAloud(),
      systemPrinter: options.systemPrinter ?? cupsPrinter,
      paperWords: (locale) => localeWords(resourcesDirectory, locale, ['papers', 'review', 'manager']),
      clock: {
        now: () => new Date(),
        monotonicMs: () => performance.now(),
        after,
      },
      newId: () => v7(),
      readPdf: createPdfReader({
        start: () => pdfChild(launch(pdfReaderProgram(pdfReaderFile), logChild).start()),
        after,
      }),
      randomBytes: (size) => randomBytes(size),
      randomInt: (size) => randomInt(size),
      random: Math.random,
      modelsDirectory,
      builtAt: builtAt ?? (await stat(import.meta.filename)).mtime,
      version,
      display: options.display ?? { displays: () => null, primaryAtStart: null },
      power: { read: () => readPowerPolicy() },
      restart: options.restart ?? null,
      goOnWith: options.goOnWith ?? null,
      log,
    });
  } catch (error) {
    // the lock on the database would keep the next attempt out
    await closeAll({ ballast: ballast.stop, database: () => keeper?.database.close() }, log);
    throw error;
  }
}
