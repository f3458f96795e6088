import { existsSync, globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { PROMISES } from '#tests/electron/promises.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(resolve(ROOT, path), 'utf8');

interface Row {
  readonly number: number;
  readonly enforced: string;
  readonly tested: string;
}

/** The rows of the checklist. */
function rowsOf(document: string): Row[] {
  return [...document.matchAll(/^\| (\d+) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$/gm)].map(([, number, enforced, tested]) => ({
    number: Number(number),
    enforced: enforced ?? '',
    tested: tested ?? '',
  }));
}
const PATH = /`((?:[\w.-]+\/)+[\w.-]*|package\.json)`/g;
const pathsOf = (text: string) => [...text.matchAll(PATH)].map(([, path = '']) => path);

/** What a document says that is not so: files that are not there, tests that no file has. */
function problemsOf(document: string): string[] {
  const missing = pathsOf(document).filter((path) => !existsSync(resolve(ROOT, path)));
  const unproven = rowsOf(document).flatMap(({ number, tested }) =>
    [...tested.matchAll(/`([^`]+)` "([^"]+)"/g)]
      .filter(([, path = '', title = '']) => !existsSync(resolve(ROOT, path)) || !read(path).includes(title))
      .map(([, path, title]) => `${number}: ${path} has no "${title}"`),
  );
  return [...missing.map((path) => `no ${path}`), ...unproven];
}

const DOCUMENT = read('docs/security.md');

test('the checklist has all twenty items, each with where it is enforced and tested', () => {
  const rows = rowsOf(DOCUMENT);
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  // fuses are a matter of packaging
  const own = rows.filter(({ number }) => number !== 19);
  expect(own.filter(({ enforced }) => pathsOf(enforced).length === 0)).toEqual([]);
  expect(own.filter(({ tested }) => !/`[^`]+` "[^"]+"/.test(tested))).toEqual([]);
});

test('every file and every test that the document names exists', () => {
  expect(problemsOf(DOCUMENT)).toEqual([]);
  // controls
  expect(problemsOf(DOCUMENT.replace('main/electron/window.ts', 'main/electron/windows.ts'))).toEqual([
    'no main/electron/windows.ts',
  ]);
  expect(problemsOf(DOCUMENT.replace('"the page opens no other window"', '"the page opens a window"'))).toEqual([
    '14: tests/electron/promises.ts has no "the page opens a window"',
  ]);
});

test('every promise of the shell that an item asks for is one of the promises that both shells keep', () => {
  const named = [...DOCUMENT.matchAll(/`tests\/electron\/promises\.ts` "([^"]+)"/g)].map(([, title]) => title);
  const known: readonly string[] = Object.values(PROMISES);
  expect(named.filter((title) => !known.includes(title ?? ''))).toEqual([]);
  expect(new Set(named).size).toBeGreaterThanOrEqual(6);
});

test('no code of ours hands an address to the operating system', () => {
  const files = globSync('{main,preload,renderer,shared}/**/*.{ts,tsx}', { cwd: ROOT });
  expect(files.length).toBeGreaterThan(300);
  const handing = (text: string) => /\bopenExternal\b|\bopenPath\b|from 'electron\/common'|\bshell\.(?:open|show)/.test(text);
  expect(files.filter((file) => handing(read(file)))).toEqual([]);
  expect(handing("shell.openExternal('https://example.com')")).toBe(true);
});

test('Electron is pinned to one version, no older than this document', () => {
  const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: Record<string, string> };
  const documented = Number(/as of Electron (\d+)/.exec(DOCUMENT)?.[1]);
  expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/);
  expect(Number(devDependencies['electron']?.split('.')[0])).toBeGreaterThanOrEqual(documented);
});
