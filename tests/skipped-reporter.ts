import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** Says at the end of a run which tests were skipped, and why: a number alone would hide what was not shown. */
// oxlint-disable-next-line import/no-default-export -- Playwright loads a reporter by its default export
export default class SkippedReporter implements Reporter {
  readonly #byReason = new Map<string, string[]>();

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status !== 'skipped') return;
    const reason =
      test.annotations.concat(result.annotations).find(({ type }) => type === 'skip')?.description ?? 'no reason given';
    const names = this.#byReason.get(reason) ?? [];
    this.#byReason.set(reason, [...names, test.title]);
  }

  onEnd(): void {
    for (const [reason, names] of this.#byReason) {
      console.error(`\nNot run here: ${reason} (${names.length})`);
      for (const name of names) console.error(`  - ${name}`);
    }
  }

  printsToStdio(): boolean {
    return false;
  }
}
