import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const rooms = ['shared', 'assessment', 'main', 'preload', 'renderer', 'connectors', 'hub', 'scripts', 'tests', 'bench'];

export default defineConfig({
  resolve: {
    // never let a test load the real package: on plain Node its index.js downloads the binary, synchronously
    alias: { electron: resolve(import.meta.dirname, 'tests/electron/fake.ts') },
  },
  test: {
    include: rooms.map((room) => `${room}/**/*.test.{ts,tsx}`),
    exclude: ['**/node_modules/**', 'out/**'],
    environment: 'node',
    // tests that start Chromium, a hub or a recorder share two cores with everything else
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
