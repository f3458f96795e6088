import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { IS_QUICK, LEFT_TAGS } from './scripts/left-for-all.ts';

/** Rooms whose tests leave nothing behind in their process: several files share one, which saves a second for each. */
const SHARING = ['shared', 'assessment', 'main', 'preload', 'renderer', 'connectors', 'hub'];
/** Whole-app tests that start programs and servers but leave nothing behind in their own process either. */
const SHARING_TESTS = [
  'sync',
  'retention',
  'export',
  'bundle',
  'scoring',
  'contract',
  'security',
  'models',
  'review',
  'figures',
  'lifecycle',
  'flow',
  'docs',
  'kiosk-os',
  'fixtures',
  'playback',
].map((folder) => `tests/${folder}`);
/** Tests that start programs, change the environment or load native speech libraries get a process each. */
const ALONE = ['scripts', 'tests', 'bench'];
const NOT_SHARING = ['main/session/read-aloud.test.ts', 'main/children/**/*.test.ts'];
/** Over one PostgreSQL server, where there is one. */
const POSTGRES = ['**/*.postgres.test.ts'];
const testsOf = (rooms: readonly string[]) => rooms.map((room) => `${room}/**/*.test.{ts,tsx}`);
/** Sound recorded in real time, and ends of processes that are timed: alone on the machine, or the figures are those of its neighbours. */
const LIVE = [
  'tests/microphone/**/*.test.ts',
  'tests/transcription/transcriber-process.test.ts',
  // a whole answer through the recogniser, within its limit: 22 s alone, three minutes beside others
  'tests/transcription/pocketsphinx.test.ts',
];

/** Twice the cores of a small machine: half of the tests wait for sockets, disks and processes rather than compute. */
const WORKERS = 4;

// kiosks of tests leave nothing in the developer's own configuration
process.env['ANTEROOM_KEY_FILE'] ??= join(tmpdir(), `anteroom-tests-${userInfo().uid}`, 'kiosk.key');
// programs that tests start from their sources, hundreds of times, are stripped of types and compiled once
process.env['NODE_COMPILE_CACHE'] ??= resolve(import.meta.dirname, 'node_modules/.cache/compile');

const common = {
  resolve: {
    // never let a test load the real package: on plain Node its index.js downloads the binary, synchronously
    alias: { electron: resolve(import.meta.dirname, 'tests/electron/fake.ts') },
  },
};
const limits = {
  environment: 'node' as const,
  // tests that start Chromium, a hub or a recorder share two cores with everything else, four at a time
  testTimeout: 300_000,
  hookTimeout: 300_000,
  // what is waited for comes when the machine has time for it
  expect: { poll: { timeout: 20_000 } },
  // where nobody watches, one test that lost a race does not throw away the run; tests/unit-reporter.ts names it
  retry: process.env['CI'] === undefined ? 0 : 1,
  tags: Object.entries(LEFT_TAGS).map(([name, description]) => ({ name, description, skip: IS_QUICK })),
};

export default defineConfig({
  test: {
    reporters: ['default', './tests/unit-reporter.ts'],
    projects: [
      {
        ...common,
        test: {
          ...limits,
          name: 'rooms',
          include: testsOf(SHARING),
          exclude: [...NOT_SHARING, ...POSTGRES],
          isolate: false,
          maxWorkers: WORKERS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        ...common,
        test: {
          ...limits,
          name: 'whole',
          include: [...testsOf(ALONE), ...NOT_SHARING],
          exclude: ['**/node_modules/**', ...LIVE, ...POSTGRES, ...testsOf(SHARING_TESTS)],
          maxWorkers: WORKERS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        ...common,
        test: {
          ...limits,
          name: 'joined',
          include: testsOf(SHARING_TESTS),
          exclude: [...LIVE, ...POSTGRES],
          isolate: false,
          maxWorkers: WORKERS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        ...common,
        test: {
          ...limits,
          name: 'postgres',
          include: POSTGRES,
          exclude: ['**/node_modules/**'],
          isolate: false,
          maxWorkers: WORKERS,
          globalSetup: 'tests/fixtures/postgres-setup.ts',
          sequence: { groupOrder: 0 },
        },
      },
      { ...common, test: { ...limits, name: 'live', include: LIVE, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
