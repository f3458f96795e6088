import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { auditFairness, auditFairnessForSite, type ShownAudit } from './audit-fairness.ts';
import { publishedRows } from './published-rows.ts';
import { MIN_CELL } from './suppress-small.ts';
import type { AuditedPerson } from './tally-groups.ts';

const people = (groups: readonly (string | null)[], hits: number, n: number): AuditedPerson[] =>
  Array.from({ length: n }, (_, index) => ({ groups, outcome: index < hits }));
const scored = (group: string | null, scores: readonly number[]): AuditedPerson[] =>
  scores.map((outcome) => ({ groups: [group], outcome }));
const sexes = [...people(['F'], 555, 1181), ...people(['M'], 667, 1390), ...people([null], 3, 7)];

test('counting people gives the published figures, and those of unknown sex are counted', () => {
  const audit = auditFairness(['sex'], [...sexes, { groups: ['M'], outcome: null }], null);
  expect(audit).toMatchObject({ kind: 'selection', people: 2578, withoutOutcome: 1, median: null });
  expect(audit.tables[0]).toMatchObject({ reference: ['M'], unknown: { n: 7, hits: 3 } });
  expect(audit.tables[0]?.categories[0]?.impactRatio).toBeCloseTo(0.979, 3);
});

test('a score counts above the median of the full sample; at the median it does not', () => {
  // median of all nine: 5
  const audit = auditFairness(
    ['group'],
    [...scored('a', [1, 5, 5, 6]), ...scored('b', [5, 7, 8]), ...scored(null, [2, 9])],
    null,
  );
  expect(audit).toMatchObject({ kind: 'scoring', median: 5 });
  expect(audit.tables[0]?.categories.map(({ hits }) => hits)).toEqual([1, 2]);
  expect(audit.tables[0]?.unknown).toEqual({ n: 2, hits: 1 });
});

test('two columns are also crossed, and whoever is unknown in one is unknown there', () => {
  const audit = auditFairness(
    ['sex', 'race'],
    [...people(['F', 'A'], 3, 12), ...people(['M', 'W'], 12, 16), ...people(['F', null], 1, 2)],
    null,
  );
  expect(audit.tables.map(({ columns }) => columns)).toEqual([['sex'], ['race'], ['sex', 'race']]);
  expect(audit.tables[2]).toMatchObject({ reference: ['M', 'W'], unknown: { n: 2, hits: 1 } });
  expect(audit.tables[2]?.categories[0]?.impactRatio).toBeCloseTo(1 / 3, 10);
});

test('the published format lists every category, the unknown, and what was left out with its reason', () => {
  const audit = auditFairness(['sex'], [...sexes, ...people(['X'], 2, 2)], 'two people');
  expect(publishedRows(audit)).toEqual([
    ['Table', 'sex', '# of Applicants', '# Selected', 'Selection Rate', 'Impact Ratio', 'Note'],
    ['sex', 'F', '1181', '555', '0.469941', '0.979337', ''],
    ['sex', 'M', '1390', '667', '0.479856', '1.000000', ''],
    ['sex', 'X', '2', '2', '1.000000', '', 'less than 2 % of the data, left out: two people'],
    ['sex', 'unknown', '7', '3', '', '', 'category not known'],
  ]);
});

test('a site sees no ratio of fewer than 30, the auditor does', () => {
  const small = [...people(['a'], 20, 29), ...people(['b'], 30, 60)];
  expect(auditFairness(['group'], small, null).tables[0]?.categories[1]).toMatchObject({ verdict: 'too_few' });
  expect(auditFairness(['group'], small, null).tables[0]?.categories[1]?.impactRatio).toBeCloseTo(0.725, 3);
  const shown = auditFairnessForSite(['group'], small, null).tables[0];
  expect(shown?.reference).toEqual(['b']);
  expect(shown?.categories[0]).toMatchObject({ n: 29, verdict: 'too_few', impactRatio: null, test: null });
});

test('a cell below five is not shown, nor a second one that would give it away', () => {
  const shown = auditFairnessForSite(
    ['group'],
    [...people(['a'], 30, 60), ...people(['b'], 20, 50), ...people(['c'], 2, 4)],
    null,
  ).tables[0];
  expect(shown?.categories.map(({ n }) => n)).toEqual([60, null, null]);
  expect(shown?.categories.map(({ hits }) => hits)).toEqual([30, null, null]);
  expect(shown?.unknown).toEqual({ n: 0, hits: 0 });
});

test('that nobody of a group was selected stays a flag, without the count', () => {
  const shown = auditFairnessForSite(
    ['group'],
    [...people(['a'], 30, 60), ...people(['b'], 0, 50), ...people(['c'], 25, 55)],
    null,
  ).tables[0];
  expect(shown?.categories[1]).toMatchObject({ n: 50, hits: null, rate: null, suppressed: 'outcome', verdict: 'flag' });
  expect(shown?.categories[2]).toMatchObject({ hits: null, impactRatio: null });
});

/** Where a reader could subtract: one missing cell of the crossed table under a total that a single column shows. */
function exposedAlone({ columns, tables }: ShownAudit): number {
  const crossed = tables.at(-1)?.categories ?? [];
  const isExposed = (column: number, value: string | undefined) => {
    const line = crossed.filter(({ category }) => category[column] === value);
    return line.filter(({ n }) => n === null).length === 1 && crossed.some(({ n }) => n !== null);
  };
  const shown = columns.flatMap((_, column) =>
    (tables[column]?.categories ?? []).filter(({ n, category }) => n !== null && isExposed(column, category[0])),
  );
  return shown.length;
}

test('no line of any table has one missing number, whatever the counts; small numbers are never shown', () => {
  const person = record({
    sex: constantFrom('F', 'M', 'M', 'M'),
    race: constantFrom('A', 'B', 'B', 'W', 'W', 'W', 'W'),
    outcome: constantFrom(true, false),
  });
  assert(
    property(array(person, { minLength: 20, maxLength: 200 }), integer({ min: 0, max: 6 }), (drawn, unknown) => {
      const shown = auditFairnessForSite(
        ['sex', 'race'],
        [
          ...drawn.map(({ sex, race, outcome }) => ({ groups: [sex, race], outcome })),
          ...people([null, null], 0, unknown),
        ],
        null,
      );
      expect(exposedAlone(shown)).toBe(0);
      for (const { categories, unknown } of shown.tables) {
        const cells = [...categories.filter(({ n }) => n !== 0), ...(unknown.n === 0 ? [] : [unknown])];
        expect(cells.filter(({ n }) => n === null)).not.toHaveLength(1);
        for (const { n, hits } of cells) {
          const shownNumbers = n === null ? [] : hits === null ? [n] : [n, hits, n - hits];
          expect(shownNumbers.filter((number) => number < MIN_CELL)).toEqual([]);
        }
      }
    }),
  );
});

test('dealing the same people into groups at random rarely raises a flag', () => {
  // 200 deals of 400 people, half of them selected: the control that a detector must stay quiet on
  let flags = 0;
  for (let deal = 0; deal < 200; deal += 1) {
    const dealt = Array.from({ length: 400 }, (_, index) => ({
      groups: [(index * 7919 + deal * 104_729 + ((index * deal) % 13)) % 2 === 0 ? 'a' : 'b'],
      outcome: index % 2 === 0 ? (index + deal) % 4 < 2 : (index + deal) % 4 >= 2,
    }));
    const table = auditFairness(['group'], dealt, null).tables[0];
    if (table?.categories.some(({ verdict }) => verdict === 'flag') === true) flags += 1;
  }
  expect(flags).toBeLessThan(20);
});
