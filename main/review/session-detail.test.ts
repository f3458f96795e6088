import { readFileSync } from 'node:fs';
import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { SessionDetail, SessionSummary } from '#shared/contract/review.ts';
import type { SpeechAnalysis } from '#shared/analysis.ts';
import { RecordingId, SessionId } from '#shared/ids.ts';
import { Job } from '#shared/job.ts';
import type { StoredAnswer, StoredRecording, StoredSession } from './ports.ts';
import { toSessionDetail, toSessionSummary } from './session-detail.ts';

const job = Job.parse(
  parse(readFileSync(new URL('../../resources/jobs/assembly-operator.yaml', import.meta.url), 'utf8')),
);

const session: StoredSession = {
  id: SessionId.parse(v7()),
  reference: 'K7-204',
  job,
  identity: { by: 'name', name: '王芳', phone: '13800000000' },
  phase: 'finalized',
  locale: 'zh-CN',
  startedAt: '2026-03-02T08:00:00.000Z',
  finalizedAt: '2026-03-02T08:20:00.000Z',
  consents: { recording: true, scoring: true, sending: true, talentPool: false },
  survey: null,
  answered: 2,
  needsReview: 1,
  recordSync: 'sent',
  fileSync: 'waiting',
};

function analysis(durationMs: number): SpeechAnalysis {
  return {
    analysisVersion: 1,
    model: { id: 'silero_vad_v6', sha256: 'a'.repeat(64) },
    durationMs,
    speechMs: durationMs / 2,
    speechSegments: [{ startMs: 0, endMs: durationMs / 2 }],
    asrSegments: [],
    pauses: [],
    speechLevelDbfs: { value: -24 },
    snrDb: { value: 18 },
    clippingPerMinute: { value: 0 },
    peakRatio: 0.4,
    dcOffsetRatio: 0,
    nonFiniteSamples: 0,
    flags: [],
  };
}

function recording(itemId: string, over: Partial<StoredRecording>): StoredRecording {
  return {
    id: RecordingId.parse(v7()),
    itemId,
    take: 1,
    part: 1,
    kind: 'video',
    mimeType: 'video/webm',
    durationMs: 30_000,
    sizeBytes: 4_000_000,
    state: 'complete',
    sha256: 'b'.repeat(64),
    sync: 'waiting',
    analysis: null,
    ...over,
  };
}

const spoken = job.items.find(({ kind }) => kind === 'spoken')!;
const choice = job.items.find((item) => item.kind === 'choice')!;
const ranking = job.items.find((item) => item.kind === 'ranking')!;

test('the detail fits the contract and keeps the order of the job', () => {
  const detail = SessionDetail.parse(toSessionDetail({ session, answers: [], recordings: [] }, 'en'));
  expect(detail.answers.map(({ itemId }) => itemId)).toEqual(job.items.map(({ id }) => id));
  expect(detail.answers.map(({ number }) => number)).toEqual(job.items.map((_, index) => index + 1));
  expect(detail.answers[0]?.prompt).toBe(job.items[0]?.prompt.en);
});

test('the reader chooses the language of the questions, not of the person', () => {
  expect(toSessionSummary(session, 'en')).toMatchObject({ jobTitle: job.title.en, candidate: '王芳', locale: 'zh-CN' });
});

test('the phone number of the candidate is not in the list', () => {
  expect(JSON.stringify(toSessionSummary(session, 'en'))).not.toContain('13800000000');
});

test.each([
  ['sent', 'waiting', 'waiting'],
  ['sent', 'parked', 'parked'],
  ['parked', 'sent', 'parked'],
  ['sent', null, 'sent'],
  ['sent', 'sent', 'sent'],
  ['withheld', 'withheld', 'withheld'],
] as const)('records %s and files %s make %s', (recordSync, fileSync, expected) => {
  expect(SessionSummary.parse(toSessionSummary({ ...session, recordSync, fileSync }, 'en')).sync).toBe(expected);
});

test('an invitation code stands in for the name, an erased person has none', () => {
  const invited = { ...session, identity: { by: 'invitation', code: 'GATE-7' } } as const;
  expect(toSessionSummary(invited, 'en').candidate).toBe('GATE-7');
  expect(toSessionSummary({ ...session, identity: null, phase: 'erased' }, 'en').candidate).toBeNull();
});

test('an item without an answer is pending while the interview goes on, and no answer once it is over', () => {
  const open = toSessionDetail({ session: { ...session, phase: 'draft' }, answers: [], recordings: [] }, 'en');
  expect(new Set(open.answers.map(({ status }) => status))).toEqual(new Set(['pending']));
  const over = toSessionDetail({ session, answers: [], recordings: [] }, 'en');
  expect(new Set(over.answers.map(({ status }) => status))).toEqual(new Set(['no_answer']));
});

test('a choice comes with the reason of each option, a ranking with the order of its key', () => {
  const { answers } = toSessionDetail({ session, answers: [], recordings: [] }, 'en');
  expect(answers.find(({ itemId }) => itemId === choice.id)?.options.every(({ why }) => why !== null)).toBe(true);
  const order = answers.find(({ itemId }) => itemId === ranking.id)?.options.map(({ id }) => id);
  expect(order).toEqual(ranking.kind === 'ranking' ? ranking.correctOrder : []);
});

test('a skipped answer never shows a score', () => {
  const skipped: StoredAnswer = {
    itemId: choice.id,
    body: { kind: 'skipped' },
    status: 'no_answer',
    score: {
      score: 1,
      level: 5,
      evidence: [{ kind: 'option', optionId: 'x', text: 'x' }],
      keySource: 'authored',
      rule: { id: 'r', version: 1 },
    },
    answeredAt: session.startedAt,
  };
  const { answers } = toSessionDetail({ session, answers: [skipped], recordings: [] }, 'en');
  expect(answers.find(({ itemId }) => itemId === choice.id)?.score).toBeNull();
});

test('recordings are in playing order with their address; the observations are of the last take', () => {
  const recordings = [
    recording(spoken.id, { take: 2, part: 2, analysis: analysis(5_000) }),
    recording(spoken.id, { take: 1, part: 1, analysis: analysis(90_000) }),
    recording(spoken.id, { take: 2, part: 1, analysis: analysis(20_000) }),
  ];
  const answer = toSessionDetail({ session, answers: [], recordings }, 'en').answers.find(
    ({ itemId }) => itemId === spoken.id,
  );
  expect(answer?.recordings.map(({ take, part }) => `${take}.${part}`)).toEqual(['1.1', '2.1', '2.2']);
  expect(answer?.recordings[0]?.url).toBe(`/media/${recordings[1]?.id}`);
  expect(answer?.analysis?.durationMs).toBe(20_000);
});
