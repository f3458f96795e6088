import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const rooms = ['shared', 'assessment', 'main', 'preload', 'renderer', 'connectors', 'hub', 'scripts', 'tests', 'bench'];
/** Sound recorded in real time: alone on the machine, or the figures are those of its neighbours. */
const LIVE = ['tests/microphone/**/*.test.ts'];

const common = {
  resolve: {
    // never let a test load the real package: on plain Node its index.js downloads the binary, synchronously
    alias: { electron: resolve(import.meta.dirname, 'tests/electron/fake.ts') },
  },
};
const limits = {
  environment: 'node' as const,
  // tests that start Chromium, a hub or a recorder share two cores with everything else
  testTimeout: 30_000,
  hookTimeout: 30_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        ...common,
        test: {
          ...limits,
          name: 'unit',
          include: rooms.map((room) => `${room}/**/*.test.{ts,tsx}`),
          exclude: ['**/node_modules/**', 'out/**', ...LIVE],
          // most of them wait for sockets and processes rather than compute
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      { ...common, test: { ...limits, name: 'live', include: LIVE, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
