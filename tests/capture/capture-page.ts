import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { writeVisionFolder } from '#scripts/vision-model.ts';
import { FIXTURE_CACHE } from '#tests/fixtures/speech.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SOURCES = ['renderer/capture', 'tests/capture/page', 'scripts/vision-model.ts', 'package-lock.json'];

function hashSources(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const path = join(ROOT, source);
    const files = source.includes('.') ? [path] : readdirSync(path).map((name) => join(path, name));
    for (const file of files.sort()) hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Builds the page as the app's own build does, once per state of the sources; returns its folder. */
export async function builtCapturePage(): Promise<string> {
  const target = join(FIXTURE_CACHE, `capture-page-${hashSources()}`);
  if (existsSync(target)) return target;
  const work = join(FIXTURE_CACHE, `.capture-page-${process.pid}`);
  mkdirSync(work, { recursive: true });
  await build({
    configFile: false,
    logLevel: 'warn',
    root: join(ROOT, 'tests/capture/page'),
    base: './',
    publicDir: false,
    worker: { format: 'es' },
    build: { outDir: work, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  });
  writeVisionFolder(ROOT, join(work, 'vision'));
  const outdated = readdirSync(FIXTURE_CACHE).filter(
    (name) => name.startsWith('capture-page-') && join(FIXTURE_CACHE, name) !== target,
  );
  for (const name of outdated) rmSync(join(FIXTURE_CACHE, name), { recursive: true, force: true });
  try {
    renameSync(work, target);
  } catch (error) {
    // Another worker was faster: its folder is as good.
    if (!existsSync(target)) throw error;
    rmSync(work, { recursive: true });
  }
  return target;
}
