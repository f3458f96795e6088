import { expect, test } from 'vitest';
import { openDatabase } from '../database.native.ts';

const database = openDatabase(':memory:');
const planOf = (sql: string) =>
  database
    .prepare<[], { detail: string }>(`explain query plan ${sql}`)
    .all()
    .map(({ detail }) => detail)
    .join('; ');

test('a list is made from indexes alone, without reading what interviews hold', () => {
  expect(planOf('select session_id, phase, plan_sha256, reference, started_at from sessions')).toContain(
    'COVERING INDEX sessions_listed',
  );
  expect(
    planOf(`select distinct session_id from answers where status >= 'needs_review:' and status < 'needs_review;'`),
  ).toContain('COVERING INDEX answers_to_listen');
  expect(planOf(`select session_id from recordings where sync_state = 'parked'`)).toContain(
    'COVERING INDEX recordings_parked',
  );
});
