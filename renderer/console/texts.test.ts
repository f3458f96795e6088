import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Actor } from '#shared/hub/actor.ts';
import { ApplicationSummary, CandidateChange, CandidateSession, FactKind } from '#shared/hub/candidates.ts';
import { Partner } from '#shared/hub/checks.ts';
import { ImportField, ImportReport } from '#shared/hub/imports.ts';
import { Invitation } from '#shared/hub/messages.ts';
import { QueueJobState } from '#shared/hub/queue.ts';
import { ApplicationDetail, Proposal } from '#shared/hub/workflow.ts';
import { HAPPENED } from './candidates/history-words.ts';

const ROOT = new URL('../../', import.meta.url);

function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, child]) => keysOf(child, path === '' ? key : `${path}.${key}`));
}

const folder = new URL('resources/locales/en/', ROOT);
const written = readdirSync(folder)
  .filter((file) => /^console.*\.json$/.test(file))
  .map((file) => {
    const keys = keysOf(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
    return new Set(keys.map((key) => key.replace(/_(one|other)$/, '')));
  });
const known = new Set(written.flatMap((keys) => [...keys]));

test('no text of the console is written in two files', () => {
  const all = written.flatMap((keys) => [...keys]);
  expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
});

test('every text that a screen of the console names is written', () => {
  const screens = new URL('renderer/console/', ROOT);
  const files = readdirSync(screens, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  expect(files.length).toBeGreaterThan(20);
  const missing = files.flatMap((file) =>
    [...readFileSync(new URL(file, screens), 'utf8').matchAll(/\bt\(\s*'([\w.]+)'/g)]
      .map(([, key = '']) => key)
      .filter((key) => !known.has(key))
      .map((key) => `${file}: ${key}`),
  );
  expect(missing).toEqual([]);
});

const codes = (options: readonly string[], ...paths: string[]) =>
  options.flatMap((code) => paths.map((path) => path.replace('*', code)));

test('every code the hub can send has its words', () => {
  const wanted = [
    ...codes(Proposal.shape.state.options, 'proposals.states.*', 'proposals.empty.*'),
    ...codes(['advance', 'invite', 'order_check', 'hand_over', 'remind'], 'proposals.actions.*'),
    ...codes(Invitation.shape.channel.options, 'proposals.channels.*'),
    ...codes(['clear', 'review', 'incomplete'], 'proposals.outcomes.*'),
    ...codes(
      ['ground_changed', 'session_erased', 'candidate_deleted', 'application_closed'],
      'proposals.withdrawn_because.*',
    ),
    ...codes(['started', 'sealed', 'finalized'], 'proposals.grounds.session_*'),
    ...codes(['score', 'low'], 'proposals.grounds.total_*'),
    ...codes(CandidateSession.shape.state.options, 'candidates.session_states.*'),
    ...codes(ApplicationDetail.shape.checks.element.shape.state.options, 'candidates.check_states.*'),
    ...codes(ApplicationSummary.shape.outcome.unwrap().options, 'candidates.outcomes.*'),
    ...codes(QueueJobState.options, 'candidates.deliveries.*'),
    ...codes(Partner.shape.kind.options, 'candidates.partner_kinds.*'),
    ...codes(FactKind.options, 'candidates.facts.*'),
    ...codes(Object.keys(CandidateChange.shape), 'candidates.fields.*'),
    ...codes(
      Actor.shape.kind.options.filter((kind) => !['person', 'api_key', 'device', 'provider', 'channel'].includes(kind)),
      'candidates.actors.*',
    ),
    ...codes(
      HAPPENED.map((kind) => kind.replace('.', '_')),
      'candidates.happened.*',
    ),
    ...codes(ImportField.options, 'imports.fields.*'),
    ...codes(ImportReport.shape.kind.options, 'imports.kinds.*'),
    ...codes(ImportReport.shape.state.options, 'imports.states.*'),
    ...codes(['ready', 'new', 'matched', 'needs_decision', 'rejected'], 'imports.row_states.*', 'imports.counts.*'),
  ];
  expect(wanted.length).toBeGreaterThan(100);
  expect(wanted.filter((key) => !known.has(key))).toEqual([]);
});

test('every kind of entry that the hub writes into a timeline has its words', () => {
  const hub = new URL('hub/', ROOT);
  const written = readdirSync(hub, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(test|fake|conformance)\.ts$/.test(file))
    .flatMap((file) => {
      const source = readFileSync(new URL(file, hub), 'utf8');
      if (!source.includes('noteInTimeline')) return [];
      const lines = source.split('\n').filter((line) => /\bkind:/.test(line));
      return lines.flatMap((line) => [...line.matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map(([, kind = '']) => kind));
    });
  expect(written).toContain('document.taken_back');
  const told: readonly string[] = HAPPENED;
  const jobs = [
    'invitation.email',
    'invitation.sms',
    'check.order',
    'result.hand_over',
    'result.prepare',
    'result.erasure',
    'vendor.notice',
  ];
  expect(written.filter((kind) => !told.includes(kind) && !jobs.includes(kind))).toEqual([]);
});

test('every place of the console has its name', () => {
  const shell = readFileSync(new URL('renderer/console/console-shell.tsx', ROOT), 'utf8');
  const ids = [...shell.matchAll(/\bid: '(\w+)'/g)].map(([, id = '']) => id);
  expect(ids.length).toBeGreaterThan(5);
  expect(ids.filter((id) => !known.has(`shell.${id}`))).toEqual([]);
});
