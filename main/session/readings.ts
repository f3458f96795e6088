import type {
  AnswerPart,
  BankItem,
  Clause,
  InterviewResult,
  WordAssessment,
  WordAssessmentInput,
} from '#shared/assessment.ts';
import { interviewResult } from '#assessment/interview-result.ts';
import { SCORING_CONSTANTS } from '#assessment/scoring-constants.ts';
import { shingleOverlap } from '#assessment/words/shingle-overlap.ts';
import type { RecordingId, SessionId } from '#shared/ids.ts';
import { localizedText } from '#shared/localized.ts';
import type { ProbeTrigger, Probes } from '#shared/probe.ts';
import { type Purpose, purposeOf } from '#shared/purpose.ts';
import { TranscriptionErrorCode } from '#shared/transcript.ts';
import { isPastedIn, isWorded, itemOfKey, keysOf } from './answer-keys.ts';
import type { ItemFacts } from './follow-ups.ts';
import type { Interview } from './interview.ts';
import type {
  AnalysisFound,
  AssessmentOutcome,
  NewRecord,
  ProbeChooser,
  ReadingRequests,
  ReadingStore,
  SessionStore,
  StoredAnswer,
  StoredRecording,
  TranscriptFound,
} from './ports.ts';

/** So many earlier answers are compared for a shared script. */
const OTHERS_COMPARED = 50;
/** Slices are a second each. Listening costs about .1 of the time it covers, so what is left at the end takes under a second. */
const AHEAD_EVERY_SLICES = 8;

export interface ReadingsParts {
  store: SessionStore & ReadingStore;
  /** Interview of any phase; null when it was erased meanwhile. */
  findInterview: (id: SessionId) => Interview | null;
  requests: ReadingRequests;
  /** Worded items of every post of this kiosk. */
  bank: (purpose: Purpose) => readonly BankItem[];
  probeModel: ProbeChooser;
  probes: () => Probes;
  /** A choice has been made after all: the follow-ups of this session may go on. */
  onChosen: (sessionId: SessionId) => void;
  /** Whether the pack in force lets pitch, loudness and rate be observed. */
  mayObserveVoice: () => boolean;
  now: () => Date;
  newId: () => string;
  log: (event: string, detail: Record<string, unknown>) => void;
}

/** The computer's reading of answers: sound to words, words to an assessment, one item at a time and again after a crash. */
export interface Readings {
  /** An answer was kept, corrected or asked about: does whatever is next for its item. */
  advance(sessionId: SessionId, itemId: string): void;
  /**
   * A recording was closed, or the analyst or the transcriber has said something about it. Sound is turned into words before
   * the answer is kept: the candidate listens to it meanwhile. Returns the session it belongs to.
   */
  noteRecording(id: RecordingId): SessionId | null;
  /** More of a recording is on the disk: what was said in it so far is listened to, that less is left when it ends. */
  noteSlice(id: RecordingId): void;
  /** The engine has answered a request. Returns the session whose statuses changed, null when the answer came too late. */
  noteAssessment(requestId: string, outcome: AssessmentOutcome): SessionId | null;
  /** Goes on with everything that was unread when the program ended. */
  resume(): void;
  facts(interview: Interview, itemId: string): ItemFacts;
  /** What the words of an item show; null while they were not read. */
  assessment(interview: Interview, itemId: string): WordAssessment | null;
  /** Dimensions and total; null without consent to computer scoring, and while an answer is still to be read. */
  result(interview: Interview): InterviewResult | null;
  /** Clauses for the read-back screen: what was recognised in the answer to an item, or in its follow-up. */
  spokenClauses(interview: Interview, itemId: string, of: 'answer' | 'probe'): Clause[];
}

const keyOf = (sessionId: SessionId, itemId: string) => `${sessionId}/${itemId}`;

/** Makes the readings over the store and the children. */
export function createReadings(parts: ReadingsParts): Readings {
  const { store, requests } = parts;
  /** What is being assessed now, by item: a result for an older request is not taken. */
  const inWork = new Map<
    string,
    { requestId: string; sessionId: SessionId; itemId: string; input: WordAssessmentInput }
  >();

  /** What a local model chose to ask, by item; `null` while it is still being asked. The assessment itself stays as it is. */
  const chosen = new Map<string, ProbeTrigger | null>();

  function soundsOf(sessionId: SessionId, { itemId, take }: StoredAnswer): StoredRecording[] {
    return store
      .recordings(sessionId)
      .filter((row) => row.kind === 'pcm' && row.itemId === itemId && row.take === take && row.slices > 0);
  }

  /** The transcript of a recording; asks for what is missing and returns `waiting` then. */
  function wordsOf(
    interview: Interview,
    recording: StoredRecording,
  ): { analysis: AnalysisFound; words: TranscriptFound } | 'waiting' {
    const analysis = store.analysis(recording.id);
    if (analysis === null) {
      requests.analyse(recording, { voice: parts.mayObserveVoice() });
      return 'waiting';
    }
    if (analysis.state === 'failed') return { analysis, words: null };
    const words = store.transcript(recording.id);
    // so little speech is no answer, whatever words are in it: nothing is transcribed
    if (words === null && analysis.analysis.speechMs >= SCORING_CONSTANTS.answer.minSpeechMs) {
      requests.transcribe(recording, analysis.analysis.asrSegments, interview.locale);
      return 'waiting';
    }
    return { analysis, words };
  }

  function recordedPart(
    recording: StoredRecording,
    { analysis, words }: { analysis: AnalysisFound; words: TranscriptFound },
  ): AnswerPart['recordings'][number] {
    const heard = analysis?.state === 'analysed' ? analysis.analysis : null;
    return {
      recordingId: recording.id,
      speechMs: heard?.speechMs ?? null,
      pauses: heard?.pauses ?? [],
      transcript: words?.state === 'transcribed' ? words.transcript : null,
      transcriptionError:
        words?.state === 'failed'
          ? (TranscriptionErrorCode.safeParse(words.errorCode).data ?? 'recogniser_failed')
          : null,
    };
  }

  /** Everything the engine needs of an item's answers; null while something is still missing. */
  function partsOf(interview: Interview, itemId: string): AnswerPart[] | null {
    const answers = store.answers(interview.id);
    const readBacks = store.readBacks(interview.id);
    const found: AnswerPart[] = [];
    let isWaiting = false;
    for (const { answerKey, role } of keysOf(interview.job, itemId)) {
      const answer = answers.find((each) => each.itemId === answerKey);
      if (!answer) {
        if (role !== 'probe') return null;
        continue;
      }
      const recordings: AnswerPart['recordings'] = [];
      for (const sound of answer.body.kind === 'spoken' ? soundsOf(interview.id, answer) : []) {
        const heard = wordsOf(interview, sound);
        if (heard === 'waiting') isWaiting = true;
        else recordings.push(recordedPart(sound, heard));
      }
      const readBack = readBacks.find((each) => each.itemId === itemId && (each.of === 'probe') === (role === 'probe'));
      const isSpoken = answer.body.kind === 'spoken';
      found.push({
        answerKey,
        role,
        by: isSpoken ? 'spoken' : answer.body.kind === 'typed' ? 'typed' : 'skipped',
        typedText: answer.body.kind === 'typed' ? answer.body.text : null,
        recordings,
        readBack: isSpoken && readBack ? readBack.clauses.filter((clause) => clause.answerKey === answerKey) : null,
      });
    }
    return isWaiting ? null : found;
  }

  function saidText(answerParts: readonly AnswerPart[]): string {
    return answerParts
      .flatMap((part) => [
        part.typedText ?? '',
        ...part.recordings.flatMap(({ transcript }) => transcript?.segments.map(({ text }) => text) ?? []),
      ])
      .join(' ');
  }

  function advance(sessionId: SessionId, itemId: string): void {
    const interview = parts.findInterview(sessionId);
    const item = interview?.job.items.find(({ id }) => id === itemId);
    if (!interview || !item || !isWorded(item) || interview.consents?.scoring !== true) return;
    const answerParts = partsOf(interview, itemId);
    if (answerParts === null || answerParts.every(({ by }) => by === 'skipped')) return;
    const text = saidText(answerParts);
    const overlaps = store
      .otherAnswers(sessionId, itemId, OTHERS_COMPARED)
      .map((other) => shingleOverlap(text, other, interview.locale));
    const input: WordAssessmentInput = {
      job: interview.job,
      itemId,
      locale: interview.locale,
      parts: answerParts,
      probe: interview.followUps.asked.find((each) => each.itemId === itemId)?.trigger ?? null,
      bank: [...parts.bank(purposeOf(interview.job))],
      sharedOverlap: overlaps.length === 0 ? null : Math.max(...overlaps),
      isPasted: isPastedIn(store.answers(sessionId), keysOf(interview.job, itemId)),
    };
    const requestId = parts.newId();
    inWork.set(keyOf(sessionId, itemId), { requestId, sessionId, itemId, input });
    requests.assess(requestId, input);
  }

  /** Asks the local model, where one is set, which of the possible follow-up questions fits best. */
  function chooseProbe(interview: Interview, { itemId, probeOptions, clauses }: WordAssessment): void {
    const key = keyOf(interview.id, itemId);
    chosen.delete(key);
    const item = interview.job.items.find(({ id }) => id === itemId);
    if (!item || !parts.probeModel.isOn() || probeOptions.length < 2) return;
    chosen.set(key, null);
    const { locale } = interview;
    void parts.probeModel
      .choose({
        sessionId: interview.id,
        locale,
        question: localizedText(item.prompt, locale),
        answer: clauses.map(({ text }) => text).join(' '),
        options: probeOptions.map((trigger) => ({
          trigger,
          text: localizedText(parts.probes().texts[trigger], locale),
        })),
      })
      .then((trigger) => {
        if (trigger === null) chosen.delete(key);
        else chosen.set(key, trigger);
        parts.onChosen(interview.id);
      });
  }

  function recordOf(interview: Interview, type: string, body: Record<string, unknown>): NewRecord {
    return {
      id: parts.newId(),
      type,
      sessionId: interview.id,
      capturedAt: parts.now().toISOString(),
      body,
      recordings: [],
    };
  }

  return {
    advance,
    noteRecording(id) {
      const recording = store.findRecording(id);
      const interview = recording && parts.findInterview(recording.sessionId);
      if (!recording || !interview || recording.slices === 0 || interview.consents?.scoring !== true) return null;
      wordsOf(interview, recording);
      const itemId = itemOfKey(interview.job, recording.itemId);
      if (itemId !== null) advance(interview.id, itemId);
      return interview.id;
    },
    noteSlice(id) {
      const recording = store.findRecording(id);
      if (recording?.kind !== 'pcm' || recording.slices % AHEAD_EVERY_SLICES !== 0) return;
      const interview = parts.findInterview(recording.sessionId);
      if (interview?.consents?.scoring !== true || itemOfKey(interview.job, recording.itemId) === null) return;
      requests.listenAhead(recording, interview.locale);
    },
    noteAssessment(requestId, outcome) {
      const [key, asked] = [...inWork].find(([, each]) => each.requestId === requestId) ?? [];
      if (key === undefined || asked === undefined) return null;
      inWork.delete(key);
      const { sessionId, itemId, input } = asked;
      const interview = parts.findInterview(sessionId);
      // erased or withdrawn while it was being read: the result has nobody to belong to
      if (!interview || interview.phase === 'erased' || interview.phase === 'withdrawn') return null;
      const keys = keysOf(interview.job, itemId).map(({ answerKey }) => answerKey);
      const status = outcome.state === 'assessed' ? outcome.assessment.status : 'needs_review:analysis_failed';
      const answers = store
        .answers(sessionId)
        .filter((answer) => keys.includes(answer.itemId) && answer.body.kind !== 'skipped')
        .map((answer) => ({ ...answer, status }));
      const { job: _job, bank, ...rest } = input;
      const transcripts = input.parts.flatMap((part) =>
        part.recordings.flatMap(({ recordingId, transcript }) =>
          transcript === null ? [] : [{ recordingId, transcript }],
        ),
      );
      const analyses = input.parts.flatMap((part) =>
        part.recordings.flatMap(({ recordingId }) => {
          const found = store.analysis(recordingId as RecordingId);
          const presence = store.presence(recordingId as RecordingId);
          return found?.state === 'analysed' ? [{ recordingId, analysis: found.analysis, presence }] : [];
        }),
      );
      // read after the candidate has left: with the last answer the interview as a whole is known
      const merged = store.answers(sessionId).map((each) => answers.find((now) => now.itemId === each.itemId) ?? each);
      const result =
        interview.phase === 'finalized'
          ? resultOf(interview, merged, new Map([...store.assessments(sessionId), [itemId, outcome]]))
          : null;
      store.saveReading({
        answers,
        assessment: { sessionId, itemId, input: rest, bank, outcome },
        records: [
          recordOf(interview, 'answer.assessed', {
            itemId,
            status,
            assessment: outcome.state === 'assessed' ? outcome.assessment : null,
            errorCode: outcome.state === 'failed' ? outcome.errorCode : null,
            transcripts,
            analyses,
          }),
          ...(result === null ? [] : [recordOf(interview, 'session.scored', { result })]),
        ],
        audit: {
          actor: 'kiosk',
          action: 'answer.assessed',
          subject: sessionId,
          detail: {
            itemId,
            status,
            configHash: outcome.state === 'assessed' ? outcome.assessment.engine.configHash : null,
          },
        },
      });
      if (outcome.state === 'assessed') chooseProbe(interview, outcome.assessment);
      return sessionId;
    },
    resume() {
      for (const sessionId of store.listUnread()) {
        const interview = parts.findInterview(sessionId);
        if (!interview) continue;
        parts.log('readings.resumed', { sessionId });
        for (const { id } of interview.job.items) {
          const keys = keysOf(interview.job, id).map(({ answerKey }) => answerKey);
          const isUnread = store
            .answers(sessionId)
            .some(({ itemId, status }) => keys.includes(itemId) && status === 'pending');
          if (isUnread) advance(sessionId, id);
        }
      }
    },
    facts(interview, itemId) {
      const keys = keysOf(interview.job, itemId);
      const answers = store
        .answers(interview.id)
        .filter((each) => keys.some(({ answerKey }) => answerKey === each.itemId));
      const assessment = assessmentOf(interview, itemId);
      const hasWordsIn = (roles: readonly AnswerPart['role'][]) => spokenClausesOf(interview, itemId, roles).length > 0;
      return {
        isPending:
          answers.some(({ status }) => status === 'pending') || chosen.get(keyOf(interview.id, itemId)) === null,
        hasWords: { answer: hasWordsIn(['answer', 'turn']), probe: hasWordsIn(['probe']) },
        probe: assessment?.probe ? (chosen.get(keyOf(interview.id, itemId)) ?? assessment.probe) : null,
      };
    },
    assessment: assessmentOf,
    result: (interview) => resultOf(interview, store.answers(interview.id), store.assessments(interview.id)),
    spokenClauses: (interview, itemId, of) =>
      spokenClausesOf(interview, itemId, of === 'probe' ? ['probe'] : ['answer', 'turn']),
  };

  function resultOf(
    interview: Interview,
    answers: readonly StoredAnswer[],
    assessments: ReadonlyMap<string, AssessmentOutcome>,
  ): InterviewResult | null {
    if (interview.consents?.scoring !== true || answers.some(({ status }) => status === 'pending')) return null;
    return interviewResult(interview.job, { answers, assessments: assessments.values() });
  }

  function assessmentOf(interview: Interview, itemId: string): WordAssessment | null {
    const found = store.assessments(interview.id).get(itemId);
    return found?.state === 'assessed' ? found.assessment : null;
  }

  function spokenClausesOf(interview: Interview, itemId: string, roles: readonly AnswerPart['role'][]): Clause[] {
    const spoken = new Set(
      store.answers(interview.id).flatMap(({ itemId: answerKey, body }) => (body.kind === 'spoken' ? [answerKey] : [])),
    );
    const keys = keysOf(interview.job, itemId).filter(
      ({ answerKey, role }) => roles.includes(role) && spoken.has(answerKey),
    );
    return (assessmentOf(interview, itemId)?.clauses ?? []).filter((clause) =>
      keys.some(({ answerKey }) => answerKey === clause.answerKey),
    );
  }
}
