import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AnalysisFlagCode, NotMeasuredReason } from '#shared/analysis.ts';
import { ReadinessCheck } from '#shared/contract/readiness.ts';
import { SessionPhase, SyncState } from '#shared/contract/review.ts';
import { SyncStatus } from '#shared/contract/sync.ts';
import { KeySource } from '#shared/job.ts';
import { Role } from '#shared/roles.ts';
import { AnswerStatus } from '#shared/score.ts';
import { ConsentKind } from '#shared/session.ts';

const ROOT = new URL('../../', import.meta.url);

function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, child]) => keysOf(child, path === '' ? key : `${path}.${key}`));
}

function load(namespace: string): Set<string> {
  const texts: unknown = JSON.parse(readFileSync(new URL(`resources/locales/en/${namespace}.json`, ROOT), 'utf8'));
  return new Set(keysOf(texts).map((key) => key.replace(/_(one|other)$/, '')));
}

const manager = load('manager');

test.each(['manager', 'setup'])('every text that a screen of %s names is written', (room) => {
  const known = load(room);
  const folder = new URL(`renderer/${room}/`, ROOT);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));
  expect(files.length).toBeGreaterThan(2);
  for (const file of files) {
    const source = readFileSync(new URL(file, folder), 'utf8');
    for (const [, key = ''] of source.matchAll(/\bt\(\s*'([\w.]+)'/g))
      expect([...known, `${file} names the unknown text ${key}`]).toContain(key);
  }
});

const codes = (options: readonly string[], ...paths: string[]) =>
  options.flatMap((code) => paths.map((path) => path.replace('*', code)));

test('every code the core can send has its words', () => {
  const wanted = [
    ...codes(SessionPhase.options, 'phases.*'),
    ...codes(SyncState.options, 'sync_states.*', 'sync_sentences.*'),
    ...codes(SyncStatus.shape.state.options, 'sync.states.*.title', 'sync.states.*.next'),
    ...codes(Role.options, 'roles.*'),
    ...codes(ConsentKind.options, 'consents.*'),
    ...codes(KeySource.options, 'score.key_*'),
    ...codes(NotMeasuredReason.options, 'not_measured.*'),
    ...codes(AnalysisFlagCode.options, 'flags.*'),
    ...codes(ReadinessCheck.shape.id.options, 'readiness.checks.*'),
    ...codes(
      AnswerStatus.options.map((status) => status.replace(':', '_')),
      'statuses_short.*',
    ),
    ...codes(
      AnswerStatus.options.filter((status) => status !== 'scored').map((status) => status.replace(':', '_')),
      'statuses.*.title',
      'statuses.*.next',
    ),
  ];
  expect(wanted.filter((key) => !manager.has(key))).toEqual([]);
});

test('every finding of a readiness check has its words, and every bad one a next step', () => {
  const folder = new URL('main/readiness/', ROOT);
  const sources = readdirSync(folder).filter((file) => /^(check|run)-.*\.ts$/.test(file));
  const found = sources.flatMap((file) => {
    const source = readFileSync(new URL(file, folder), 'utf8');
    return [
      ...source.matchAll(/'((?:database|disk|clock|model|recogniser|meaning|voice|handset|hub|check)_[a-z_]+)'/g),
    ].map(([, code = '']) => code);
  });
  const ids: readonly string[] = ReadinessCheck.shape.id.options;
  const finding = new Set(found.filter((code) => !ids.includes(code)));
  expect(finding.size).toBeGreaterThan(15);
  const passing = new Set([
    'database_sound',
    'disk_enough',
    'clock_plausible',
    'model_present',
    'recogniser_present',
    'recogniser_ready',
    'meaning_missing',
    'meaning_partly',
    'meaning_ready',
    'voice_ready',
    'handset_heard',
    'hub_reached',
  ]);
  const wanted = [...finding].flatMap((code) => [`${code}.found`, ...(passing.has(code) ? [] : [`${code}.next`])]);
  expect(wanted.filter((key) => !manager.has(`readiness.codes.${key}`))).toEqual([]);
});
