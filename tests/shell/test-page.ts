import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** Builds tests/shell/page the way electron.vite.config.ts builds the renderer; remove the folder afterwards. */
export async function buildTestPage(): Promise<{ directory: string; remove: () => void }> {
  const directory = mkdtempSync(join(tmpdir(), 'anteroom-test-page-'));
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(import.meta.dirname, 'page'),
    base: './',
    plugins: [react()],
    html: { cspNonce: 'CSP_NONCE' },
    build: { outDir: directory, emptyOutDir: true, assetsInlineLimit: 0 },
  });
  return { directory, remove: () => rmSync(directory, { recursive: true }) };
}
