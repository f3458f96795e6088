import type { Database } from './database.native.ts';
import type { OutboxState } from './ledger.ts';

/** How a new record of an interview begins its way: before the interview is finished it is held, afterwards it follows the candidate's consent. */
export function createOutboxState(database: Database): (sessionId: string) => OutboxState {
  const stateOf = database
    .prepare<[string], string>(
      `select state from outbox join records using (record_id) where session_id = ? and type = 'session.finalized'`,
    )
    .pluck();
  return (sessionId) => {
    const finalized = stateOf.get(sessionId);
    if (finalized === undefined) return 'held';
    return finalized === 'withheld' ? 'withheld' : 'waiting';
  };
}
