import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { IS_QUICK, LEFT_TAGS, smallerAmounts } from '#scripts/left-for-all.ts';
import { namesUnder, tellAtEnd } from './tell-at-end.ts';

/** Names tests that passed only at the second attempt, and those that are left for `npm run test:all`, with the reason. */
// oxlint-disable-next-line import/no-default-export -- vitest loads a reporter by its default export
export default class UnitReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap(({ children }) => [...children.allTests()]);
    const name = (test: TestCase) => `${test.module.relativeModuleId} › ${test.fullName}`;

    const flaky = tests.filter((test) => test.diagnostic()?.flaky === true);
    if (flaky.length > 0)
      tellAtEnd(namesUnder('FLAKY: failed, and passed when tried again. Each is a fault to repair', flaky.map(name)));

    if (!IS_QUICK) return;
    for (const [tag, reason] of Object.entries(LEFT_TAGS)) {
      const left = tests.filter(({ tags }) => tags.includes(tag));
      if (left.length > 0) tellAtEnd(namesUnder(`Left for npm run test:all: ${reason}`, left.map(name)));
    }
    tellAtEnd(['Less often than in npm run test:all:', ...smallerAmounts().map((sentence) => `  - ${sentence}`)]);
  }
}
