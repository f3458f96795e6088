import { v7 } from 'uuid';
import { sampleSpeechAnalysis } from '#main/analysis/analyst-child.fake.ts';
import type { RecordingId, SessionId } from '#shared/ids.ts';
import type { AnswerBody } from '#shared/answer.ts';
import type { WordAssessment, WordAssessmentInput } from '#shared/assessment.ts';
import type { CandidateItem, Job } from '#shared/job.ts';
import type { WorkSampleResult } from '#shared/job/work-sample.ts';
import type { SessionEvent } from '#shared/session.ts';
import { DEFAULT_SETTINGS } from '#shared/settings.ts';
import type { Database } from '#main/store/database.native.ts';
import type { StoreKeys } from '#main/store/keys/cells.ts';
import { keysInMemory } from '#main/store/keys/keys.fake.ts';
import { encryptToRecipient } from '#main/store/keys/recovery-key.ts';
import { openStore, type Store } from '#main/store/open-store.ts';
import { readJobs, readPack, readPractice, readProbes } from '#main/store/resource-files.ts';
import { present } from '#tests/fixtures/present.ts';
import { openInterviews, type Interviews, type SendResult } from './interviews.ts';
import type { Offer, ProbeChooser, StoredRecording } from './ports.ts';
import { createReadings, type Readings } from './readings.ts';
import { sampleAssessment, sampleTranscript } from './sample-words.fake.ts';

const RESOURCES = 'resources';
export const jobs = await readJobs(`${RESOURCES}/jobs`);
export const staffJobs = await readJobs(`${RESOURCES}/staff-jobs`);
const practice = await readPractice(`${RESOURCES}/practice`);
const probes = await readProbes(`${RESOURCES}/probes`);

/** A clock that stands until told, and timers that fire when it passes them. */
export function fakeClock() {
  let nowMs = Date.parse('2026-03-02T08:00:00.000Z');
  let jumpedMs = 0;
  let timers: { at: number; call: () => void }[] = [];
  return {
    now: () => new Date(nowMs + jumpedMs),
    /** Goes on evenly, whatever the wall clock does. */
    monotonicMs: () => nowMs,
    /** Somebody sets the wall clock. */
    jump(ms: number) {
      jumpedMs += ms;
    },
    after(ms: number, call: () => void) {
      const timer = { at: nowMs + ms, call };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    advance(ms: number) {
      const until = nowMs + ms;
      for (;;) {
        const next = timers.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
        if (!next) break;
        nowMs = next.at;
        timers = timers.filter((each) => each !== next);
        next.call();
      }
      nowMs = until;
    },
  };
}

export type FakeClock = ReturnType<typeof fakeClock>;

/** A request to a child that a test answers when it likes. */
export interface AssessRequest {
  id: string;
  input: WordAssessmentInput;
}

/** A kiosk's interviews over a real store; disk and children are the test's. */
export interface FakeKiosk {
  interviews: Interviews;
  store: Store;
  readings: Readings;
  /** Sound the analyst was asked to look at. */
  requested: StoredRecording[];
  transcribed: RecordingId[];
  /** Sound that was listened to while it grew, once for every time. */
  listenedAhead: RecordingId[];
  assessed: AssessRequest[];
  removed: RecordingId[];
  /** Kinds of recordings that there is room for. */
  disk: { roomFor: readonly StoredRecording['kind'][] };
  /** What a page and the disk would do between start and stop of an answer. */
  recordSlices: (count: number) => void;
}

/** A restart finds the keys that its database was written with. */
const keptKeys = new WeakMap<Database, StoreKeys>();
function keysOf(database: Database): StoreKeys {
  const keys = keptKeys.get(database) ?? keysInMemory();
  keptKeys.set(database, keys);
  return keys;
}

/** Opens the interviews; a second time over the same database is a restart after a crash. */
export async function openFakeKiosk(parts: {
  database: Database;
  clock: FakeClock;
  /** Return codes to draw, in order. */
  codes: string[];
  probeModel?: ProbeChooser;
  /** The law of the site; strict by default. */
  packId?: string;
  /** Instead of the shipped posts. */
  jobs?: readonly Job[];
  skillsOf?: (code: string, jobId: string) => readonly string[];
  arrive?: Offer['arrive'];
  /** False: the pack has no terms for people who work here already. */
  hasStaffTerms?: boolean;
  /** Posts that the settings name. */
  jobIds?: readonly string[];
  /** Head office's key; none by default. */
  recoveryRecipient?: string;
  /** Whose interview was on the screen when the store failed. */
  goOnWith?: SessionId | null;
}): Promise<FakeKiosk> {
  const { clock, codes, probeModel } = parts;
  const pack = await readPack(`${RESOURCES}/packs`, parts.packId ?? 'strict');
  const newId = () => v7();
  const store = openStore(parts.database, {
    now: clock.now,
    newId,
    reference: (id: string) => id.slice(-6),
    keys: keysOf(parts.database),
  });
  const requested: StoredRecording[] = [];
  const transcribed: RecordingId[] = [];
  const listenedAhead: RecordingId[] = [];
  const assessed: AssessRequest[] = [];
  const removed: RecordingId[] = [];
  const disk: FakeKiosk['disk'] = { roomFor: ['av', 'pcm'] };
  const readings = createReadings({
    store: {
      ...store.sessions,
      ...store.assessments,
      analysis: store.recordings.analysis,
    },
    findInterview: store.sessions.find,
    requests: {
      analyse: (row) => {
        if (!requested.some(({ id }) => id === row.id)) requested.push(row);
      },
      transcribe: ({ id }) => {
        if (!transcribed.includes(id)) transcribed.push(id);
      },
      listenAhead: ({ id }) => void listenedAhead.push(id),
      assess: (id, input) => void assessed.push({ id, input }),
    },
    bank: () => [],
    probeModel: probeModel ?? { isOn: () => false, choose: async () => null },
    probes: () => probes,
    onChosen: (sessionId) => interviews.noteChanged(sessionId),
    mayObserveVoice: () => false,
    now: clock.now,
    newId,
    log: () => undefined,
  });
  const interviews = await openInterviews({
    store: store.sessions,
    files: {
      create: async () => undefined,
      finish: async (id, expected) => {
        const row = store.recordings.find(id);
        if (!row) return { ok: true };
        if (expected !== null && row.slices < expected) return { ok: false, missing: expected - row.slices };
        store.recordings.close(id, expected === null ? 'interrupted' : 'complete', '0'.repeat(64), row.slices * 1000);
        return { ok: true };
      },
      hasRoom: (kind) => disk.roomFor.includes(kind),
      remove: async (ids) => {
        for (const id of ids) {
          store.recordings.remove(id);
          removed.push(id);
        }
      },
    },
    handset: {
      start: async () => ({ ok: true }),
      pause: async () => undefined,
      resume: async () => undefined,
      stop: async () => 0,
    },
    readings,
    offer: {
      settings: () => ({
        ...DEFAULT_SETTINGS,
        jobIds: [...(parts.jobIds ?? [])],
        recoveryRecipient: parts.recoveryRecipient ?? '',
      }),
      jobs: () => parts.jobs ?? [...staffJobs, ...jobs],
      skillsOf: (code, jobId) => parts.skillsOf?.(code, jobId) ?? [],
      arrive: (code, jobId) => parts.arrive?.(code, jobId) ?? null,
      pack: () => (parts.hasStaffTerms === false ? { ...pack, purposes: undefined } : pack),
      practice: () => practice,
      probes: () => probes,
    },
    clock,
    codes: {
      returnCode: () => codes.shift() ?? '0000',
      deletionCode: () => 'K7QM-2VXA',
      reference: (id) => id.slice(-6),
      deletionCodeHash: () => 'f'.repeat(64),
    },
    async sealToHeadOffice(plain) {
      const recipient = present(parts.recoveryRecipient, 'sealed without a key');
      return { recipient, sealed: (await encryptToRecipient(recipient, plain)).toString('base64') };
    },
    newId,
    goOnWith: parts.goOnWith ?? null,
    log: () => undefined,
  });
  return {
    interviews,
    store,
    readings,
    requested,
    transcribed,
    listenedAhead,
    assessed,
    removed,
    disk,
    recordSlices(count) {
      const { state } = interviews.view();
      if (state.kind !== 'question' || state.at.phase !== 'recording')
        throw new Error(`nothing is being recorded in ${state.kind}`);
      for (const id of [state.at.recordings.av, state.at.recordings.pcm]) {
        if (id === null) continue;
        const before = store.recordings.find(id)?.slices ?? 0;
        for (let sequence = before; sequence < before + count; sequence += 1) {
          const slice = {
            sequence,
            offsetBytes: sequence * 32_000,
            sizeBytes: 32_000,
            sha256: 'a'.repeat(64),
            frameSha256: 'b'.repeat(64),
          };
          store.recordings.addSlice(id, slice, 'video/webm');
          readings.noteSlice(id);
        }
      }
    },
  };
}

export const ALL_CONSENTS = { recording: true, scoring: true, sending: true, talentPool: true };
export const NO_NEEDS = { textInstead: false, captions: false, moreTime: false, person: false };
export const IDENTITY = { by: 'name' as const, name: '王小红', phone: '139 0000 0000' };

/** What a candidate's page does, over whichever kiosk is open now. */
export function candidateOf(kiosk: () => FakeKiosk) {
  const view = () => kiosk().interviews.view();

  async function send(event: SessionEvent): Promise<SendResult> {
    return kiosk().interviews.send(view().revision, event);
  }

  async function sendAll(...events: SessionEvent[]): Promise<void> {
    for (const event of events) {
      const result = await send(event);
      if (!result.ok) throw new Error(`${event.type}: ${JSON.stringify(result.failure)}`);
    }
  }

  async function toQuestions(jobId: string, consents = ALL_CONSENTS, accommodations = NO_NEEDS): Promise<void> {
    await sendAll(
      { type: 'job_chosen', jobId },
      { type: 'language_confirmed' },
      { type: 'notice_understood' },
      { type: 'consents_given', consents },
      { type: 'identity_given', identity: IDENTITY, isOfAge: true, accommodations },
    );
    if (consents.recording && !accommodations.textInstead) {
      await sendAll(
        { type: 'check_finished', report: { camera: 'ok', microphone: 'ok', speechDbfs: -24, noiseDbfs: -58 } },
        { type: 'practice_finished' },
      );
    }
  }

  /** Answers the open question as its kind wants it. */
  async function answer(): Promise<void> {
    const { item, state } = view();
    if (!item || state.kind !== 'question') throw new Error(`no question is open in ${state.kind}`);
    if (state.mode === 'speak') {
      await sendAll({ type: 'answer_started' });
      kiosk().recordSlices(5);
      await sendAll({ type: 'answer_stopped', avSlices: 5, pcmSlices: 5 }, { type: 'answer_kept' });
    } else {
      await sendAll({ type: 'answer_given', body: touchedAnswer(item) });
    }
  }

  async function answerUntil(kind: string): Promise<void> {
    while (view().state.kind === 'question' && view().item?.kind !== kind) await answer();
  }

  async function answerAll(): Promise<void> {
    while (view().state.kind === 'question') await answer();
  }

  /** Waits until everything the kiosk has begun is done: an event is judged after its predecessors. */
  async function settle(): Promise<void> {
    await kiosk().interviews.send(-1, { type: 'paused' });
  }

  /** Lets the computer read, confirms every read-back as it stands and skips every follow-up question. */
  async function finishFollowUps(): Promise<void> {
    for (;;) {
      readEverything(kiosk());
      await settle();
      const { state, readBack } = view();
      if (state.kind === 'read_back') {
        const clauses = readBack?.clauses.map(({ text }) => text) ?? [];
        await sendAll({ type: 'read_back_confirmed', clauses, added: '' });
      } else if (state.kind === 'question') await sendAll({ type: 'question_skipped' });
      else if (state.kind !== 'follow_up') return;
    }
  }

  return { view, send, sendAll, toQuestions, answer, answerUntil, answerAll, settle, finishFollowUps };
}

/** An answer by touch that fits the item. */
export function touchedAnswer(item: CandidateItem): AnswerBody {
  switch (item.kind) {
    case 'choice':
      return { kind: 'choice', optionId: item.options[0]?.id ?? '' };
    case 'ranking':
      return { kind: 'ranking', optionIds: item.options.map(({ id }) => id) };
    case 'rating':
      return {
        kind: 'rating',
        ratings: Object.fromEntries(item.options.map(({ id }, index) => [id, 1 + (index % 7)])),
      };
    case 'work_sample':
      return { kind: 'work_sample', result: workSampleResult(item.task) };
    case 'spoken':
    case 'typed':
      return { kind: 'typed', text: '我先停机，再告诉班长。' };
  }
}

function workSampleResult(task: Extract<CandidateItem, { kind: 'work_sample' }>['task']): WorkSampleResult {
  switch (task.type) {
    case 'assembly_order':
      return { type: task.type, stepIds: task.steps.map(({ id }) => id) };
    case 'spot_defect':
      return { type: task.type, touches: [{ x: 500, y: 350 }] };
    case 'safety_sign':
      return { type: task.type, optionId: task.options[0]?.id ?? '' };
    case 'count_change':
      return { type: task.type, given: task.rounds.map(() => []) };
  }
}

/** Lets the children answer everything they were asked, until nothing is asked any more. */
export function readEverything(
  { store, readings, interviews, requested, transcribed, assessed }: FakeKiosk,
  assess: (input: WordAssessmentInput) => WordAssessment = sampleAssessment,
): void {
  while (requested.length + transcribed.length + assessed.length > 0) {
    for (const { id } of requested.splice(0)) {
      store.recordings.saveAnalysis(id, { state: 'analysed', analysis: sampleSpeechAnalysis() });
      readings.noteRecording(id);
    }
    for (const id of transcribed.splice(0)) {
      store.assessments.saveTranscript(id, { state: 'transcribed', transcript: sampleTranscript() });
      readings.noteRecording(id);
    }
    for (const { id, input } of assessed.splice(0)) {
      const sessionId = readings.noteAssessment(id, { state: 'assessed', assessment: assess(input) });
      if (sessionId !== null) interviews.noteChanged(sessionId);
    }
  }
}
