import type { Database } from './database.native.ts';

/** Found in so many interviews, a part of a name is remembered; one that finds fewer is looked up in less than a millisecond. */
const COMMON = 500;

/**
 * Whom the most common parts of names and codes find: the surnames and first letters that a search begins with. Looking thousands of
 * interviews up in the database takes longer than all the rest of a search. Holds keyed hashes and interviews, no name.
 */
export function createCommonTokens<Entry>(database: Database) {
  const selectCommon = database.prepare<[number], { token: Buffer; ids: string }>(
    `select token, json_group_array(session_id) ids from search_tokens group by token having count(*) >= ?`,
  );
  const selectOf = database.prepare<[string], Buffer>('select token from search_tokens where session_id = ?').pluck();
  const found = new Map<string, Set<Entry>>();
  const keyOf = (token: Buffer) => token.toString('base64');
  return {
    /** Reads all anew. */
    read(entryOf: (sessionId: string) => Entry | undefined): void {
      found.clear();
      for (const { token, ids } of selectCommon.iterate(COMMON))
        found.set(keyOf(token), new Set((JSON.parse(ids) as string[]).flatMap((id) => entryOf(id) ?? [])));
    },
    /** Null for a part that is not common: the database knows whom it finds. */
    find: (token: Buffer): ReadonlySet<Entry> | null => found.get(keyOf(token)) ?? null,
    /** An interview was changed, or is gone: it is found by what it has now. */
    change(sessionId: string, entry: Entry): void {
      const tokens = new Set(selectOf.all(sessionId).map(keyOf));
      for (const [token, entries] of found) {
        if (tokens.has(token)) entries.add(entry);
        else entries.delete(entry);
      }
    },
  };
}
