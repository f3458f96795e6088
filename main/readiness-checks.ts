import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { LOCALES, type Locale } from '#shared/localized.ts';
import { isPinned } from '#shared/models.ts';
import type { Settings } from '#shared/settings.ts';
import type { TranscriptionQueueParts } from './analysis/transcription-queue.ts';
import { hashFile } from './models/checked-copy.ts';
import { systemCode } from './models/model-error.ts';
import { installedModels, readCatalog } from './models/model-store.ts';
import { readCupsConfig } from './printing/cups-config.ts';
import type { ReadAloud } from './session/read-aloud-port.ts';
import { checkAuditLog } from './readiness/check-audit-log.ts';
import { checkClock } from './readiness/check-clock.ts';
import { checkDatabase } from './readiness/check-database.ts';
import { checkDisk } from './readiness/check-disk.ts';
import { checkDisplays } from './readiness/check-displays.ts';
import { checkHandset } from './readiness/check-handset.ts';
import { checkHub } from './readiness/check-hub.ts';
import { checkKeys } from './readiness/check-keys.ts';
import { checkMeaning } from './readiness/check-meaning.ts';
import { checkPosts } from './readiness/check-posts.ts';
import { checkPower } from './readiness/check-power.ts';
import { checkPublications } from './readiness/check-publications.ts';
import { checkRecogniser } from './readiness/check-recogniser.ts';
import { checkRetention } from './readiness/check-retention.ts';
import { checkSpeechModel } from './readiness/check-speech-model.ts';
import { checkSpool } from './readiness/check-spool.ts';
import { checkUpdates } from './readiness/check-updates.ts';
import { checkVoice } from './readiness/check-voice.ts';
import type {
  AuditProbe,
  Check,
  DiskProbe,
  DisplayProbe,
  HandsetProbe,
  HubProbe,
  ModelProbe,
  PostsProbe,
  PowerProbe,
  Recogniser,
  UpdatesProbe,
} from './readiness/ports.ts';
import type { RetentionStatus } from './session/retention.ts';
import type { OpenedKeys } from './store/keys/open-keys.ts';
import type { RowsChecked } from './store/journal/row-watch.ts';
import type { Store } from './store/open-store.ts';
import type { Recovery } from './store/recovery.native.ts';

/** A few words in each language, to hear whether there is a voice. */
const SAMPLE = { 'zh-CN': '您好', en: 'Hello' } as const;

async function hashIfThere(path: string): Promise<string | null> {
  try {
    return await hashFile(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function probeOf(modelId: string, directory: string, files: ModelProbe['files']): ModelProbe {
  return { modelId, files, sha256: (path) => hashIfThere(join(directory, path)) };
}

/** The device checks over this kiosk's real parts. */
export function readinessChecks(parts: {
  store: Store;
  /** What had to be repaired at this start. */
  recovery: Recovery | null;
  keys: Pick<OpenedKeys, 'keyring' | 'recipient'>;
  /** How far the rows of this start have been read. */
  rows: () => RowsChecked;
  /** What last night's reading of the whole store found wrong. */
  nightProblems: () => readonly string[];
  audit: AuditProbe;
  /** How it stands with new versions of the program. */
  updates: UpdatesProbe['status'];
  /** How deleting by rule stands. */
  retention: () => RetentionStatus;
  settings: () => Settings;
  /** Shipped models. */
  modelsDirectory: string;
  /** Installed models. */
  storeDirectory: string;
  chooseRecogniser: TranscriptionQueueParts['chooseRecogniser'];
  dataDirectory: string;
  disk: Pick<DiskProbe, 'room' | 'reserve'>;
  builtAt: Date;
  now: () => Date;
  readAloud: ReadAloud;
  handset: HandsetProbe['listen'];
  hub: Pick<HubProbe, 'reach' | 'lastSentAt' | 'waiting'>;
  posts: PostsProbe;
  display: DisplayProbe;
  power: PowerProbe;
}): Check[] {
  const nowMs = () => parts.now().getTime();
  const places = { shippedDirectory: parts.modelsDirectory, storeDirectory: parts.storeDirectory };
  const speechModel: Check = {
    id: 'speech_model',
    async run() {
      const catalog = await readCatalog(places);
      const model = catalog.models.find(({ task }) => task === 'voice_activity');
      if (!model)
        return { result: 'fail', code: 'model_missing', values: { model: 'voice_activity', file: 'catalog.json' } };
      return checkSpeechModel(probeOf(model.id, parts.modelsDirectory, model.files.filter(isPinned))).run();
    },
  };

  async function recogniserOf(locale: Locale): Promise<Recogniser | null> {
    const choice = parts.chooseRecogniser(locale);
    if (choice === null) return null;
    if (choice.library === 'pocketsphinx') return { kind: 'basic' };
    const installed = installedModels(await readCatalog(places), places).list();
    const measuredRtf = installed.find(({ entry }) => entry.id === choice.modelId)?.measuredRtf ?? null;
    return { kind: 'model', ...probeOf(choice.modelId, choice.directory, choice.files), measuredRtf };
  }

  return [
    checkDatabase({
      async check() {
        const [problem] = parts.nightProblems();
        return problem === undefined ? parts.store.kiosk.check() : { isSound: false, detail: problem };
      },
      rows: parts.rows,
      repaired: parts.recovery === null ? null : { unreadable: parts.recovery.problems.length },
    }),
    checkKeys({ keyring: parts.keys.keyring, recipient: parts.keys.recipient }),
    checkDisk({
      async freeBytes() {
        const { bavail, bsize } = await statfs(parts.dataDirectory);
        return bavail * bsize;
      },
      ...parts.disk,
    }),
    checkClock({ nowMs, builtAtMs: parts.builtAt.getTime(), lastSeenMs: parts.store.kiosk.lastSeenMs }),
    speechModel,
    ...LOCALES.map((locale) => checkRecogniser({ locale, find: () => recogniserOf(locale) })),
    checkMeaning({
      locales: LOCALES,
      async find(locale) {
        const model = installedModels(await readCatalog(places), places).find('embedding', locale);
        if (model === null) return null;
        const isCalibrated = model.calibration?.[locale] !== undefined;
        return { ...probeOf(model.entry.id, model.directory, model.entry.files), isCalibrated };
      },
    }),
    checkVoice({
      locales: LOCALES,
      async speak(locale) {
        const spoken = await parts.readAloud.render({ text: SAMPLE[locale], locale });
        return 'unavailable' in spoken ? { isSpoken: false, reason: spoken.unavailable } : { isSpoken: true };
      },
    }),
    checkHandset({ isChosen: () => parts.settings().microphone === 'handset', listen: parts.handset }),
    checkHub({ ...parts.hub, isConfigured: () => parts.settings().hub !== null, nowMs }),
    checkAuditLog(parts.audit),
    checkPosts(parts.posts),
    checkPublications({
      isEnrolled: () => parts.store.enrolment.current() !== null,
      troubles: parts.store.publications.troubles,
      count: parts.store.publications.count,
    }),
    checkUpdates({ status: parts.updates }),
    checkRetention({
      status() {
        const { time, unconfirmed, failure } = parts.retention();
        return { doubt: time !== null && 'doubt' in time ? time.doubt : null, unconfirmed, failure };
      },
    }),
    checkDisplays(parts.display),
    checkPower(parts.power),
    checkSpool({
      // Windows has a spooler of its own
      isChosen: () => parts.settings().printer?.kind === 'system' && process.platform !== 'win32',
      readConfig: () => readCupsConfig(),
    }),
  ];
}
