import { flagsOf, numbersOf, type Table, TableError } from './read-table.ts';

/** A column of a file, and what its cells can be read as. */
interface InspectedColumn {
  name: string;
  kind: 'flag' | 'number' | 'text';
  distinct: number;
}

/** What a file holds, to choose columns from. */
export function inspectTable(table: Table): { rows: number; columns: InspectedColumn[] } {
  return {
    rows: table.rows.length,
    columns: table.columns.map((name, index) => ({
      name,
      kind: canBeRead(() => flagsOf(table, name))
        ? 'flag'
        : canBeRead(() => numbersOf(table, name))
          ? 'number'
          : 'text',
      distinct: new Set(table.rows.map(({ cells }) => cells[index] ?? '')).size,
    })),
  };
}

function canBeRead(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof TableError) return false;
    throw error;
  }
}
