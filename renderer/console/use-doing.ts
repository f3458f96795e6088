import { useState } from 'react';
import type { HubProblem } from './hub-client.ts';
import { toProblem } from './to-problem.ts';

/** Something a person asked for: whether it is under way, and what went wrong. */
export function useDoing() {
  const [isDoing, setDoing] = useState(false);
  const [problem, setProblem] = useState<HubProblem | null>(null);
  async function run(work: () => Promise<void>): Promise<void> {
    setDoing(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setDoing(false);
    }
  }
  return { isDoing, problem, run, clear: () => setProblem(null) };
}
