import { expect, test } from 'vitest';
import { ReadinessCheck } from '#shared/contract/readiness.ts';
import { checkAuditLog } from './check-audit-log.ts';
import { checkClock } from './check-clock.ts';
import { checkDatabase } from './check-database.ts';
import { checkDisk, VIDEO_BYTES_PER_HOUR } from './check-disk.ts';
import { checkDisplays } from './check-displays.ts';
import { checkHandset } from './check-handset.ts';
import { checkHub } from './check-hub.ts';
import { checkMeaning } from './check-meaning.ts';
import { checkPower } from './check-power.ts';
import { checkRecogniser } from './check-recogniser.ts';
import { checkSpeechModel } from './check-speech-model.ts';
import { checkVoice } from './check-voice.ts';
import type { AuditProbe, Check, HubProbe, ModelProbe, Recogniser } from './ports.ts';
import { runReadiness } from './run-readiness.ts';

const NOW = Date.parse('2026-03-02T08:00:00.000Z');
const DAY_MS = 86_400_000;

const allRead = () => ({ isDone: true, checked: 8000, rows: 8000 });

test('while the rows of a large database are read it says how far that is; damage comes first', async () => {
  const rows = () => ({ isDone: false, checked: 1500, rows: 8000 });
  const run = (isSound: boolean) =>
    checkDatabase({ check: async () => ({ isSound, detail: 'ok' }), repaired: null, rows }).run();
  expect(await run(true)).toEqual({
    result: 'pass',
    code: 'database_being_read',
    values: { checked: 1500, rows: 8000 },
  });
  expect(await run(false)).toMatchObject({ code: 'database_damaged' });
});

test('a whole database passes, a damaged one fails with its detail', async () => {
  const sound = checkDatabase({ check: async () => ({ isSound: true, detail: 'ok' }), repaired: null, rows: allRead });
  expect(await sound.run()).toEqual({ result: 'pass', code: 'database_sound', values: {} });
  const damaged = checkDatabase({
    check: async () => ({ isSound: false, detail: 'row 3 missing from index' }),
    repaired: null,
    rows: allRead,
  });
  expect(await damaged.run()).toMatchObject({
    result: 'fail',
    code: 'database_damaged',
    values: { detail: 'row 3 missing from index' },
  });
});

test('a database that was repaired at this start says so, and whether all of it could be read', async () => {
  const repaired = (unreadable: number) =>
    checkDatabase({
      check: async () => ({ isSound: true, detail: 'ok' }),
      repaired: { unreadable },
      rows: allRead,
    }).run();
  expect(await repaired(0)).toEqual({ result: 'warn', code: 'database_repaired', values: {} });
  expect(await repaired(2)).toEqual({ result: 'warn', code: 'database_repaired_in_part', values: { count: 2 } });
});

test.each<[string, Partial<ReturnType<AuditProbe['read']>>, string | null, string, string, Record<string, number>]>([
  ['is whole', {}, null, 'pass', 'audit_sound', { count: 30 }],
  ['is whole while the network is away', {}, 'unreachable', 'pass', 'audit_sound', { count: 30 }],
  ['lost its note', { acknowledged: 'damaged' }, null, 'warn', 'audit_unproven', {}],
  ['is refused', { acknowledged: 'damaged' }, 'audit_regressed', 'fail', 'audit_regressed', {}],
  ['is signed with another key', {}, 'audit_key_changed', 'fail', 'audit_key_changed', {}],
  [
    'was changed',
    { problems: [{ kind: 'changed', line: 4 }] },
    'audit_regressed',
    'fail',
    'audit_changed',
    { line: 4, count: 1 },
  ],
  [
    'was changed and cut',
    {
      problems: [
        { kind: 'changed', line: 4 },
        { kind: 'cut', line: 9 },
      ],
    },
    null,
    'fail',
    'audit_set_back',
    { line: 9 },
  ],
])('an audit log that %s', async (_name, reading, lastError, result, code, values) => {
  const check = checkAuditLog({
    read: () => ({ lines: 30, problems: [], acknowledged: 'kept', ...reading }),
    lastError: () => lastError,
  });
  expect(await check.run()).toEqual({ result, code, values });
});

const SOUND_DISK = { room: () => ({ picture: true, sound: true }), reserve: () => 'whole' as const };

test.each([
  ['no room for pictures', { room: () => ({ picture: false, sound: true }) }, 'fail', 'disk_no_picture'],
  ['no room for sound', { room: () => ({ picture: false, sound: false }) }, 'fail', 'disk_no_sound'],
  ['a reserve that was used', { reserve: () => 'gone' as const }, 'warn', 'reserve_gone'],
  ['no room for a reserve', { reserve: () => 'no_room' as const }, 'warn', 'reserve_no_room'],
  ['a reserve that cannot be made', { reserve: () => 'failed' as const }, 'warn', 'reserve_failed'],
  ['a reserve that is being made', { reserve: () => 'growing' as const }, 'pass', 'disk_enough'],
])('a disk with %s', async (_name, disk, result, code) => {
  const freeBytes = 100 * VIDEO_BYTES_PER_HOUR;
  const check = checkDisk({ ...SOUND_DISK, ...disk, freeBytes: async () => freeBytes });
  expect(await check.run()).toEqual({ result, code, values: { freeBytes, videoHours: 100 } });
});

test.each([
  [0, 'fail', 'disk_full', 0],
  [2 * VIDEO_BYTES_PER_HOUR - 1, 'fail', 'disk_full', 1],
  [2 * VIDEO_BYTES_PER_HOUR, 'warn', 'disk_low', 2],
  [20 * VIDEO_BYTES_PER_HOUR - 1, 'warn', 'disk_low', 19],
  [20 * VIDEO_BYTES_PER_HOUR, 'pass', 'disk_enough', 20],
])('%d free bytes: %s', async (freeBytes, result, code, videoHours) => {
  const check = checkDisk({ ...SOUND_DISK, freeBytes: async () => freeBytes });
  expect(await check.run()).toEqual({ result, code, values: { freeBytes, videoHours } });
});

test.each([
  ['in step', NOW - 60_000, 'pass', 'clock_plausible'],
  ['corrected by seconds', NOW + 10_000, 'pass', 'clock_plausible'],
  ['a new workspace', null, 'pass', 'clock_plausible'],
  ['set back', NOW + 3_600_000, 'warn', 'clock_went_back'],
  ['ten years ahead', NOW - 3_650 * DAY_MS, 'warn', 'clock_far_ahead'],
])('clock %s', async (_name, lastSeenMs, result, code) => {
  const check = checkClock({ nowMs: () => NOW, builtAtMs: NOW - 4_000 * DAY_MS, lastSeenMs: () => lastSeenMs });
  expect(await check.run()).toMatchObject({ result, code });
});

test('a clock before the build date fails whatever was seen last', async () => {
  const check = checkClock({ nowMs: () => NOW, builtAtMs: NOW + 1, lastSeenMs: () => NOW });
  expect(await check.run()).toMatchObject({ result: 'fail', code: 'clock_before_build' });
});

test.each([
  ['there', 'aa', 'pass', 'model_present'],
  ['missing', null, 'fail', 'model_missing'],
  ['changed', 'bb', 'fail', 'model_changed'],
])('speech model %s', async (_name, found, result, code) => {
  const check = checkSpeechModel({
    modelId: 'silero_vad_v6',
    files: [{ path: 'silero_vad_v6.onnx', sha256: 'aa' }],
    sha256: async () => found,
  });
  expect(await check.run()).toMatchObject({ result, code });
});

const FILES = { files: [{ path: 'model.onnx', sha256: 'aa' }], sha256: async (): Promise<string | null> => 'aa' };
const sense = (change: Partial<ModelProbe> & { measuredRtf?: number } = {}): Recogniser => {
  return { kind: 'model', modelId: 'sense', measuredRtf: null, ...FILES, ...change };
};

test.each<[string, Recogniser | null, string, string, object]>([
  ['none', null, 'warn', 'recogniser_missing', {}],
  ['only the basic one', { kind: 'basic' }, 'warn', 'recogniser_basic', {}],
  ['one that was never measured', sense(), 'pass', 'recogniser_present', { model: 'sense' }],
  ['a fast one', sense({ measuredRtf: 0.07 }), 'pass', 'recogniser_ready', { model: 'sense', secondsPerMinute: 4 }],
  ['one that is just fast enough', sense({ measuredRtf: 0.5 }), 'pass', 'recogniser_ready', { secondsPerMinute: 30 }],
  ['a slow one', sense({ measuredRtf: 0.6 }), 'warn', 'recogniser_slow', { model: 'sense', secondsPerMinute: 36 }],
  ['a changed one', sense({ sha256: async () => 'bb' }), 'fail', 'recogniser_changed', { file: 'model.onnx' }],
  ['a vanished one', sense({ sha256: async () => null }), 'fail', 'recogniser_changed', { file: 'model.onnx' }],
])('speech to text with %s', async (_name, found, result, code, values) => {
  for (const [locale, id] of [
    ['zh-CN', 'recogniser_zh'],
    ['en', 'recogniser_en'],
  ] as const) {
    const check = checkRecogniser({ locale, find: async () => found });
    expect(check.id).toBe(id);
    expect(await check.run()).toEqual({ result, code, values: expect.objectContaining({ locale, ...values }) });
  }
});

const meaning = (change: Partial<ModelProbe> & { isCalibrated?: boolean } = {}) => {
  return { modelId: 'e5', isCalibrated: true, ...FILES, ...change };
};

test.each([
  ['no model', [null, null], 'pass', 'meaning_missing', {}],
  ['one for both languages', [meaning(), meaning()], 'pass', 'meaning_ready', { model: 'e5' }],
  ['one for Chinese', [meaning(), null], 'pass', 'meaning_partly', { locale: 'en' }],
  [
    'one that cannot tell',
    [meaning(), meaning({ isCalibrated: false })],
    'warn',
    'meaning_uncalibrated',
    { locale: 'en' },
  ],
  [
    'a changed one',
    [meaning({ sha256: async () => 'bb' }), meaning()],
    'fail',
    'meaning_changed',
    { file: 'model.onnx' },
  ],
] as const)('matching by meaning with %s', async (_name, [zh, en], result, code, values) => {
  const check = checkMeaning({ locales: ['zh-CN', 'en'], find: async (locale) => (locale === 'en' ? en : zh) });
  expect(await check.run()).toEqual({ result, code, values: expect.objectContaining(values) });
});

test('one language without a voice is a warning that names it', async () => {
  const locales = ['zh-CN', 'en'] as const;
  const ready = checkVoice({ locales, speak: async () => ({ isSpoken: true }) });
  expect(await ready.run()).toMatchObject({ result: 'pass', code: 'voice_ready' });
  const half = checkVoice({
    locales,
    speak: async (locale) => (locale === 'en' ? { isSpoken: false, reason: 'not_installed' } : { isSpoken: true }),
  });
  expect(await half.run()).toMatchObject({ result: 'warn', code: 'voice_missing', values: { locale: 'en' } });
});

test('the handset is checked only where it is used, and a kiosk without one touches no device', async () => {
  const unused = checkHandset({ isChosen: () => false, listen: () => Promise.reject(new Error('touched')) });
  expect(await unused.run()).toBeNull();
  const heard = checkHandset({ isChosen: () => true, listen: async () => ({ isHeard: true }) });
  expect(await heard.run()).toMatchObject({ result: 'pass', code: 'handset_heard' });
});

test.each([
  ['recorder_missing', 'handset_recorder_missing'],
  ['device_unavailable', 'handset_silent'],
])('handset with %s', async (code, expected) => {
  const check = checkHandset({ isChosen: () => true, listen: async () => ({ isHeard: false, code }) });
  expect(await check.run()).toMatchObject({ result: 'fail', code: expected });
});

function hub(over: Partial<HubProbe>): Check {
  return checkHub({
    isConfigured: () => true,
    reach: async () => ({ kind: 'reached' }),
    lastSentAt: () => new Date(NOW - DAY_MS).toISOString(),
    waiting: () => 0,
    nowMs: () => NOW,
    ...over,
  });
}

const unreachable: HubProbe['reach'] = async () => ({ kind: 'unreachable', reason: 'connection_refused' });
const longAgo = () => new Date(NOW - 8 * DAY_MS).toISOString();

test.each<[string, Partial<HubProbe>, string, string]>([
  ['answers', {}, 'pass', 'hub_reached'],
  ['is not set', { isConfigured: () => false }, 'warn', 'hub_not_configured'],
  [
    'refuses the kiosk',
    { reach: async () => ({ kind: 'refused', status: 401, detail: 'token_rejected' }) },
    'fail',
    'hub_refused',
  ],
  [
    'has ended the kiosk',
    { reach: async () => ({ kind: 'refused', status: 401, detail: 'device_revoked' }) },
    'fail',
    'device_revoked',
  ],
  [
    'has a bad certificate',
    { reach: async () => ({ kind: 'refused', status: 401, detail: 'certificate_expired' }) },
    'fail',
    'hub_certificate',
  ],
  ['is away for a day', { reach: unreachable, waiting: () => 3 }, 'warn', 'hub_unreachable'],
  [
    'is away for a week with work waiting',
    { reach: unreachable, waiting: () => 3, lastSentAt: longAgo },
    'fail',
    'hub_silent',
  ],
  ['is away for a week with nothing waiting', { reach: unreachable, lastSentAt: longAgo }, 'warn', 'hub_unreachable'],
  ['was never reached', { reach: unreachable, waiting: () => 3, lastSentAt: () => null }, 'warn', 'hub_unreachable'],
])('head office %s', async (_name, over, result, code) => {
  expect(await hub(over).run()).toMatchObject({ result, code });
});

const SCREEN = { id: 1, width: 1280, height: 800, isPrimary: true };

test.each([
  ['one screen', [SCREEN], 'pass', 'display_fit', { width: 1280, height: 800 }],
  ['a second one', [SCREEN, { ...SCREEN, id: 2, isPrimary: false }], 'warn', 'display_several', { count: 1 }],
  ['another one than at the start', [{ ...SCREEN, id: 2 }], 'warn', 'display_changed', {}],
  ['one that is too low', [{ ...SCREEN, height: 600 }], 'fail', 'display_too_small', { height: 600 }],
  ['one that is too narrow', [{ ...SCREEN, width: 800 }], 'fail', 'display_too_small', { width: 800 }],
  ['none', [], 'fail', 'display_missing', {}],
])('displays: %s', async (_name, displays, result, code, values) => {
  const found = await checkDisplays({ displays: () => displays, primaryAtStart: 1 }).run();
  expect(found).toMatchObject({ result, code, values });
});

test('a shell that cannot see displays says nothing of them', async () => {
  expect(await checkDisplays({ displays: () => null, primaryAtStart: null }).run()).toBeNull();
});

test.each([
  ['stays awake', { sleeps: false, blanks: false }, 'pass', 'power_awake'],
  ['sleeps', { sleeps: true, blanks: null }, 'fail', 'power_sleeps'],
  ['goes dark', { sleeps: null, blanks: true }, 'warn', 'power_blanks'],
  ['tells nothing', { sleeps: null, blanks: null }, 'warn', 'power_unknown'],
  ['tells nothing of sleep', { sleeps: null, blanks: false }, 'warn', 'power_unknown'],
  ['tells nothing of its screen', { sleeps: false, blanks: null }, 'warn', 'power_screen_unknown'],
])('a computer that %s', async (_name, policy, result, code) => {
  expect(await checkPower({ read: async () => policy }).run()).toEqual({ result, code, values: {} });
});

const noTimer = () => () => undefined;

test('findings keep their order and fit the contract; a check that does not apply is left out', async () => {
  const found = await runReadiness(
    [
      checkDisk({ ...SOUND_DISK, freeBytes: async () => 1e12 }),
      checkHandset({ isChosen: () => false, listen: async () => ({ isHeard: true }) }),
      hub({}),
    ],
    { startTimer: noTimer, log: () => undefined },
  );
  expect(found.map(({ id }) => id)).toEqual(['disk', 'hub']);
  for (const check of found) expect(() => ReadinessCheck.parse(check)).not.toThrow();
});

test('a check that throws fails by itself, and its words go to the log only', async () => {
  const logged: unknown[] = [];
  const found = await runReadiness(
    [checkDisk({ ...SOUND_DISK, freeBytes: () => Promise.reject(new Error('statfs: EIO')) }), hub({})],
    { startTimer: noTimer, log: (...entry) => logged.push(entry) },
  );
  expect(found).toMatchObject([
    { id: 'disk', result: 'fail', code: 'check_failed', values: {} },
    { id: 'hub', result: 'pass' },
  ]);
  expect(JSON.stringify(logged)).toContain('EIO');
});

test('a check that hangs fails when its time is over, and every timer is cancelled', async () => {
  let running = 0;
  const found = await runReadiness(
    [checkDisk({ ...SOUND_DISK, freeBytes: () => new Promise(() => undefined) }), hub({})],
    {
      startTimer(_afterMs, onElapsed) {
        running += 1;
        queueMicrotask(() => setTimeout(onElapsed));
        return () => (running -= 1);
      },
      log: () => undefined,
      timeoutMs: 5_000,
    },
  );
  expect(found).toMatchObject([
    { id: 'disk', result: 'fail', code: 'check_timed_out', values: { seconds: 5 } },
    { id: 'hub', result: 'pass' },
  ]);
  expect(running).toBe(0);
});
