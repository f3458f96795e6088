import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import type { SessionId } from '#shared/ids.ts';
import { openDatabase } from './database.native.ts';
import { keysInMemory } from './keys/keys.fake.ts';
import { openStore } from './open-store.ts';
import { createAuditStore } from './audit-store.ts';
import { sampleInterview } from './sample-interview.fake.ts';

const now = () => new Date('2026-11-22T08:00:00.000Z');
const STAFF = v7();

function log() {
  const database = openDatabase(':memory:');
  const reference = (id: SessionId) => id.slice(-6).toUpperCase();
  const store = openStore(database, { now, newId: () => v7(), reference, keys: keysInMemory() });
  const id = v7() as SessionId;
  store.sessions.commit({ interview: sampleInterview(id), records: [], audit: [] });
  const lines = [
    ['candidate', 'session.started', id],
    ['kiosk', 'record.queued', id],
    ['candidate', 'session.finalized', id],
    [STAFF, 'decision.made', id],
    [STAFF, 'session.erased', id],
    [STAFF, 'settings.changed', store.deviceId],
  ] as const;
  for (const [actor, action, subject] of lines) store.ledger.audit({ actor, action, subject, detail: {} });
  const audit = createAuditStore(database);
  const actions = (query: Partial<Parameters<typeof audit.list>[0]>) =>
    audit
      .list({ reference: null, actor: null, kind: null, before: null, limit: 50, ...query })
      .map(({ action }) => action);
  return { audit, actions, id };
}

test('lines come newest first, page after page', () => {
  const { audit, actions } = log();
  const all = actions({});
  expect(all.slice(0, 2)).toEqual(['settings.changed', 'session.erased']);
  const first = audit.list({ reference: null, actor: null, kind: null, before: null, limit: 4 });
  const second = actions({ before: first.at(-1)?.seq ?? 0 });
  expect([...first.map(({ action }) => action), ...second]).toEqual(all);
  expect(audit.head()).toMatchObject({ seq: first[0]?.seq, sha256: first[0]?.sha256 });
});

test('an interview is found by its reference in any case, or its id', () => {
  const { actions, id } = log();
  const wanted = ['session.erased', 'decision.made', 'session.finalized', 'record.queued', 'session.started'];
  expect(actions({ reference: id.slice(-6) })).toEqual(wanted);
  expect(actions({ reference: id })).toEqual(wanted);
  expect(actions({ reference: 'nobody' })).toEqual([]);
});

test('what one person did, and kinds: a deletion is none of the interview', () => {
  const { actions } = log();
  expect(actions({ actor: STAFF })).toEqual(['settings.changed', 'session.erased', 'decision.made']);
  expect(actions({ kind: 'interviews' })).toEqual(['session.finalized', 'session.started']);
  expect(actions({ kind: 'deletions' })).toEqual(['session.erased']);
  expect(actions({ kind: 'reviews' })).toEqual(['decision.made']);
  expect(actions({ kind: 'sending' })).toEqual(['record.queued']);
  expect(actions({ kind: 'kiosk' })).toEqual(['settings.changed']);
  expect(actions({ kind: 'accounts' })).toEqual([]);
});
