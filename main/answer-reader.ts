import { createAnalystQueue } from './analysis/analyst-queue.ts';
import type { AnalysisJob, ChildLauncher, ChildLog, TranscriberLauncher, TranscriptionJob } from './analysis/ports.ts';
import { createTranscriptionQueue, type TranscriptionQueueParts } from './analysis/transcription-queue.ts';
import type { SpeechAnalysis, TimeSpan } from '#shared/analysis.ts';
import type { AnalystCall } from '#shared/analyst-protocol.ts';
import type { WordAssessment, WordAssessmentInput } from '#shared/assessment.ts';
import type { Transcript } from '#shared/transcript.ts';

type Failed = { state: 'failed'; errorCode: string };

export interface AnswerReaderParts {
  readonly analyst: ChildLauncher<AnalystCall>;
  readonly transcriber: TranscriberLauncher;
  readonly chooseRecogniser: TranscriptionQueueParts['chooseRecogniser'];
  readonly log: ChildLog;
  readonly onAnalysed: (id: string, outcome: { state: 'analysed'; analysis: SpeechAnalysis } | Failed) => void;
  readonly onTranscribed: (id: string, outcome: { state: 'transcribed'; transcript: Transcript } | Failed) => void;
  readonly onAssessed: (id: string, outcome: { state: 'assessed'; assessment: WordAssessment } | Failed) => void;
}

/** The three kinds of work that child processes do with an answer. Each request is answered once, in its order. */
export interface AnswerReader {
  analyse(job: AnalysisJob): void;
  transcribe(job: TranscriptionJob): void;
  /**
   * Listens to what was said so far in a recording that still grows, so that little is left to do when it ends. Nothing comes
   * of it but that; asked again before the last time is done, it does nothing.
   */
  listenAhead(job: Pick<TranscriptionJob, 'id' | 'pcm' | 'locale'>): void;
  assess(id: string, input: WordAssessmentInput): void;
  /** Resolves when nothing is asked for any more. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A stretch of speech that ends so long before the end of the sound is over: the rule for segments waits 300 ms for more and
 * adds 100 ms (`ASR_RULE`), so whatever is said later begins a new one.
 */
const SURELY_OVER_MS = 250;

function stretchesThatAreOver({ asrSegments, durationMs }: SpeechAnalysis): TimeSpan[] {
  return asrSegments.filter(({ endMs }) => endMs <= durationMs - SURELY_OVER_MS);
}

/** Starts nothing until it is asked for something. */
export function createAnswerReader(parts: AnswerReaderParts): AnswerReader {
  const { log } = parts;
  const assessing = new Set<string>();
  /** Recordings listened to while they grow, by the id of the work. */
  const ahead = new Map<string, Pick<TranscriptionJob, 'pcm' | 'locale'>>();
  const analyst = createAnalystQueue({
    launch: parts.analyst,
    log,
    onResult(outcome) {
      const { id } = outcome;
      const growing = ahead.get(id);
      if (growing) {
        const over = 'ok' in outcome && 'analysis' in outcome.ok ? stretchesThatAreOver(outcome.ok.analysis) : [];
        if (over.length === 0) ahead.delete(id);
        else transcriber.enqueue({ id, ...growing, segments: over, isAhead: true });
        return;
      }
      const isAssessment = assessing.delete(id);
      if ('error' in outcome) {
        const failed: Failed = { state: 'failed', errorCode: outcome.error.code };
        if (isAssessment) parts.onAssessed(id, failed);
        else parts.onAnalysed(id, failed);
      } else if ('analysis' in outcome.ok) parts.onAnalysed(id, { state: 'analysed', analysis: outcome.ok.analysis });
      else parts.onAssessed(id, { state: 'assessed', assessment: outcome.ok.assessment });
    },
  });
  const transcriber = createTranscriptionQueue({
    launch: parts.transcriber,
    chooseRecogniser: parts.chooseRecogniser,
    log,
    onResult(outcome) {
      const { id } = outcome;
      if (ahead.delete(id)) return;
      if ('error' in outcome) parts.onTranscribed(id, { state: 'failed', errorCode: outcome.error.code });
      else parts.onTranscribed(id, { state: 'transcribed', transcript: outcome.ok });
    },
  });
  return {
    analyse: (job) => void analyst.enqueue(job),
    transcribe: (job) => void transcriber.enqueue(job),
    listenAhead({ id: recordingId, pcm, locale }) {
      const id = `ahead:${recordingId}`;
      if (ahead.has(id) || parts.chooseRecogniser(locale) === null) return;
      ahead.set(id, { pcm, locale });
      analyst.enqueue({ id, pcm });
    },
    assess(id, input) {
      assessing.add(id);
      analyst.enqueue({ id, input });
    },
    async idle() {
      // one may hand work to the other when its own result is taken
      for (;;) {
        await analyst.idle();
        await transcriber.idle();
        if (analyst.state().waiting === 0 && transcriber.state().waiting === 0) return;
      }
    },
    async stop() {
      await Promise.all([analyst.stop(), transcriber.stop()]);
    },
  };
}
