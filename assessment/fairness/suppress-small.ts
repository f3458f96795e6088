import { type CategoryFigures, MIN_GROUP, type TableFigures } from './audit-table.ts';

/** Fewer people than this in a cell could be known by their colleagues. */
export const MIN_CELL = 5;

/**
 * Figures of a category as a site may see them: a suppressed number is null, and so is everything it could be computed
 * from.
 */
export interface ShownCategory extends Omit<CategoryFigures, 'n' | 'hits' | 'rate' | 'share'> {
  readonly n: number | null;
  readonly hits: number | null;
  readonly rate: number | null;
  readonly share: number | null;
  /** `size`: how many they are is not shown; `outcome`: how many of them were selected is not. */
  readonly suppressed: 'size' | 'outcome' | null;
}

export interface ShownTable extends Omit<TableFigures, 'categories' | 'unknown'> {
  readonly categories: readonly ShownCategory[];
  readonly unknown: { readonly n: number | null; readonly hits: number | null };
}

/** Where people are counted together. */
interface Cell {
  /** Null: the people of unknown category. */
  readonly category: readonly string[] | null;
  readonly n: number;
  readonly hits: number;
}

/** Cells whose sum can be read elsewhere: all of a table, or, when columns are crossed, those that share a value. */
interface Line {
  readonly cells: readonly Cell[];
  /** Whether the sum is shown of how many they are, and of how many were selected. */
  readonly showsSize: boolean;
  readonly showsOutcome: boolean;
}

/**
 * Takes cells of fewer than five people out of the tables of an audit, and one more wherever a single missing cell could be
 * computed from a total, within a table and between them; and every ratio of groups below 30. Where hiding one more is not
 * possible the crossed table is not shown at all.
 *
 * The verdict stays: that a group is far below the others must not disappear because nobody of it was selected.
 *
 * @param tables of single columns, then the crossed one
 */
export function suppressSmall(tables: readonly TableFigures[]): ShownTable[] {
  const single = tables.filter(({ columns }) => columns.length === 1).map((table) => suppressTable(table, []));
  const crossed = tables.filter(({ columns }) => columns.length > 1).map((table) => suppressTable(table, single));
  return [...single, ...crossed];
}

function suppressTable(table: TableFigures, single: readonly ShownTable[]): ShownTable {
  const unknown: Cell = { category: null, ...table.unknown };
  const cells: Cell[] = [...table.categories, unknown];
  const lines = linesOf(cells, single);
  const hiddenSizes = hide(
    cells,
    lines.filter(({ showsSize }) => showsSize),
    ({ n }) => [n],
  );
  const hiddenOutcomes = hide(
    cells,
    lines.filter(({ showsOutcome }) => showsOutcome),
    ({ n, hits }) => [hits, n - hits],
    hiddenSizes,
  );
  const stateOf = (cell: Cell) => (hiddenSizes.has(cell) ? 'size' : hiddenOutcomes.has(cell) ? 'outcome' : null);
  const reference = table.categories.find(({ verdict }) => verdict === 'reference');
  const isReferenceHidden = reference !== undefined && stateOf(reference) !== null;
  return {
    ...table,
    categories: table.categories.map((each) => shown(each, stateOf(each), isReferenceHidden)),
    unknown: {
      n: hiddenSizes.has(unknown) ? null : unknown.n,
      hits: stateOf(unknown) === null ? unknown.hits : null,
    },
  };
}

function shown(
  figures: CategoryFigures,
  suppressed: ShownCategory['suppressed'],
  isReferenceHidden: boolean,
): ShownCategory {
  const { n, hits, rate, share, verdict } = figures;
  const sizes = suppressed === 'size' ? { n: null, share: null } : { n, share };
  const outcomes = suppressed === null ? { hits, rate } : { hits: null, rate: null };
  const isBare = suppressed !== null || n < MIN_GROUP || verdict === 'too_few' || isReferenceHidden;
  const bare = { impactRatio: null, ratioInterval: null, test: null, d: null, flip: null, modelled: [] };
  return { ...figures, ...sizes, ...outcomes, ...(isBare ? bare : {}), suppressed };
}

/**
 * All of a table, and per column and value the cells that share it, with what the single column's table shows of their sum.
 */
function linesOf(cells: readonly Cell[], single: readonly ShownTable[]): Line[] {
  const shared = single.flatMap(({ categories }, column) =>
    categories.map(({ category: [value], n, hits }) => ({
      cells: cells.filter(({ category }) => category?.[column] === value),
      showsSize: n !== null,
      showsOutcome: hits !== null,
    })),
  );
  return [{ cells, showsSize: true, showsOutcome: true }, ...shared];
}

/** The cells of which a number is below five, and as many more as it takes that no line misses exactly one. */
function hide(
  cells: readonly Cell[],
  lines: readonly Line[],
  numbers: (cell: Cell) => readonly number[],
  already: ReadonlySet<Cell> = new Set(),
): ReadonlySet<Cell> {
  // that nobody is there tells of nobody
  const filled = cells.filter(({ n }) => n > 0);
  const hidden = new Set([...already, ...filled.filter((cell) => numbers(cell).some((each) => each < MIN_CELL))]);
  for (;;) {
    const exposing = lines.filter((line) => line.cells.filter((cell) => hidden.has(cell)).length === 1);
    if (exposing.length === 0) return hidden;
    for (const line of exposing) {
      const open = line.cells.filter((cell) => cell.n > 0 && !hidden.has(cell));
      if (open.length === 0) return new Set(filled);
      hidden.add(open.reduce((least, cell) => (cell.n < least.n ? cell : least)));
    }
  }
}
