import { z } from 'zod';

export const HAND_OVER_JOB = 'result.hand_over';
/** What such a job carries: the document is read when it is sent. */
export const HandOverJob = z.object({ connectorId: z.string(), resultId: z.string(), revision: z.int() });

/** How the keys of all hand-overs of one result to one connector begin; the revision follows. */
export function handOverKey(connectorId: string, resultId: string): string {
  return `${HAND_OVER_JOB}:${connectorId}:${resultId}:`;
}
