import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';
import { IS_QUICK, LEFT_TAGS, smallerAmounts } from '#scripts/left-for-all.ts';
import { firstLine, namesUnder, tellAtEnd } from './tell-at-end.ts';

/**
 * Names what is left for `npm run test:all` with the reason, tests that passed only at the second attempt, and last what failed: of a
 * long run often the last lines are all that anybody gets to see.
 */
// oxlint-disable-next-line import/no-default-export -- vitest loads a reporter by its default export
export default class UnitReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tests = modules.flatMap(({ children }) => [...children.allTests()]);
    const name = (test: TestCase) => `${test.module.relativeModuleId} › ${test.fullName}`;

    if (IS_QUICK) {
      for (const [tag, reason] of Object.entries(LEFT_TAGS)) {
        const left = Map.groupBy(
          tests.filter(({ tags }) => tags.includes(tag)),
          ({ module }) => module.relativeModuleId,
        );
        const files = [...left].map(([file, { length }]) => `${file}: ${length} ${length === 1 ? 'test' : 'tests'}`);
        if (files.length > 0) tellAtEnd(namesUnder(`Left for npm run test:all: ${reason}`, files));
      }
      tellAtEnd(['Less often than in npm run test:all:', ...smallerAmounts().map((sentence) => `  - ${sentence}`)]);
    }

    const flaky = tests.filter((test) => test.diagnostic()?.flaky === true);
    if (flaky.length > 0)
      tellAtEnd(namesUnder('FLAKY: failed, and passed when tried again. Each is a fault to repair', flaky.map(name)));

    const failed = [
      ...modules.flatMap((module) => module.errors().map((error) => `${module.relativeModuleId}: ${firstLine(error)}`)),
      ...tests
        .filter((test) => test.result().state === 'failed')
        .map((test) => `${name(test)}: ${firstLine(test.result().errors?.at(-1))}`),
      ...errors.map((error) => `outside of any test: ${firstLine(error)}`),
    ];
    if (failed.length > 0) tellAtEnd(namesUnder('FAILED', failed));
  }
}
