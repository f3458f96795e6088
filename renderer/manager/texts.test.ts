import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AnalysisFlagCode, NotMeasuredReason } from '#shared/analysis.ts';
import {
  ActName,
  ActsResult,
  Confidence,
  FindingCode,
  IndicatorEvidence,
  IndicatorResult,
  Signal,
} from '#shared/assessment.ts';
import { AuditKind, AuditLine, AuditVerdict } from '#shared/contract/audit.ts';
import { ReadinessCheck } from '#shared/contract/readiness.ts';
import { AnswerDetail, DeletionEntry, SessionPhase, SyncState, Wait } from '#shared/contract/review.ts';
import { StaffEntry } from '#shared/contract/staff.ts';
import { SyncStatus } from '#shared/contract/sync.ts';
import { DECISION_REASONS, Outcome } from '#shared/decision.ts';
import { defaultWorkflow } from '#shared/hub/default-workflow.ts';
import { Action } from '#shared/hub/workflow.ts';
import { ProposalState } from '#shared/proposal.ts';
import { CannotTell, ChangeReason } from '#shared/rating.ts';
import { DeletionMethod, HoldReason } from '#shared/deletion.ts';
import { KeySource } from '#shared/job/parts.ts';
import { WorkSampleResult } from '#shared/job/work-sample.ts';
import { PresenceEventKind } from '#shared/presence.ts';
import { ProbeTrigger } from '#shared/probe.ts';
import { LOCALES } from '#shared/localized.ts';
import { Role } from '#shared/roles.ts';
import { AnswerStatus } from '#shared/score.ts';
import { ConsentKind } from '#shared/session.ts';
import { AUDIT_REFUSALS } from '#shared/wire/audit-head.ts';
import { CERTIFICATE_REFUSALS } from '#shared/wire/certificate-refusal.ts';
import { TranscriptionErrorCode } from '#shared/transcript.ts';
import { SPANS } from './interviews/list-filter.ts';
import { CONDITION_KINDS } from './review/rule-draft.ts';
import { CONFIDENCE_REASONS } from './interviews/words/score-words.ts';

const ROOT = new URL('../../', import.meta.url);

function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, child]) => keysOf(child, path === '' ? key : `${path}.${key}`));
}

function load(namespace: string, locale = 'en'): Set<string> {
  const texts: unknown = JSON.parse(
    readFileSync(new URL(`resources/locales/${locale}/${namespace}.json`, ROOT), 'utf8'),
  );
  return new Set(keysOf(texts).map((key) => key.replace(/_(one|other)$/, '')));
}

const manager = load('manager');

test.each(['manager', 'insights', 'review', 'studio'])('both languages have the same texts of %s', (namespace) => {
  expect([...load(namespace, 'zh-CN')].toSorted()).toEqual([...load(namespace)].toSorted());
});

/** A part of a room with texts of its own. */
const OWN_TEXTS: Readonly<Record<string, string>> = {
  'manager/insights': 'insights',
  'manager/jobs': 'studio',
  'manager/review': 'review',
};

test.each(['manager', 'setup', ...Object.keys(OWN_TEXTS)])(
  'every text that a screen of %s names is written',
  (room) => {
    const known = load(OWN_TEXTS[room] ?? room);
    const folder = new URL(`renderer/${room}/`, ROOT);
    const isElsewhere = (file: string) =>
      Object.keys(OWN_TEXTS).some((part) => `${room}/${file}`.startsWith(`${part}/`) && part !== room);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.tsx') && !isElsewhere(file),
    );
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      const source = readFileSync(new URL(file, folder), 'utf8');
      // a part may borrow words of the room around it
      const borrowed = [...source.matchAll(/useTranslation\('(\w+)'\)|\bns: '(\w+)'/g)].flatMap(([, hook, option]) => [
        ...load(hook ?? option ?? room),
      ]);
      for (const [, key = ''] of source.matchAll(/\bt\(\s*'([\w.]+)'/g))
        expect([...known, ...borrowed, `${file} names the unknown text ${key}`]).toContain(key);
    }
  },
);

const codes = (options: readonly string[], ...paths: string[]) =>
  options.flatMap((code) => paths.map((path) => path.replace('*', code)));

test.each(LOCALES)('every code the core can send has its words in %s', (locale) => {
  const known = load('manager', locale);
  const taskTypes = WorkSampleResult.options.map(({ shape }) => shape.type.value);
  const wanted = [
    ...codes(AnswerDetail.shape.itemKind.options, 'item_kinds.*'),
    ...codes(FindingCode.options, 'findings.*'),
    ...codes(Signal.shape.code.options, 'signals.codes.*'),
    ...codes(ActName.options, 'acts.*'),
    ...codes(ActsResult.shape.cap.unwrap().options, 'caps.*'),
    ...codes(ProbeTrigger.options, 'follow_up.because.*'),
    ...codes(TranscriptionErrorCode.options, 'transcription_errors.*'),
    ...codes(IndicatorEvidence.shape.ownership.options, 'evidence.ownership.*'),
    ...codes(IndicatorEvidence.shape.reality.options, 'evidence.reality.*'),
    ...codes(IndicatorResult.shape.state.options, 'indicator_states.*'),
    ...codes(Confidence.shape.label.options, 'confidence.*'),
    ...codes(CONFIDENCE_REASONS, 'confidence.reasons.*'),
    ...codes(PresenceEventKind.options, 'presence.*', 'presence.events.*'),
    ...codes(
      taskTypes,
      'work_sample.*',
      'work_sample.step_*',
      'work_sample.right_*',
      'work_sample.wrong_*',
      'rules.work_sample_*',
    ),
    ...codes(['choice_effectiveness', 'ranking_spearman', 'rating_profile'], 'rules.*'),
    ...codes(SessionPhase.options, 'phases.*'),
    ...codes(['all', ...Wait.options], 'waits.*'),
    ...codes(SPANS, 'spans.*'),
    ...codes(['all', ...AuditKind.options], 'audit.kinds.*'),
    ...codes(AuditLine.shape.actor.shape.kind.options, 'audit.actors.*'),
    ...codes(AuditVerdict.shape.heldAgainst.options, 'audit.held_against.*'),
    ...codes(AuditVerdict.shape.problems.element.shape.kind.options, 'audit.problems.*'),
    ...codes(StaffEntry.shape.state.options, 'staff.states.*'),
    ...codes(StaffEntry.shape.role.options, 'roles.*', 'staff.role_hints.*'),
    ...codes(
      ['pin', 'role', 'suspend', 'reactivate', 'end'],
      'staff.changes.*',
      'staff.change_hints.*',
      'staff.confirm.*',
    ),
    ...codes(SyncState.options, 'sync_states.*', 'sync_sentences.*'),
    ...codes(SyncStatus.shape.state.options, 'sync.states.*.title', 'sync.states.*.next'),
    ...codes(Role.options, 'roles.*'),
    ...codes(ConsentKind.options, 'consents.*'),
    ...codes(KeySource.options, 'score.key_*'),
    ...codes(NotMeasuredReason.options, 'not_measured.*'),
    ...codes(AnalysisFlagCode.options, 'flags.*'),
    ...codes(ReadinessCheck.shape.id.options, 'readiness.checks.*'),
    ...codes(AUDIT_REFUSALS, 'readiness.codes.*.found', 'readiness.codes.*.next', 'sync.errors.*'),
    ...codes(CERTIFICATE_REFUSALS, 'sync.errors.*'),
    ...codes(['refused_audit', 'idle_waiting', ...CERTIFICATE_REFUSALS], 'sync.states.*.title', 'sync.states.*.next'),
    ...codes(DeletionMethod.options, 'deletions.methods.*'),
    ...codes(DeletionEntry.shape.by.options, 'deletions.by.*'),
    ...codes(HoldReason.options, 'hold.reasons.*'),
    ...codes(['from_receipt', 'from_interview', 'awaiting_receipts_why', 'awaiting_clock_why'], 'keeping.*'),
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
  expect(wanted.length).toBeGreaterThan(150);
  expect(wanted.filter((key) => !known.has(key))).toEqual([]);
});

test.each(LOCALES)('every code of a review has its words in %s', (locale) => {
  const known = load('review', locale);
  const reasons = Object.values(DECISION_REASONS).flat();
  const stages = defaultWorkflow('any').stages.map(({ id }) => id);
  const wanted = [
    ...codes(CannotTell.options, 'cannot_tell.*'),
    ...codes(ChangeReason.options, 'change_reasons.*'),
    ...codes(Outcome.options, 'outcomes.*', 'outcome_hints.*'),
    ...codes(reasons, 'decision_reasons.*'),
    ...codes(ProposalState.options, 'proposals.states.*'),
    ...codes(SyncState.options, 'proposals.sending.*'),
    ...codes(['ground_changed', 'declined'], 'proposals.withdrawn_because.*'),
    ...codes(
      Action.options.map(({ shape }) => shape.kind.value),
      'actions.*',
      'action_names.*',
    ),
    ...codes(stages, 'stages.*'),
    ...codes(CONDITION_KINDS, 'rules.kinds.*'),
    ...codes(['people', 'machine'], 'decide.gap_*'),
  ];
  expect(wanted.filter((key) => !known.has(key))).toEqual([]);
});

test('every finding of a readiness check has its words, and every bad one a next step', () => {
  const folder = new URL('main/readiness/', ROOT);
  const sources = readdirSync(folder).filter((file) => /^(check|run)-.*\.ts$/.test(file));
  const found = sources.flatMap((file) => {
    const source = readFileSync(new URL(file, folder), 'utf8');
    return [
      ...source.matchAll(
        /'((?:database|disk|clock|model|recogniser|meaning|voice|handset|hub|audit|check|retention|spool)_[a-z_]+)'/g,
      ),
    ].map(([, code = '']) => code);
  });
  const ids: readonly string[] = ReadinessCheck.shape.id.options;
  const finding = new Set(found.filter((code) => !ids.includes(code)));
  expect(finding.size).toBeGreaterThan(15);
  const passing = new Set([
    'database_sound',
    'database_being_read',
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
    'audit_sound',
    'retention_running',
    'spool_empty',
  ]);
  const wanted = [...finding].flatMap((code) => [`${code}.found`, ...(passing.has(code) ? [] : [`${code}.next`])]);
  expect(wanted.filter((key) => !manager.has(`readiness.codes.${key}`))).toEqual([]);
});

test.each(LOCALES)('every line that the core writes into the audit log has its words in %s', (locale) => {
  const known = load('manager', locale);
  const sources = readdirSync(new URL('main/', ROOT), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(test|fake|conformance)\.ts$/.test(file))
    .map((file) => readFileSync(new URL(`main/${file}`, ROOT), 'utf8'));
  const written = sources.flatMap((source) => [
    ...source.matchAll(/\baction: '([a-z_]+\.[a-z_]+)'/g),
    ...source.matchAll(/\baudit\((?:interview, )?'([a-z_]+\.[a-z_]+)'/g),
  ]);
  const actions = new Set(written.map(([, action = '']) => action.replace('.', '_')));
  // written with a name of the moment: where an interview stands, and how somebody left
  for (const kind of ['language', 'consent', 'question', 'paused', 'sealed', 'survey', 'receipt', 'wiped'])
    actions.add(`session_${kind}`);
  for (const reason of ['signed_out', 'auto_locked', 'page_closed']) actions.add(`staff_${reason}`);
  expect(actions.size).toBeGreaterThan(20);
  expect([...actions].filter((action) => !known.has(`audit.actions.${action}`))).toEqual([]);
});
