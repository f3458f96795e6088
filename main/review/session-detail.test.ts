import { readFileSync } from 'node:fs';
import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { SessionDetail, SessionSummary } from '#shared/contract/review.ts';
import type { SpeechAnalysis } from '#shared/analysis.ts';
import { RecordingId, SessionId } from '#shared/ids.ts';
import { Job } from '#shared/job.ts';
import { planOf, probeKey } from '#shared/plan.ts';
import { Probes } from '#shared/probe.ts';
import { NOT_REVIEWED } from '#shared/review-sheet.ts';
import type { StoredAnswer, StoredInterview, StoredRecording, StoredSession } from './ports.ts';
import { toSessionDetail, toSessionSummary } from './session-detail.ts';

const job = Job.parse(
  parse(readFileSync(new URL('../../resources/jobs/assembly-operator.yaml', import.meta.url), 'utf8')),
);

const probes = Probes.parse(
  parse(readFileSync(new URL('../../resources/probes/probes.yaml', import.meta.url), 'utf8')),
);

/** The detail of an interview of which a test names the parts it is about. */
function detailOf(over: Partial<StoredInterview>) {
  return toSessionDetail(
    {
      session,
      answers: [],
      recordings: [],
      assessments: new Map(),
      isDeletionWanted: false,
      deletion: null,
      ...over,
    },
    probes,
    'en',
    { machine: 'levels', sheet: null, summary: NOT_REVIEWED, staffName: () => null },
  );
}

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
  personal: null,
  probesAsked: [],
  answered: 2,
  needsReview: 1,
  isHeld: false,
  recordSync: 'sent',
  fileSync: 'waiting',
  hold: null,
  retention: { state: 'awaiting_receipts', days: 90, records: 0, files: 1 },
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

function recording(answerKey: string, over: Partial<StoredRecording>): StoredRecording {
  return {
    id: RecordingId.parse(v7()),
    answerKey,
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
    transcript: null,
    transcriptionError: null,
    presence: null,
    ...over,
  };
}

const spoken = job.items.find(({ kind }) => kind === 'spoken')!;
const choice = job.items.find((item) => item.kind === 'choice')!;
const ranking = job.items.find((item) => item.kind === 'ranking')!;

test('the detail fits the contract and keeps the order of the job', () => {
  const detail = SessionDetail.parse(detailOf({}));
  expect(detail.answers.map(({ itemId }) => itemId)).toEqual(job.items.map(({ id }) => id));
  expect(detail.answers.map(({ number }) => number)).toEqual(job.items.map((_, index) => index + 1));
  expect(detail.answers[0]?.prompt).toBe(job.items[0]?.prompt.en);
});

test('the reader chooses the language of the questions, not of the person', () => {
  expect(toSessionSummary(session, 'en', NOT_REVIEWED)).toMatchObject({
    jobTitle: job.title.en,
    candidate: '王芳',
    locale: 'zh-CN',
  });
});

test('the phone number of the candidate is not in the list', () => {
  expect(JSON.stringify(toSessionSummary(session, 'en', NOT_REVIEWED))).not.toContain('13800000000');
});

test.each([
  ['sent', 'waiting', 'waiting'],
  ['sent', 'parked', 'parked'],
  ['parked', 'sent', 'parked'],
  ['sent', null, 'sent'],
  ['sent', 'sent', 'sent'],
  ['withheld', 'withheld', 'withheld'],
] as const)('records %s and files %s make %s', (recordSync, fileSync, expected) => {
  expect(SessionSummary.parse(toSessionSummary({ ...session, recordSync, fileSync }, 'en', NOT_REVIEWED)).sync).toBe(
    expected,
  );
});

test('an invitation code stands in for the name, an erased person has none', () => {
  const invited = { ...session, identity: { by: 'invitation', code: 'GATE-7' } } as const;
  expect(toSessionSummary(invited, 'en', NOT_REVIEWED).candidate).toBe('GATE-7');
  expect(toSessionSummary({ ...session, identity: null, phase: 'erased' }, 'en', NOT_REVIEWED).candidate).toBeNull();
});

test('an item without an answer is pending while the interview goes on, and no answer once it is over', () => {
  const open = detailOf({ session: { ...session, phase: 'draft' } });
  expect(new Set(open.answers.map(({ status }) => status))).toEqual(new Set(['pending']));
  const over = detailOf({});
  expect(new Set(over.answers.map(({ status }) => status))).toEqual(new Set(['no_answer']));
});

test('a choice comes with the reason of each option, a ranking with the order of its key', () => {
  const { answers } = detailOf({});
  expect(answers.find(({ itemId }) => itemId === choice.id)?.options.every(({ why }) => why !== null)).toBe(true);
  const order = answers.find(({ itemId }) => itemId === ranking.id)?.options.map(({ id }) => id);
  expect(order).toEqual(ranking.kind === 'ranking' ? ranking.correctOrder : []);
});

test('each way to act comes with the rating of its key and who wrote it, also where nothing was scored', () => {
  const rating = job.items.find((item) => item.kind === 'rating')!;
  const { answers } = SessionDetail.parse(detailOf({}));
  const answer = answers.find(({ itemId }) => itemId === rating.id);
  expect(answer).toMatchObject({ score: null, keySource: rating.key.source });
  expect(answer?.options.map(({ id, keyMean }) => [id, keyMean])).toEqual(
    rating.options.map(({ id, keyMean }) => [id, keyMean]),
  );
  const others = answers.filter(({ itemKind }) => itemKind !== 'rating').flatMap(({ options }) => options);
  expect(new Set(others.map(({ keyMean }) => keyMean))).toEqual(new Set([null]));
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
  const { answers } = detailOf({ answers: [skipped] });
  expect(answers.find(({ itemId }) => itemId === choice.id)?.score).toBeNull();
});

test('recordings are in playing order with their address, and each keeps what was measured of it', () => {
  const recordings = [
    recording(spoken.id, { take: 2, part: 2, analysis: analysis(5_000) }),
    recording(spoken.id, { take: 1, part: 1, analysis: analysis(90_000) }),
    recording(spoken.id, { take: 2, part: 1, analysis: analysis(20_000) }),
    recording('somebody-else', {}),
  ];
  const answer = detailOf({ recordings }).answers.find(({ itemId }) => itemId === spoken.id);
  expect(answer?.recordings.map(({ take, part }) => `${take}.${part}`)).toEqual(['1.1', '2.1', '2.2']);
  expect(answer?.recordings[0]?.url).toBe(`/media/${recordings[1]?.id}`);
  expect(answer?.recordings.map((each) => each.analysis?.durationMs)).toEqual([90_000, 20_000, 5_000]);
});

const given = (itemId: string, over: Partial<StoredAnswer> = {}): StoredAnswer => ({
  itemId,
  body: { kind: 'spoken' },
  status: 'needs_review:no_transcript',
  score: null,
  answeredAt: session.startedAt,
  ...over,
});

test('a role-play is one answer with a line and a reply per turn, and counts as given with its first reply', () => {
  const rolePlay = job.items.find((item) => item.kind === 'role_play')!;
  const [first, second] = planOf(job).filter(({ item }) => item.id === rolePlay.id);
  const answers = [
    given(first?.answerKey ?? '', { body: { kind: 'skipped' }, status: 'no_answer' }),
    given(second?.answerKey ?? '', { body: { kind: 'typed', text: 'I stopped it.' }, status: 'scored' }),
  ];
  const recordings = [recording(second?.answerKey ?? '', {})];
  const answer = SessionDetail.parse(detailOf({ answers, recordings })).answers.find(
    ({ itemId }) => itemId === rolePlay.id,
  );
  expect(answer).toMatchObject({ status: 'scored', body: null });
  expect(answer?.turns.map(({ body }) => body?.kind ?? null).slice(0, 2)).toEqual(['skipped', 'typed']);
  expect(answer?.turns.every(({ says }) => says !== '')).toBe(true);
  expect(answer?.recordings).toHaveLength(1);
});

test('a follow-up stands with its question and its reply at the answer it belongs to', () => {
  const asked = { ...session, probesAsked: [{ itemId: spoken.id, trigger: 'result_missing' as const }] };
  const answers = [given(spoken.id), given(probeKey(spoken.id), { body: { kind: 'typed', text: 'It was mended.' } })];
  const detail = detailOf({ session: asked, answers });
  expect(detail.answers.find(({ itemId }) => itemId === spoken.id)?.followUp).toEqual({
    answerKey: probeKey(spoken.id),
    trigger: 'result_missing',
    asked: probes.texts.result_missing.en,
    body: { kind: 'typed', text: 'It was mended.' },
  });
  expect(detail.answers.filter(({ followUp }) => followUp !== null)).toHaveLength(1);
});

test('the interview as a whole is told only when it is over and the candidate agreed to scoring', () => {
  expect(detailOf({}).result).toMatchObject({ status: 'incomplete', total: null });
  expect(detailOf({ session: { ...session, phase: 'sealed' } }).result).toBeNull();
  const refused = { ...session, consents: { recording: true, scoring: false, sending: true, talentPool: false } };
  expect(detailOf({ session: refused }).result).toBeNull();
});

test('an engine that failed is told with its reason', () => {
  const assessments = new Map([[spoken.id, { state: 'failed' as const, errorCode: 'analyst_crashed' }]]);
  const answer = detailOf({ assessments }).answers.find(({ itemId }) => itemId === spoken.id);
  expect(answer).toMatchObject({ assessment: null, assessmentError: 'analyst_crashed' });
});
