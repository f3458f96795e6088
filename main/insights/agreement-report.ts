import { intraclass, type Intraclass } from '#assessment/agreement/intraclass.ts';
import {
  crossTable,
  type Disagreement,
  kappa,
  linearWeights,
  nominalWeights,
  quadraticWeights,
} from '#assessment/agreement/kappa.ts';
import { type LevelPair, type UseGates, checkGates } from '#assessment/agreement/check-gates.ts';
import { standardisedDifference } from '#assessment/statistics/moments.ts';
import { columnOf, numbersOf, type Table } from './read-table.ts';

/** Fewer people rated by both are no ground to rely on a coefficient. */
const FEW = 30;
/** More different whole numbers than this are a scale of points and no categories. */
const MAX_CATEGORIES = 20;

export interface AgreementQuestion {
  /** Columns, one per rater. */
  readonly raters: readonly string[];
  /** The rater that is the machine; null without one. */
  readonly machine: string | null;
  /** Own weights of disagreement, in the order of the categories; null for none. */
  readonly weights: Disagreement | null;
}

export interface PairAgreement {
  readonly raters: readonly [string, string];
  /** Rated by both. */
  readonly n: number;
  /** Fewer than 30: the figures are exact and mean little. */
  readonly isFew: boolean;
  /** Share rated exactly alike. */
  readonly same: number | null;
  /** Null when the ratings are no categories, or both always said one and the same. */
  readonly kappa: number | null;
  readonly linear: number | null;
  readonly quadratic: number | null;
  readonly own: number | null;
  /** How much higher the second rates, in standard deviations; null for words. */
  readonly difference: number | null;
}

export interface AgreementReport {
  readonly rows: number;
  /** What was said, in order; null for ratings that are points and no categories. */
  readonly categories: readonly string[] | null;
  readonly pairs: readonly PairAgreement[];
  /** Of people whom everybody rated; null for words, or when nobody differs. */
  readonly intraclass: (Intraclass & { readonly n: number; readonly isFew: boolean }) | null;
  /** Null without a machine, or when the ratings are not levels of 1 to 5. */
  readonly gates: UseGates | null;
}

/**
 * How far raters of a file agree: κ (plain, linear, quadratic) per pair, intraclass correlations of all, and whether a
 * machine among them may be relied upon.
 *
 * @throws {TableError} when a column is missing
 */
export function agreementReport(table: Table, question: AgreementQuestion): AgreementReport {
  const { raters } = question;
  const words = raters.map((rater) => table.rows.map(({ cells }) => cells[columnOf(table, rater)] ?? ''));
  const isNumeric = words.flat().every((word) => word === '' || Number.isFinite(Number(word)));
  const ratings: readonly (readonly (number | null)[])[] = isNumeric
    ? raters.map((rater) => numbersOf(table, rater))
    : words.map((column) => column.map(() => null));
  const categories = categoriesOf(words.flat(), isNumeric);
  const pairs = raters.flatMap((a, i) =>
    raters.slice(i + 1).map((b, offset) => {
      const j = i + 1 + offset;
      return pairAgreement([a, b], [words[i]!, words[j]!], [ratings[i]!, ratings[j]!], categories, question.weights);
    }),
  );
  const complete = table.rows.flatMap((_, row) => {
    const own = ratings.flatMap((column) => column[row] ?? []);
    return own.length === raters.length ? [own] : [];
  });
  const found = intraclass(complete);
  return {
    rows: table.rows.length,
    categories,
    pairs,
    intraclass: found === null ? null : { ...found, n: complete.length, isFew: complete.length < FEW },
    gates: gatesOf(raters, ratings, question.machine),
  };
}

/** Whole numbers with all between them, or words in their order; null for points. */
function categoriesOf(words: readonly string[], isNumeric: boolean): string[] | null {
  const said = [...new Set(words.filter((word) => word !== ''))];
  if (!isNumeric) return said.toSorted();
  const numbers = said.map(Number);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  if (numbers.length === 0 || !numbers.every(Number.isInteger) || high - low >= MAX_CATEGORIES) return null;
  return Array.from({ length: high - low + 1 }, (_, index) => String(low + index));
}

function pairAgreement(
  raters: readonly [string, string],
  words: readonly [readonly string[], readonly string[]],
  ratings: readonly [readonly (number | null)[], readonly (number | null)[]],
  categories: readonly string[] | null,
  own: Disagreement | null,
): PairAgreement {
  const both = words[0].flatMap((first, row) => {
    const second = words[1][row] ?? '';
    return first === '' || second === '' ? [] : [{ first, second, a: ratings[0][row], b: ratings[1][row] }];
  });
  const n = both.length;
  const placeOf = (word: string) => {
    const number = Number(word);
    return categories?.indexOf(Number.isFinite(number) ? String(number) : word) ?? -1;
  };
  const k = categories?.length ?? 0;
  const table =
    k < 2
      ? null
      : crossTable(
          both.map(({ first }) => placeOf(first)),
          both.map(({ second }) => placeOf(second)),
          k,
        );
  const isSame = ({ first, second, a, b }: (typeof both)[number]) =>
    a == null || b == null ? first === second : a === b;
  const ordered = both.some(({ a }) => a === null) ? null : table;
  return {
    raters,
    n,
    isFew: n < FEW,
    same: n === 0 ? null : both.filter(isSame).length / n,
    kappa: table === null || n === 0 ? null : kappa(table, nominalWeights(k)),
    linear: ordered === null || n === 0 ? null : kappa(ordered, linearWeights(k)),
    quadratic: ordered === null || n === 0 ? null : kappa(ordered, quadraticWeights(k)),
    own: own === null || table === null || own.length !== k || n === 0 ? null : kappa(table, own),
    difference: standardisedDifference(
      both.flatMap(({ b }) => b ?? []),
      both.flatMap(({ a }) => a ?? []),
    ),
  };
}

function gatesOf(
  raters: readonly string[],
  ratings: readonly (readonly (number | null)[])[],
  machine: string | null,
): UseGates | null {
  const machineAt = machine === null ? -1 : raters.indexOf(machine);
  const isLevel = (rating: number | null) => rating === null || [1, 2, 3, 4, 5].includes(rating);
  if (machineAt < 0 || !ratings.flat().every(isLevel)) return null;
  const people = ratings.filter((_, rater) => rater !== machineAt);
  const pairsOf = (a: readonly (number | null)[] = [], b: readonly (number | null)[] = []) =>
    a.flatMap((first, row): LevelPair[] => {
      const second = b[row] ?? null;
      return first === null || second === null ? [] : [[first, second]];
    });
  return checkGates({
    machine: pairsOf(people[0], ratings[machineAt]),
    people: pairsOf(people[0], people[1]),
    groups: {},
  });
}
