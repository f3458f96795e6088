import type { RecordingId, SessionId, StaffId } from '#shared/ids.ts';
import type { Job, PracticeItem } from '#shared/job.ts';
import { type Pack, termsOf } from '#shared/pack.ts';
import type { Probes } from '#shared/probe.ts';
import type { Purpose } from '#shared/purpose.ts';
import { isLocked } from '#shared/rating.ts';
import type { PdfReader } from '#connectors/resume/pdf-answer.ts';
import type { AnalystLauncher, TranscriberLauncher } from './analysis/ports.ts';
import type { TranscriptionQueueParts } from './analysis/transcription-queue.ts';
import { createHandset } from './capture/handset.ts';
import { lazyMicrophone } from './capture/lazy-microphone.ts';
import { listenOnce } from './capture/listen-once.ts';
import { createMediaRequests } from './capture/media-requests.ts';
import type { Microphone } from './capture/microphone-port.ts';
import { createPlayback } from './capture/playback.ts';
import { createRecordingFiles } from './capture/recording-files.ts';
import { withApprovedWeights } from './insights/thresholds.ts';
import { connectAnswers } from './connect-answers.ts';
import { connectExpected } from './connect-expected.ts';
import { connectHeadOffice } from './connect-head-office.ts';
import { connectReviews } from './connect-reviews.ts';
import { connectStaff } from './connect-staff.ts';
import type { Connection } from './connection.ts';
import { deletionOver } from './deletion-over.ts';
import type { PageApp } from './page-app.ts';
import type { DisplayProbe, PowerProbe } from './readiness/ports.ts';
import { runReadiness } from './readiness/run-readiness.ts';
import { readinessChecks } from './readiness-checks.ts';
import { startRulesAgain } from './reconsider-rules.ts';
import { createJobStudio } from './jobs/job-studio.ts';
import type { PaperCallParts } from './paper-calls.ts';
import { createRouter } from './router.ts';
import { openInterviews } from './session/interviews.ts';
import { switchedOn } from './session/switched-on.ts';
import type { ReadAloud } from './session/read-aloud-port.ts';
import type { Ballast } from './store/ballast.ts';
import type { Keeper } from './store/keeper.native.ts';
import type { OpenedKeys } from './store/keys/open-keys.ts';
import { encryptToRecipient } from './store/keys/recovery-key.ts';
import type { TrainingSuggestions } from './training-suggestions.ts';
import { trustRecipient } from './trust-recipient.ts';
import type { UpdateShell } from './update/ports.ts';
import { closeAll } from './close-all.ts';
import { openKioskStore } from './open-kiosk-store.ts';
import { logUnforeseen } from './log-unforeseen.ts';
import { packOf } from './pack-of.ts';
import { choosePagePrinter, choosePrinter } from './printing/choose-printer.ts';
import type { PaperPrinter } from './printing/paper-printer.ts';
import { settingsSaver } from './save-settings.ts';
import { scheduleRestart, startUpkeep } from './start-upkeep.ts';
import type { Workspace } from './store/workspace.ts';

export interface AppParts {
  /** The one database, with its copies and its journal. */
  keeper: Keeper;
  workspace: Workspace;
  /** Who brings new versions. */
  updates: UpdateShell;
  /** Room on the disk that is given up for answers. */
  ballast: Ballast;
  /** Opened keys of this workspace. */
  keys: OpenedKeys;
  jobs: readonly Job[];
  packs: readonly Pack[];
  practice: PracticeItem;
  probes: Probes;
  /** What is suggested where a competency of a training check is weak. */
  training: () => TrainingSuggestions;
  analyst: AnalystLauncher;
  transcriber: TranscriberLauncher;
  /** Which recogniser serves a language now; null when none is installed. */
  chooseRecogniser: TranscriptionQueueParts['chooseRecogniser'];
  /** Opens the wired handset; called when the settings choose it. */
  openMicrophone: (device: string) => Microphone;
  readAloud: ReadAloud;
  /** A printer that the operating system knows, by its name; empty for the default one. */
  systemPrinter: (name: string) => PaperPrinter;
  /** What stands on papers, in a language. */
  paperWords: PaperCallParts['paperWords'];
  clock: {
    now: () => Date;
    monotonicMs: () => number;
    after: (ms: number, call: () => void) => () => void;
  };
  newId: () => string;
  randomBytes: (size: number) => Uint8Array;
  /** Unguessable, 0 up to, not including, `size`. */
  randomInt: (size: number) => number;
  /** Reads the text of a PDF in a process of its own. */
  readPdf: PdfReader;
  /** 0 up to, not including, 1. */
  random: () => number;
  modelsDirectory: string;
  /** When this program was built: no right clock shows an earlier time. */
  builtAt: Date;
  version: string;
  /** What stands around the kiosk, for readiness. */
  display: DisplayProbe;
  power: PowerProbe;
  /** Ends the program so that somebody starts it again; null where nobody would. */
  restart: (() => void) | null;
  /** The interview that goes on without its code, after the store had to be opened again under it. */
  goOnWith: SessionId | null;
  log: (event: string, detail: Record<string, unknown>) => void;
}

export interface App extends PageApp {
  /** The interview on the screen; null when there is none. */
  sessionId(): SessionId | null;
  /** Calls back whenever an interview has left the screen: what a page still knows of it must go. */
  onForgotten(listener: () => void): void;
  /** Ends everything that runs, whatever fails meanwhile, and lets go of the database. */
  close(): Promise<void>;
}

/** Wires the rooms. Every device, clock, store and logger is an argument; the shells only add a window around it. */
export async function buildApp(parts: AppParts): Promise<App> {
  const { clock, log, newId, workspace, keeper, keys } = parts;
  const opened = openKioskStore(parts);
  const { store, codes, tombstones, resources } = opened;
  const settings = () => store.kiosk.settings();
  // a power cut between the settings and the keys
  await trustRecipient(keys, settings().recoveryRecipient, log);

  const files = createRecordingFiles({
    directory: workspace.mediaDirectory,
    rows: store.recordings,
    keyOf: store.cells.recordingKey,
    log,
    onSlice(id) {
      interviews.noteActivity();
      readings.noteSlice(id);
    },
  });
  await files.recover();
  const playback = createPlayback({ open: files.open, find: store.recordings.find, log });
  /** A copy in memory must not outlive its recording. */
  async function removeRecordings(ids: readonly RecordingId[]): Promise<void> {
    playback.release(ids);
    await files.remove(ids);
  }

  const deletion = deletionOver({ store, tombstones, codes, removeRecordings, now: clock.now, newId, log });
  // before anything is shown or sent: what was cut off, and who came back with an older copy of the database
  await deletion.honourTombstones();

  const isOnTrial = () => parts.updates.isOnTrial();
  const { sync, enrolment, auditHeads } = connectHeadOffice(parts, opened, files.open);
  const pack = () => packOf(resources.packs(), settings().packId);
  const { reader, readings } = connectAnswers(parts, {
    ...opened,
    open: files.open,
    settings,
    pack,
    onRead: sync.wake,
    onChanged: (id) => interviews.noteChanged(id),
  });

  const handset = createHandset({
    // opened when the first answer is recorded with it: no device is touched on a kiosk without a handset
    microphone: lazyMicrophone(() => parts.openMicrophone(settings().handsetDevice)),
    appendSlice: files.appendSlice,
    onLost(code) {
      log('handset.lost', { code });
      interviews.noteCaptureLost('no_pcm');
    },
    onGap: (recordingId, gap) => log('handset.gap', { recordingId, ...gap }),
  });

  const interviews = await openInterviews({
    store: store.sessions,
    files: { ...files, remove: removeRecordings },
    handset,
    readings,
    offer: {
      settings,
      jobs: () => withApprovedWeights(resources.jobs(), store.thresholds),
      skillsOf: resources.invitations.skillsOf,
      arrive: (code, jobId) => expected.book.arrive(code, jobId),
      pack,
      practice: () => parts.practice,
      probes: () => parts.probes,
    },
    clock,
    codes,
    async sealToHeadOffice(plain) {
      const recipient = settings().recoveryRecipient;
      return { recipient, sealed: (await encryptToRecipient(recipient, plain)).toString('base64') };
    },
    newId,
    goOnWith: parts.goOnWith,
    log,
  });
  if (isOnTrial()) parts.updates.onProven(readings.resume);
  else readings.resume();

  // a finished interview, an analysis, an erasure: what waits should leave within seconds
  interviews.subscribe(({ state }) => {
    sync.wake();
    if (state.kind !== 'idle') return;
    // what was read out to one candidate is not kept for the next
    parts.readAloud.forget();
    expected.book.forget();
  });

  /** Until this version has proved itself nothing is done that the one before would not know of (ADR 29). */
  const isIdle = () => interviews.view().state.kind === 'idle' && !isOnTrial();
  const connections = new Set<Connection>();
  const isNobodySignedIn = () => [...connections].every(({ staffId }) => staffId === null);
  const expected = connectExpected(parts, opened, isIdle);
  const upkeep = startUpkeep(parts, {
    ...opened,
    deletion,
    interviews,
    sync,
    isIdle,
    isNobodySignedIn,
    onRules: () => rulesAgain.look(),
  });
  const { night, retention, downSync, updates } = upkeep;
  const hasTerms = (purpose: Purpose): boolean => termsOf(pack(), purpose) !== null;
  const checks = readinessChecks({
    store,
    updates: updates.status,
    recovery: keeper.recovery,
    keys,
    nightProblems: night.problems,
    rows: keeper.rows.status,
    audit: { read: auditHeads.read, lastError: () => sync.status().lastError },
    retention: retention.status,
    settings,
    modelsDirectory: parts.modelsDirectory,
    storeDirectory: workspace.modelsDirectory,
    chooseRecogniser: parts.chooseRecogniser,
    dataDirectory: workspace.directory,
    disk: {
      room: () => ({ picture: files.hasRoom('av'), sound: files.hasRoom('pcm') }),
      reserve: parts.ballast.state,
    },
    builtAt: parts.builtAt,
    now: clock.now,
    readAloud: parts.readAloud,
    handset: () => listenOnce(parts.openMicrophone(settings().handsetDevice)),
    hub: {
      reach: sync.reach,
      lastSentAt: () => sync.status().lastSentAt,
      waiting: () => sync.status().recordsWaiting + sync.status().filesWaiting,
    },
    posts: { switchedOn: () => switchedOn(resources.jobs(), settings().jobIds), hasTerms },
    display: parts.display,
    power: parts.power,
  });

  const { staff, roster } = connectStaff(parts, store, settings);
  const staffName = (id: string) => store.staff.get(id as StaffId)?.name ?? null;
  const saveSettings = settingsSaver({ keys, store, configure: sync.configure, log });
  const studio = createJobStudio({
    rows: store.jobs,
    resources,
    settings: { current: settings, save: saveSettings },
    hasTerms,
    isInterviewRunning: interviews.isRunning,
    onChanged() {
      resources.reload();
      interviews.refresh();
    },
    staffName,
    newId,
  });

  const reviewing = connectReviews(parts, opened, settings, staffName);
  const rulesAgain = startRulesAgain(reviewing.proposals, log);

  const router = createRouter({
    ...reviewing,
    version: parts.version,
    deviceId: store.deviceId,
    interviews,
    deletion,
    listDeletions: store.deletions.list,
    reference: codes.reference,
    staffName,
    listenToHandset: handset.listen,
    readAloud: parts.readAloud,
    staff,
    roster,
    review: store.review,
    auditLog: { ...store.auditLog, read: auditHeads.read },
    settings: { current: settings, save: saveSettings },
    studio,
    insights: {
      insights: store.insights,
      thresholds: store.thresholds,
      mayReadScores: (id, staffId) => isLocked(store.ratings.reviews(id).find(({ rater }) => rater === staffId)?.state),
      onApproved: () => interviews.refresh(),
      now: clock.now,
    },
    enrolment: {
      ...enrolment,
      async enrol(url, code) {
        const failure = await enrolment.enrol(url, code);
        if (failure === null) void downSync.look();
        return failure;
      },
    },
    ...resources,
    ...expected.calls(studio),
    probes: parts.probes,
    training: parts.training,
    paperWords: parts.paperWords,
    onPaperMade: (id, kind, staffId) =>
      store.ledger.audit({ actor: staffId ?? 'unknown', action: 'paper.made', subject: id, detail: { kind } }),
    onPaperPrinted: (id, kind, staffId) =>
      store.ledger.audit({ actor: staffId ?? 'unknown', action: 'paper.printed', subject: id, detail: { kind } }),
    pagePrinter: () => choosePagePrinter(settings().printer, parts.systemPrinter),
    printer: () => choosePrinter(settings().printer, parts.systemPrinter),
    onReceiptPrinted: (id) =>
      store.ledger.audit({ actor: 'candidate', action: 'receipt.printed', subject: id, detail: {} }),
    readiness: () => runReadiness(checks, { startTimer: clock.after, log }),
    sync: {
      status: sync.status,
      subscribe: sync.subscribe,
      wake() {
        // through the new way out: the one before is closed
        void sync.retryNow().then(downSync.look);
      },
    },
    newId,
    now: clock.now,
    reportUnforeseen: logUnforeseen(log),
    log,
  });

  const media = createMediaRequests({
    appendSlice: files.appendSlice,
    find: store.recordings.find,
    open: playback.open,
    soundOf: parts.readAloud.soundOf,
    mayWrite: interviews.isOpenRecording,
  });

  const stopRestarting = scheduleRestart(parts, {
    hour: () => settings().restartHour,
    isFree: () => !interviews.isRunning() && sync.status().state !== 'sending' && isNobodySignedIn(),
  });
  function closeConnection(connection: Connection): void {
    connections.delete(connection);
    expected.drop(connection.id);
    staff.close(connection);
  }

  return {
    router,
    openConnection(shell) {
      const connection: Connection = { id: newId(), shell, role: 'candidate', staffId: null };
      connections.add(connection);
      staff.open(connection);
      return connection;
    },
    closeConnection,
    handleMedia: (request, connection) =>
      media(request, (id) => connection.role === 'manager' || interviews.isPlayable(id)),
    sessionId: interviews.sessionId,
    onForgotten(listener) {
      let shown = interviews.sessionId();
      interviews.subscribe(() => {
        const before = shown;
        shown = interviews.sessionId();
        if (before !== null && before !== shown) listener();
      });
    },
    async close() {
      await closeAll(
        {
          ...Object.fromEntries([...connections].map((each) => [`page ${each.id}`, () => closeConnection(each)])),
          restart: stopRestarting,
          rules: rulesAgain.stop,
          ...upkeep.stops,
          expected: expected.book.stop,
          interviews: interviews.stop,
          sync: sync.stop,
          reader: reader.stop,
          files: files.stop,
          ballast: parts.ballast.stop,
          database: () => keeper.database.close(),
        },
        log,
      );
    },
  };
}
