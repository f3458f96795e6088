import { createAnalystQueue } from './analysis/analyst-queue.ts';
import type { AnalysisJob, ChildLauncher, ChildLog, TranscriberLauncher, TranscriptionJob } from './analysis/ports.ts';
import { createTranscriptionQueue, type TranscriptionQueueParts } from './analysis/transcription-queue.ts';
import type { SpeechAnalysis } from '#shared/analysis.ts';
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
  assess(id: string, input: WordAssessmentInput): void;
  /** Resolves when nothing is asked for any more. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts nothing until it is asked for something. */
export function createAnswerReader(parts: AnswerReaderParts): AnswerReader {
  const { log } = parts;
  const assessing = new Set<string>();
  const analyst = createAnalystQueue({
    launch: parts.analyst,
    log,
    onResult(outcome) {
      const { id } = outcome;
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
    onResult: (outcome) =>
      parts.onTranscribed(
        outcome.id,
        'error' in outcome
          ? { state: 'failed', errorCode: outcome.error.code }
          : { state: 'transcribed', transcript: outcome.ok },
      ),
  });
  return {
    analyse: (job) => void analyst.enqueue(job),
    transcribe: (job) => void transcriber.enqueue(job),
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
