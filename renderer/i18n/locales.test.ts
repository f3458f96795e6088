import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LOCALES } from '#shared/localized.ts';
import { PROBLEM_REASONS } from '#shared/wire/problem-reason.ts';

const ROOT = new URL('../../resources/locales/', import.meta.url);
const RENDERER = new URL('../', import.meta.url);

function texts(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, child]) => texts(child, path === '' ? key : `${path}.${key}`));
}

function load(locale: string, file: string): Map<string, unknown> {
  return new Map(texts(JSON.parse(readFileSync(new URL(`${locale}/${file}`, ROOT), 'utf8'))));
}

/** Plural forms differ by language: `left_one` and `left_other` are one text. */
function withoutPlural(key: string): string {
  return key.replace(/_(zero|one|two|few|many|other)$/, '');
}

const files = readdirSync(new URL('en/', ROOT)).filter((file) => file.endsWith('.json'));

test.each(LOCALES)('%s has the same files as the other languages', (locale) => {
  expect(readdirSync(new URL(`${locale}/`, ROOT)).filter((file) => file.endsWith('.json'))).toEqual(files);
});

test.each(files)('%s has the same texts in every language', (file) => {
  const [first, ...others] = LOCALES.map((locale) =>
    [...new Set([...load(locale, file).keys()].map(withoutPlural))].sort(),
  );
  for (const keys of others) expect(keys).toEqual(first);
});

test.each(files.flatMap((file) => LOCALES.map((locale) => [locale, file] as const)))(
  '%s/%s has no empty text',
  (locale, file) => {
    expect([...load(locale, file)].filter(([, text]) => String(text).trim() === '')).toEqual([]);
  },
);

test.each(files)('%s fills in the same values in every language', (file) => {
  const placeholders = (text: unknown) => [...new Set(String(text).match(/\{\{\w+\}\}/g))].sort();
  const [first = new Map<string, unknown>(), ...others] = LOCALES.map((locale) => load(locale, file));
  const shared = (other: Map<string, unknown>) => [...first.keys()].filter((key) => other.has(key));
  for (const other of others) {
    expect(shared(other).map((key) => [key, placeholders(other.get(key))])).toEqual(
      shared(other).map((key) => [key, placeholders(first.get(key))]),
    );
  }
});

test.each(LOCALES)('%s says every reason of a hub in words, and fills in only what comes with it', (locale) => {
  const written = load(locale, 'console.json');
  const said = Object.keys(PROBLEM_REASONS).map(
    (reason) => [reason, written.get(`problems.reasons.${reason}`)] as const,
  );
  expect(said.filter(([, text]) => text === undefined)).toEqual([]);
  const filled = (text: string, form: RegExp) => [...text.matchAll(form)].map(([, name]) => name);
  const strange = Object.entries(PROBLEM_REASONS).filter(([reason, { detail }]) => {
    const given = new Set(filled(detail, /\{(\w+)\}/g));
    return filled(String(written.get(`problems.reasons.${reason}`)), /\{\{(\w+)\}\}/g).some((name) => !given.has(name));
  });
  expect(strange).toEqual([]);
  const known = new Set(Object.keys(PROBLEM_REASONS));
  expect(
    [...written.keys()]
      .flatMap((key) => /^problems\.reasons\.(.+)$/.exec(key)?.slice(1) ?? [])
      .filter((key) => !known.has(key)),
  ).toEqual([]);
});

test('every text that a candidate screen names is written', () => {
  const known = new Set(
    ['common', 'candidate'].flatMap((namespace) =>
      [...load('en', `${namespace}.json`).keys()].map((key) => `${namespace}:${withoutPlural(key)}`),
    ),
  );
  const missing: string[] = [];
  const sources = readdirSync(new URL('candidate/', RENDERER), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  for (const file of sources) {
    const source = readFileSync(new URL(`candidate/${file}`, RENDERER), 'utf8');
    for (const [, key = ''] of source.matchAll(/\bt\('([\w:.]+)'/g)) {
      if (!known.has(key.includes(':') ? key : `candidate:${key}`)) missing.push(`${file}: ${key}`);
    }
  }
  expect(missing).toEqual([]);
});
