import { createHash, randomUUID } from 'node:crypto';
import { SCORING_CONSTANTS } from '#assessment/scoring-constants.ts';
import type { SpeechAnalysis } from '#shared/analysis.ts';
import type { AnswerPart, WordAssessment, WordAssessmentInput } from '#shared/assessment.ts';
import type { Item, Job } from '#shared/job.ts';
import type { AnswerScore, AnswerStatus } from '#shared/score.ts';
import { purposeOf } from '#shared/purpose.ts';
import { type Transcript, TranscriptionErrorCode } from '#shared/transcript.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import { type AnswerReader, type AnswerReaderParts, createAnswerReader } from './answer-reader.ts';
import { bankOf } from './question-bank.ts';
import { isWorded, itemOf, partsOf, type ScoreRequest, ScoreRequestError, scoreKeyed } from './score-request.ts';
import { readWavAs16kMono, toPcm16 } from './wav-file.ts';

/** What one answer shows, with everything a number rests on. Times are wall-clock milliseconds on this machine. */
export interface ScoredAnswer {
  readonly job: string;
  readonly item: string;
  readonly lang: string;
  readonly kind: Item['kind'];
  readonly status: AnswerStatus;
  /** Share of the best possible answer, 0 to 1; null unless `status` is `scored`, or provisional. */
  readonly score: number | null;
  readonly level: number | null;
  readonly isProvisional: boolean;
  readonly interval: WordAssessment['interval'];
  readonly confidence: WordAssessment['confidence'];
  /** What the number rests on: quotes, acts, or what was touched. */
  readonly evidence: readonly unknown[];
  readonly keyed: AnswerScore | null;
  readonly words: WordAssessment | null;
  readonly gates: WordAssessment['gates'] | null;
  readonly signals: WordAssessment['signals'];
  readonly probe: WordAssessment['probe'];
  readonly transcript: Transcript | null;
  readonly transcriptionError: string | null;
  /** Shown beside a score, never part of it. */
  readonly observations: SpeechAnalysis | null;
  readonly configHash: string;
  readonly timings: Readonly<Record<string, number>>;
}

export interface AnswerScorer {
  /** @throws {ScoreRequestError} or `WavFileError` for a request that cannot be scored; nothing else is affected */
  score(request: ScoreRequest): Promise<ScoredAnswer>;
  /** The engine alone, as for an answer of an interview. */
  assess(input: WordAssessmentInput): Promise<WordAssessment>;
  close(): Promise<void>;
}

type Outcome<T> = T | { state: 'failed'; errorCode: string };

/** Each request's answer, by its id. */
function createAnswers() {
  const waiting = new Map<string, (outcome: never) => void>();
  return {
    take: (id: string, outcome: object) => {
      const settle = waiting.get(id);
      waiting.delete(id);
      settle?.(outcome as never);
    },
    next: <T>(id: string, ask: () => void) =>
      new Promise<Outcome<T>>((resolve) => {
        waiting.set(id, resolve);
        ask();
      }),
  };
}

/** Evidence of a worded answer: the quotes of its indicators, or the acts of a conversation. */
function quotesOf({ indicators, acts }: WordAssessment): unknown[] {
  const quotes = indicators.flatMap(({ indicatorId, level, evidence }) =>
    evidence.map((each) => ({ kind: 'quote', indicatorId, level, ...each })),
  );
  return [...quotes, ...(acts?.acts ?? []).map((each) => ({ kind: 'act', ...each }))];
}

/** Scores answers one by one through the very child processes a kiosk uses. Nothing is stored. */
export function createAnswerScorer(
  parts: Pick<AnswerReaderParts, 'analyst' | 'transcriber' | 'chooseRecogniser' | 'log'> & { jobs: readonly Job[] },
): AnswerScorer {
  const answers = createAnswers();
  const reader: AnswerReader = createAnswerReader({
    ...parts,
    onAnalysed: answers.take,
    onTranscribed: answers.take,
    onAssessed: answers.take,
  });

  async function assess(input: WordAssessmentInput): Promise<WordAssessment> {
    const id = randomUUID();
    const outcome = await answers.next<{ state: 'assessed'; assessment: WordAssessment }>(id, () =>
      reader.assess(id, input),
    );
    if (outcome.state === 'failed') throw new ScoreRequestError(`The engine failed (${outcome.errorCode}).`);
    return outcome.assessment;
  }

  /** The sound through the analyst and, unless words are given beside it, the transcriber. */
  async function listen(path: string, request: ScoreRequest, timings: Record<string, number>) {
    const timed = stopwatch(timings);
    const samples = await timed('readAudio', () => readWavAs16kMono(path));
    const id = randomUUID();
    const pcm = { recordingId: id, read: async () => toPcm16(samples) };
    const durationMs = samples.length / 16;
    const heard = await timed('analyse', () =>
      answers.next<{ state: 'analysed'; analysis: SpeechAnalysis }>(id, () =>
        reader.analyse({ id, pcm, durationMs, prosody: true }),
      ),
    );
    if (heard.state === 'failed') throw new ScoreRequestError(`The sound was not analysed (${heard.errorCode}).`);
    const { analysis } = heard;
    if (request.text !== undefined || analysis.speechMs < SCORING_CONSTANTS.answer.minSpeechMs) {
      return { analysis, transcript: null, error: null };
    }
    const words = await timed('transcribe', () =>
      answers.next<{ state: 'transcribed'; transcript: Transcript }>(id, () =>
        reader.transcribe({ id, pcm, locale: request.lang, segments: analysis.asrSegments }),
      ),
    );
    return words.state === 'failed'
      ? { analysis, transcript: null, error: words.errorCode }
      : { analysis, transcript: words.transcript, error: null };
  }

  async function scoreWords(request: ScoreRequest, job: Job, item: Item): Promise<ScoredAnswer> {
    const timings: Record<string, number> = {};
    if (request.audio === undefined && request.text === undefined) {
      throw new ScoreRequestError(`The item "${item.id}" is answered in words: give "text" or "audio".`);
    }
    const heard = request.audio === undefined ? null : await listen(request.audio, request, timings);
    const recordings: AnswerPart['recordings'] =
      heard === null || request.text !== undefined
        ? []
        : [
            {
              recordingId: 'sound',
              speechMs: heard.analysis.speechMs,
              pauses: heard.analysis.pauses,
              transcript: heard.transcript,
              transcriptionError:
                heard.error === null
                  ? null
                  : (TranscriptionErrorCode.safeParse(heard.error).data ?? 'recogniser_failed'),
            },
          ];
    const words = await stopwatch(timings)('assess', () =>
      assess({
        job,
        itemId: item.id,
        locale: request.lang,
        parts: partsOf(job, item, request, recordings),
        probe: null,
        bank: bankOf(parts.jobs, purposeOf(job)),
        sharedOverlap: null,
        isPasted: false,
      }),
    );
    return {
      ...named(request, item),
      status: words.status,
      score: words.score,
      level: words.level,
      isProvisional: words.isProvisional,
      interval: words.interval,
      confidence: words.confidence,
      evidence: quotesOf(words),
      keyed: null,
      words,
      gates: words.gates,
      signals: words.signals,
      probe: words.probe,
      transcript: heard?.transcript ?? null,
      transcriptionError: heard?.error ?? null,
      observations: heard?.analysis ?? null,
      configHash: words.engine.configHash,
      timings,
    };
  }

  function scoreTouched(request: ScoreRequest, item: Item): ScoredAnswer {
    const begun = performance.now();
    const score = scoreKeyed(item, request);
    return {
      ...named(request, item),
      status: score === null ? 'needs_review:straight_lining' : 'scored',
      score: score?.score ?? null,
      level: score?.level ?? null,
      isProvisional: false,
      // one keyed answer has no error of measurement of its own: its key is exact, what it says of a person is not
      interval: null,
      confidence: null,
      evidence: score?.evidence ?? [],
      keyed: score,
      words: null,
      gates: null,
      signals: [],
      probe: null,
      transcript: null,
      transcriptionError: null,
      observations: null,
      configHash: createHash('sha256').update(canonicalText(SCORING_CONSTANTS)).digest('hex'),
      timings: { score: performance.now() - begun },
    };
  }

  return {
    async score(request) {
      const { job, item } = itemOf(request, parts.jobs);
      return isWorded(item) ? scoreWords(request, job, item) : scoreTouched(request, item);
    },
    assess,
    close: reader.stop,
  };
}

function named({ job, item, lang }: ScoreRequest, { kind }: Item) {
  return { job, item, lang, kind };
}

function stopwatch(timings: Record<string, number>) {
  return async <T>(stage: string, work: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    const result = await work();
    timings[stage] = Math.round((performance.now() - begun) * 100) / 100;
    return result;
  };
}
