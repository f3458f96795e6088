import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { firstLine, namesUnder, tellAtEnd } from './tell-at-end.ts';

/**
 * Says at the end of a run which tests were skipped, and why: a number alone would hide what was not shown. Names those, too, that
 * passed only when tried again, and last those that failed.
 */
// oxlint-disable-next-line import/no-default-export -- Playwright loads a reporter by its default export
export default class SkippedReporter implements Reporter {
  readonly #byReason = new Map<string, string[]>();
  readonly #flaky = new Set<string>();
  readonly #failed = new Map<string, string>();

  onTestEnd(test: TestCase, result: TestResult): void {
    const name = test.titlePath().slice(2).join(' › ');
    // told after each attempt: what failed first may pass yet
    this.#failed.delete(name);
    if (test.outcome() === 'flaky') this.#flaky.add(name);
    if (test.outcome() === 'unexpected') this.#failed.set(name, firstLine(result.error));
    if (result.status !== 'skipped') return;
    const reason =
      test.annotations.concat(result.annotations).find(({ type }) => type === 'skip')?.description ?? 'no reason given';
    const names = this.#byReason.get(reason) ?? [];
    this.#byReason.set(reason, [...names, name]);
  }

  onEnd(): void {
    for (const [reason, names] of this.#byReason) tellAtEnd(namesUnder(`Not run here: ${reason}`, names));
    if (this.#flaky.size > 0) tellAtEnd(namesUnder('FLAKY: failed, and passed when tried again', [...this.#flaky]));
    if (this.#failed.size > 0)
      tellAtEnd(
        namesUnder(
          'FAILED',
          [...this.#failed].map(([name, message]) => `${name}: ${message}`),
        ),
      );
  }

  printsToStdio(): boolean {
    return false;
  }
}
