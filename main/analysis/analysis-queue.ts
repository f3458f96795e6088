import {
  AnalysisErrorCode,
  AnalystReply,
  type AnalysisError,
  type AnalystRequest,
  type CurrentSpeechAnalysis,
} from '#shared/analysis.ts';
import {
  createChildQueue,
  type ChildLoss,
  type ChildMessage,
  type ChildProtocol,
  type ChildQueue,
  type ChildQueueParts,
} from './child-queue.ts';
import type { AnalysisJob, ChildExit } from './ports.ts';
import { readFailure, withPcm } from './read-pcm.ts';

export interface AnalysisQueueParts extends ChildQueueParts<AnalystRequest, CurrentSpeechAnalysis, AnalysisError> {
  /** How long one attempt at a job may take. */
  readonly timeoutMs?: (job: AnalysisJob) => number;
}

export type AnalysisQueue = ChildQueue<AnalysisJob>;

/** 30 s, or half the length of the recording: fifty times what is measured (.01 of its length). */
export function defaultTimeoutMs(job: AnalysisJob): number {
  return Math.max(30_000, 0.5 * (job.durationMs ?? 0));
}

/** How the loss of an analyst is told. */
export function analystFailure(loss: ChildLoss, message: string, exit?: ChildExit): AnalysisError {
  return {
    code: `analyst_${loss}`,
    message,
    ...(exit === undefined ? {} : { exitCode: exit.code, signal: exit.signal }),
  };
}

/** The request of a job, as soon as its samples are there. */
export function analyseRequest({ id, pcm, prosody = false }: AnalysisJob): AnalystRequest | Promise<AnalystRequest> {
  return withPcm(pcm, (input) => ({ kind: 'analyse', id, pcm: input, prosody }));
}

const PROTOCOL: ChildProtocol<AnalysisJob, AnalystRequest, CurrentSpeechAnalysis, AnalysisError> = {
  name: 'analyst',
  work: 'analysis',
  request: analyseRequest,
  requestFailure: (error) => readFailure(AnalysisErrorCode, error),
  parse,
  failure: analystFailure,
  timeoutMs: defaultTimeoutMs,
};

function parse(value: unknown): ChildMessage<CurrentSpeechAnalysis, AnalysisError> {
  const reply = AnalystReply.parse(value);
  if (reply.kind === 'ready') return { kind: 'ready', model: reply.model.id };
  return reply.kind === 'analysed' ? { ...reply, kind: 'done' } : reply;
}

/** The queue of the analyst: recordings in, one `SpeechAnalysis` each out. See `createChildQueue` for what it guarantees. */
export function createAnalysisQueue(parts: AnalysisQueueParts): AnalysisQueue {
  return createChildQueue({ ...PROTOCOL, timeoutMs: parts.timeoutMs ?? defaultTimeoutMs }, parts);
}
