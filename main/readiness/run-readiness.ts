import type { ReadinessCheck } from '#shared/contract/readiness.ts';
import type { Check } from './ports.ts';

/** Longer than a slow disk needs to hash a model, short enough for a person who waits. */
const CHECK_TIMEOUT_MS = 20_000;

/**
 * Runs every check at the same time. A check that throws or takes too long is itself a finding: the others still count.
 *
 * @param parts.startTimer calls back after so many ms; the returned function cancels
 * @param parts.log gets the errors that a person on site cannot use
 * @returns the findings in the order of `checks`, without those that do not apply
 */
export async function runReadiness(
  checks: readonly Check[],
  parts: {
    startTimer: (afterMs: number, onElapsed: () => void) => () => void;
    log: (event: string, detail: Record<string, unknown>) => void;
    timeoutMs?: number;
  },
): Promise<ReadinessCheck[]> {
  const timeoutMs = parts.timeoutMs ?? CHECK_TIMEOUT_MS;

  async function runOne(check: Check): Promise<ReadinessCheck | null> {
    let cancel = (): void => undefined;
    const elapsed = new Promise<ReadinessCheck>((resolve) => {
      cancel = parts.startTimer(timeoutMs, () =>
        resolve({
          id: check.id,
          result: 'fail',
          code: 'check_timed_out',
          values: { seconds: Math.round(timeoutMs / 1000) },
        }),
      );
    });
    const finding = check.run().then(
      (found): ReadinessCheck | null => found && { id: check.id, ...found },
      (error: unknown): ReadinessCheck => {
        parts.log('readiness.check_failed', { check: check.id, error: String(error) });
        return { id: check.id, result: 'fail', code: 'check_failed', values: {} };
      },
    );
    try {
      return await Promise.race([finding, elapsed]);
    } finally {
      cancel();
    }
  }

  const found = await Promise.all(checks.map(runOne));
  return found.filter((check) => check !== null);
}
