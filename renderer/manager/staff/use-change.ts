import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf, type Problem } from '../problem.ts';

/** Which field a refusal belongs to. */
const FIELDS: Readonly<Record<string, 'pin' | 'name' | 'yours'>> = {
  pin_too_simple: 'pin',
  name_taken: 'name',
  your_pin_wrong: 'yours',
  locked_out: 'yours',
};

/** A change of accounts under way: its refusal stands at the field it is about, any other above the form. */
export function useChange(onDone: () => void) {
  const { t } = useTranslation('manager');
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function run(change: () => Promise<unknown>): Promise<void> {
    setPending(true);
    try {
      await change();
      setProblem(null);
      onDone();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setPending(false);
  }

  const field = problem === null ? null : (FIELDS[problem.code] ?? null);
  return {
    run,
    isPending,
    /** What is not about a field. */
    problem: field === null ? problem : null,
    errorAt: (name: 'pin' | 'name' | 'yours') =>
      problem !== null && field === name ? t(`problems.${problem.code}`, problem.values) : undefined,
    forget: () => setProblem(null),
  };
}
