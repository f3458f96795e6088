import type { Database } from './database.native.ts';

/** Calls of a trigger go by this name. */
const FUNCTION = 'anteroom_session_touched';

/** Where an interview shows a change in a list: table, event, and the interview it is about. */
const PLACES: readonly (readonly [table: string, event: string, sessionId: string])[] = [
  ['sessions', 'insert', 'new.session_id'],
  ['sessions', 'update', 'new.session_id'],
  ['sessions', 'delete', 'old.session_id'],
  ['answers', 'insert', 'new.session_id'],
  ['answers', 'update of status', 'new.session_id'],
  ['answers', 'delete', 'old.session_id'],
  ['outbox', 'update of state', '(select session_id from main.records where record_id = new.record_id)'],
  ['recordings', 'update of sync_state', 'new.session_id'],
  ['decisions', 'insert', 'new.session_id'],
  ['decisions', 'delete', 'old.session_id'],
  ['wanted_reviews', 'insert', 'new.session_id'],
  ['wanted_reviews', 'delete', 'old.session_id'],
  ['reviews', 'update of state', 'new.session_id'],
  ['holds', 'insert', 'new.session_id'],
  ['holds', 'delete', 'old.session_id'],
];

const listeners = new WeakMap<Database, Set<(sessionId: string) => void>>();

/**
 * Names every interview that a write touches, whoever writes: noticed by temporary triggers, so no store has to say so and none can
 * forget to. A write that is rolled back is named too, and so may an interview be that looks the same afterwards.
 */
export function watchSessions(database: Database, onTouched: (sessionId: string) => void): void {
  const known = listeners.get(database);
  if (known) {
    known.add(onTouched);
    return;
  }
  const all = new Set([onTouched]);
  listeners.set(database, all);
  database.function(FUNCTION, (sessionId: unknown) => {
    if (typeof sessionId === 'string') for (const tell of all) tell(sessionId);
    return null;
  });
  for (const [index, [table, event, sessionId]] of PLACES.entries())
    database.exec(
      `create temp trigger session_touched_${index} after ${event} on main.${table} begin select ${FUNCTION}(${sessionId}); end`,
    );
}
