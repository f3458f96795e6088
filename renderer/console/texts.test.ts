import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const LOCALES_FOLDER = new URL('resources/locales/en/', ROOT);

function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, child]) => keysOf(child, path === '' ? key : `${path}.${key}`));
}

const files = readdirSync(LOCALES_FOLDER).filter((file) => file.startsWith('console'));
const written = files.flatMap((file) =>
  keysOf(JSON.parse(readFileSync(new URL(file, LOCALES_FOLDER), 'utf8'))).map((key) =>
    key.replace(/_(one|other)$/, ''),
  ),
);
const known = new Set(written);

test('no text of the console is written in two files', () => {
  const perFile = files.map((file) => [
    ...new Set(
      keysOf(JSON.parse(readFileSync(new URL(file, LOCALES_FOLDER), 'utf8'))).map((key) =>
        key.replace(/_(one|other)$/, ''),
      ),
    ),
  ]);
  const all = perFile.flat();
  expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
});

test('every text that a screen of the console names is written', () => {
  const folder = new URL('renderer/console/', ROOT);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));
  const named = sources.flatMap((file) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/\bt\(\s*'([\w.]+)'/g)].map(([, key = '']) => ({
      file,
      key,
    })),
  );
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter(({ key }) => !known.has(key))).toEqual([]);
});

test('every place of the console has its name', () => {
  const shell = readFileSync(new URL('renderer/console/console-shell.tsx', ROOT), 'utf8');
  const ids = [...shell.matchAll(/\bid: '(\w+)'/g)].map(([, id = '']) => id);
  expect(ids.length).toBeGreaterThan(5);
  expect(ids.filter((id) => !known.has(`shell.${id}`))).toEqual([]);
});
