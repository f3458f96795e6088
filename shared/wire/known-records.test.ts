import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { isKnownRecord } from './known-records.ts';
import type { WireRecord } from './record.ts';

const record = (type: string, body: unknown, schemaVersion = 1): WireRecord => ({
  id: '019aa000-0000-7000-8000-000000000000',
  deviceId: 'kiosk-1',
  bootId: 'boot-1',
  seq: 1,
  type,
  schemaVersion,
  sessionId: 'session-1',
  capturedAt: '2026-11-22T08:00:00.000Z',
  body,
  sha256: 'a'.repeat(64),
});

const at = '2026-11-22T08:00:00.000Z';
const job: unknown = parse(readFileSync(new URL('../../resources/jobs/store-associate.yaml', import.meta.url), 'utf8'));
/** Every type the kiosk sends, with a body as it writes it. */
const bodies: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'session.started': { jobId: 'barista', jobVersion: 1, packId: 'cn', packVersion: 1, locale: 'zh-CN' },
  'session.resumed': {},
  'job.published': { jobId: 'local-barista', version: 2, sha256: 'c'.repeat(64), job },
  'session.sealed': { reason: 'idle' },
  'session.withdrawn': {},
  'session.erased': {},
  'session.finalized': {
    reference: 'AB12',
    deletionCodeHash: 'f'.repeat(64),
    jobId: 'barista',
    jobVersion: 1,
    locale: 'en',
    startedAt: at,
    finalizedAt: at,
    answered: 5,
    total: 6,
    survey: { ease: 5, clarity: 4, fairness: 5, comment: '' },
  },
  'consent.given': {
    consents: { recording: true, scoring: false, sending: true, talentPool: false },
    versions: { recording: 1, scoring: 1, sending: 1, talentPool: 1 },
  },
  'identity.given': { identity: { by: 'name', name: '王芳', phone: '13800138000' } },
  'check.finished': { report: { camera: 'ok', microphone: 'ok', speechDbfs: -24.5, noiseDbfs: null } },
  'capture.lost': { itemId: 'q1', reason: 'track_ended' },
  'picture.lost': { itemId: 'q1', reason: 'storage_failed' },
  'answer.saved': {
    itemId: 'q1',
    itemKind: 'spoken',
    number: 1,
    take: 2,
    body: { kind: 'spoken' },
    status: 'pending',
    score: null,
  },
  'answer.read_back': { itemId: 'q1', of: 'answer', heard: ['i stop the belt'], clauses: [] },
  'answer.assessed': {
    itemId: 'q1',
    status: 'needs_review:no_transcript',
    assessment: null,
    errorCode: null,
    transcripts: [],
    analyses: [],
  },
  'session.scored': {
    result: { engine: null, dimensions: [], status: 'incomplete', total: null, missingDimensions: [] },
  },
  'answer.analysed': { itemId: 'q1', take: 1, status: 'needs_review:no_transcript', analyses: [] },
};

test.each(Object.entries(bodies))('%s as the kiosk writes it is known, with new fields too', (type, body) => {
  expect(isKnownRecord(record(type, body))).toBe(true);
  expect(isKnownRecord(record(type, { ...body, addedLater: true }))).toBe(true);
});

const required = Object.entries(bodies).flatMap(([type, body]) =>
  Object.keys(body).map((field) => [type, field] as const),
);
test.each(required)('%s without %s is not known', (type, field) => {
  const { [field]: _left, ...rest } = bodies[type] ?? {};
  expect(isKnownRecord(record(type, rest))).toBe(false);
});

test.each([
  ['another version', record('session.sealed', { reason: 'idle' }, 2)],
  ['a type nobody sends', record('answer.dreamt', {})],
  ['a body that is no object', record('session.erased', null)],
  ['an answer of an unknown kind', record('answer.saved', { ...bodies['answer.saved'], body: { kind: 'sung' } })],
])('%s is not known', (_name, unknown) => {
  expect(isKnownRecord(unknown)).toBe(false);
});
