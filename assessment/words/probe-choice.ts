import type { Signal, StarResult } from '#shared/assessment.ts';
import type { ProbeTrigger } from '#shared/probe.ts';
import type { Asks } from './star.ts';

export interface ProbeFacts {
  readonly isShort: boolean;
  readonly signals: readonly Signal[];
  readonly star: StarResult | null;
  readonly hasFeedback: boolean;
  readonly asks: Asks;
}

/**
 * What one follow-up could ask for, most wanted first (§4): the same rule for everyone. A text that is itself the work is
 * only asked for again when it is short or about something else.
 */
export function probeOptions({ isShort, signals, star, hasFeedback, asks }: ProbeFacts): ProbeTrigger[] {
  const wanted: ProbeTrigger[] = [];
  if (isShort) wanted.push('short');
  if (signals.some(({ code }) => code === 'off_topic')) wanted.push('off_topic');
  if (star === null || asks === 'work_product') return wanted;
  if (star.isGeneric && asks === 'behavioural') wanted.push('generic');
  if (star.action < 0.5 || star.ownShare === 0) wanted.push('action_missing');
  if (asks !== 'behavioural') return wanted;
  if (star.result === 0) wanted.push('result_missing');
  if (star.situation === 0) wanted.push('situation_missing');
  if (star.result > 0 && !star.hasNumber && !hasFeedback) wanted.push('result_without_proof');
  return wanted;
}
