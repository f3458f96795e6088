import { AnalysisErrorCode, type AnalysisError, type SpeechAnalysis } from '#shared/analysis.ts';
import { AnalystAnswer, type AnalystCall } from '#shared/analyst-protocol.ts';
import type { WordAssessment, WordAssessmentInput } from '#shared/assessment.ts';
import { analyseRequest, analystFailure, defaultTimeoutMs } from './analysis-queue.ts';
import { createChildQueue, type ChildMessage, type ChildQueue, type ChildQueueParts } from './child-queue.ts';
import type { AnalysisJob } from './ports.ts';
import { readFailure } from './read-pcm.ts';

/** The words of one answer to read. */
export interface AssessmentJob {
  /** A request of its own, not the answer: the same answer may be read again. */
  readonly id: string;
  readonly input: WordAssessmentInput;
}

export type AnalystJob = AnalysisJob | AssessmentJob;
export type AnalystValue = { readonly analysis: SpeechAnalysis } | { readonly assessment: WordAssessment };
export type AnalystQueue = ChildQueue<AnalystJob>;

/** Reading takes milliseconds; loading a dictionary and a model once takes seconds on a slow disk. */
const ASSESS_LIMIT_MS = 30_000;

function parse(value: unknown): ChildMessage<AnalystValue, AnalysisError> {
  const answer = AnalystAnswer.parse(value);
  switch (answer.kind) {
    case 'ready':
      return { kind: 'ready', model: answer.model.id };
    case 'analysed':
      return { kind: 'done', id: answer.id, ok: { analysis: answer.ok } };
    case 'assessed':
      return { kind: 'done', id: answer.id, ok: { assessment: answer.ok } };
    default:
      return answer;
  }
}

/** The queue of the analyst with both kinds of work: sound to measure, words to read. See `createChildQueue` for what it guarantees. */
export function createAnalystQueue(parts: ChildQueueParts<AnalystCall, AnalystValue, AnalysisError>): AnalystQueue {
  return createChildQueue<AnalystJob, AnalystCall, AnalystValue, AnalysisError>(
    {
      name: 'analyst',
      work: 'analysis',
      request: (job) => ('input' in job ? { kind: 'assess', id: job.id, input: job.input } : analyseRequest(job)),
      requestFailure: (error) => readFailure(AnalysisErrorCode, error),
      parse,
      failure: analystFailure,
      timeoutMs: (job) => ('input' in job ? ASSESS_LIMIT_MS : defaultTimeoutMs(job)),
    },
    parts,
  );
}
