import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string) => resolve(import.meta.dirname, path);

/** Programs that run under Node: `out/<name>.js` from `<source>`. */
const PROGRAMS = {
  'main/index': 'main/index.ts',
  'main/host': 'main/host.ts',
  'main/cli': 'main/cli.ts',
  'main/analyst': 'main/children/analyst.ts',
  'main/transcriber': 'main/children/transcriber.ts',
  'main/pdf-reader': 'connectors/resume/pdf-program.native.ts',
  'hub/index': 'hub/index.ts',
};
const programs = Object.entries(PROGRAMS).map(([name, source]) => [name, at(source)]);

export default defineConfig({
  main: {
    build: {
      // one folder for the kiosk's and the hub's programs: they share chunks of shared/ and assessment/
      outDir: at('out'),
      // `dependencies` of package.json stay external (addons among them), devDependencies are bundled
      externalizeDeps: true,
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(programs),
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      // a sandboxed preload can require nothing but 'electron'
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    base: './',
    plugins: [react()],
    // replaced by a fresh value in every response (main/page-files.ts): the one <style> that react-aria adds needs it
    html: { cspNonce: 'CSP_NONCE' },
    worker: { format: 'es' },
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: true,
      minify: true,
      // data: URLs are refused by the content security policy
      assetsInlineLimit: 0,
      // read from this machine's disk
      chunkSizeWarningLimit: 2000,
      rolldownOptions: { input: { index: at('renderer/index.html'), console: at('renderer/console.html') } },
    },
  },
});
