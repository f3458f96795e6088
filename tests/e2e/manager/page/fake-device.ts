import type { ContractServer } from '#main/contract-server.ts';
import type { EnrolmentState } from '#shared/contract/enrolment.ts';
import type { ReadinessCheck } from '#shared/contract/readiness.ts';
import type { PrintFailure } from '#shared/contract/receipt.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import type { Job } from '#shared/job.ts';
import { localizedText } from '#shared/localized.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/settings.ts';
import { createCell } from './cell.ts';

const OK = { ok: true } as const;

const SYNC: SyncStatus = {
  state: 'idle',
  recordsWaiting: 0,
  recordsSent: 214,
  recordsParked: 0,
  filesWaiting: 0,
  filesSent: 131,
  bytesWaiting: 0,
  lastSentAt: '2026-03-02T09:40:12.000Z',
  nextAttemptAt: null,
  lastError: null,
  upload: null,
};

const CHECKS: readonly ReadinessCheck[] = [
  { id: 'database', result: 'pass', code: 'database_sound', values: {} },
  { id: 'disk', result: 'warn', code: 'disk_low', values: { freeBytes: 7_900_000_000, videoHours: 16 } },
  { id: 'clock', result: 'pass', code: 'clock_plausible', values: { now: '2026-03-02T09:41:00.000Z' } },
  { id: 'speech_model', result: 'pass', code: 'model_present', values: { model: 'silero_vad_v6' } },
  { id: 'recogniser_zh', result: 'warn', code: 'recogniser_missing', values: { locale: 'zh-CN' } },
  { id: 'recogniser_en', result: 'warn', code: 'recogniser_basic', values: { locale: 'en' } },
  { id: 'meaning', result: 'pass', code: 'meaning_missing', values: {} },
  { id: 'voice', result: 'pass', code: 'voice_ready', values: {} },
  { id: 'hub', result: 'fail', code: 'hub_silent', values: { waiting: 37, days: 9, reason: 'unreachable' } },
  { id: 'retention', result: 'warn', code: 'retention_unconfirmed', values: { count: 3 } },
];

/** The machine itself: its settings, enrolment, printer, sending and readiness. */
export function deviceRoutes(os: ContractServer, jobs: readonly Job[]) {
  const sync = createCell(SYNC);
  let enrolmentState: EnrolmentState = { enrolment: null, deviceId: 'kiosk-1', deviceKey: 'k'.repeat(43) };
  let settings: Settings = {
    ...DEFAULT_SETTINGS,
    site: { name: 'Riverside Works, Gate 2', phone: '+86 512 5555 0123' },
    packId: 'strict',
  };
  let isInterviewRunning = false;
  let refusedSetting: string | null = null;
  let printFailure: PrintFailure | null = null;

  const routes = {
    enrolment: {
      state: os.enrolment.state.handler(() => enrolmentState),
      enrol: os.enrolment.enrol.handler(({ input, errors }) => {
        if (input.code.replace('-', '') !== 'ACDEFGHJ') throw errors.code_wrong();
        settings = { ...settings, hub: { url: input.url, token: null } };
        enrolmentState = {
          ...enrolmentState,
          enrolment: {
            hubUrl: input.url,
            hubKey: 'h'.repeat(43),
            site: '苏州',
            enrolledAt: '2026-11-22T08:00:00.000Z',
          },
        };
        return enrolmentState;
      }),
      changeKey: os.enrolment.changeKey.handler(({ errors }) => {
        if (enrolmentState.enrolment === null) throw errors.not_enrolled();
        enrolmentState = { ...enrolmentState, deviceKey: 'n'.repeat(43) };
        return enrolmentState;
      }),
    },
    receipt: {
      print: os.receipt.print.handler(() => ({ ok: true as const })),
      printTest: os.receipt.printTest.handler(({ errors }) => {
        if (settings.printer === null) throw errors.not_configured();
        if (printFailure !== null) throw errors[printFailure]();
        return { ok: true as const };
      }),
    },
    settings: {
      get: os.settings.get.handler(() => settings),
      update: os.settings.update.handler(({ input, errors }) => {
        if (isInterviewRunning) throw errors.interview_running();
        if (refusedSetting !== null) {
          throw errors.setting_invalid({ data: { field: refusedSetting, reason: 'as the test says' } });
        }
        settings = input;
        return settings;
      }),
      options: os.settings.options.handler(({ input: { locale } }) => ({
        jobs: jobs.map(({ id, title }) => ({ id, title: localizedText(title, locale) })),
        packs: [
          { id: 'strict', title: '最严格' },
          { id: 'cn', title: '中国大陆' },
          { id: 'eu', title: '欧盟' },
        ],
      })),
    },
    sync: {
      watch: os.sync.watch.handler(({ signal }) => sync.follow(signal)),
      wake: os.sync.wake.handler(() => {
        sync.set({
          ...sync.get(),
          state: 'sending',
          recordsWaiting: 3,
          filesWaiting: 2,
          bytesWaiting: 17_400_000,
          upload: { sentBytes: 3_100_000, totalBytes: 8_700_000 },
        });
        return OK;
      }),
    },
    readiness: { run: os.readiness.run.handler(() => [...CHECKS]) },
  };
  return {
    routes,
    settings: {
      current: () => settings,
      save: async (next: Settings) => {
        settings = next;
        return true;
      },
    },
    isInterviewRunning: () => isInterviewRunning,
    /** Why no page can be printed; null where it can. */
    pageFailure(): PrintFailure | 'not_configured' | 'receipts_only' | null {
      if (settings.printer === null) return 'not_configured';
      return settings.printer.kind === 'thermal' ? 'receipts_only' : printFailure;
    },
    knobs: {
      setPrinter: (printer: Settings['printer']) => {
        settings = { ...settings, printer };
      },
      setSync: (part: Partial<SyncStatus>) => sync.set({ ...SYNC, ...part }),
      setInterviewRunning: (isRunning: boolean) => {
        isInterviewRunning = isRunning;
      },
      failPrinting: (failure: PrintFailure | null) => {
        printFailure = failure;
      },
      refuseSetting: (field: string | null) => {
        refusedSetting = field;
      },
      settings: () => settings,
    },
  };
}
