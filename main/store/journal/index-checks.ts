import type { Database } from '../database.native.ts';

/** A condition of a partial index, as its own words say it. */
const CONDITION = /\bwhere\b(.*)$/is;

/** Columns an index begins with; an expression ends them, since what it makes of a row has no name. */
function leadingColumns(database: Database, index: string): string[] {
  const columns = database.prepare<[string], { name: string; cid: number }>(
    'select name, cid from pragma_index_xinfo(?) where key = 1 order by seqno',
  );
  const found = columns.all(index);
  const end = found.findIndex(({ cid }) => cid < 0);
  return (end === -1 ? found : found.slice(0, end)).map(({ name }) => name);
}

/**
 * One look for each index of a table: which rows of a stretch the index does not lead to. A row that is as it was written, and
 * not where a search looks for it, is found by no search.
 *
 * An index that begins with an expression is left to SQLite's own check.
 */
export function indexChecks(
  database: Database,
  table: string,
): { name: string; strayOf: (from: number, to: number) => number[] }[] {
  const indexes = database
    .prepare<[string], { name: string; sql: string | null }>(
      `select list.name, sqlite_schema.sql from pragma_index_list(?) list
       join sqlite_schema on sqlite_schema.type = 'index' and sqlite_schema.name = list.name`,
    )
    .all(table);
  return indexes.flatMap(({ name, sql }) => {
    const columns = leadingColumns(database, name);
    if (columns.length === 0) return [];
    const condition = CONDITION.exec(sql ?? '')?.[1] ?? 'true';
    const isSame = columns.map((column) => `entry."${column}" is listed."${column}"`).join(' and ');
    const stray = database
      .prepare<[number, number], number>(
        `select listed.rowid from "${table}" listed not indexed
         where listed.rowid between ? and ? and (${condition}) and not exists
           (select 1 from "${table}" entry indexed by "${name}"
            where ${condition} and ${isSame} and entry.rowid = listed.rowid)`,
      )
      .pluck();
    return [{ name, strayOf: (from: number, to: number) => stray.all(from, to) }];
  });
}
