import { HubProblem } from './hub-client.ts';

/** What was thrown, as something a screen can say. */
export function toProblem(error: unknown): HubProblem {
  if (error instanceof HubProblem) return error;
  console.error(error);
  return new HubProblem('unforeseen', String(error));
}
