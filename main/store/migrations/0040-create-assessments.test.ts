import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { present } from '#tests/fixtures/present.ts';
import { v7 } from 'uuid';
import { openDatabase } from '../database.native.ts';
import { keysInMemory } from '../keys/keys.fake.ts';
import { openStore, type Store } from '../open-store.ts';

/** A kiosk's data as the release before wrote it: one interview that waits for its code, one that is finished. */
const FIXTURE = join(import.meta.dirname, 'fixtures', 'workspace-30.db.gz');

let folder: string;
let store: Store;
let close: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-migration-'));
  const file = join(folder, 'anteroom.db');
  writeFileSync(file, gunzipSync(readFileSync(FIXTURE)));
  const database = openDatabase(file);
  close = () => database.close();
  store = openStore(database, {
    now: () => new Date(),
    newId: () => v7(),
    reference: (id) => id.slice(-6),
    keys: keysInMemory(),
  });
});
afterEach(() => {
  close();
  rmSync(folder, { recursive: true });
});

test('an interview that waits for its code comes back to its question', () => {
  const interview = store.sessions.findSealed('4821');
  expect(interview?.state).toMatchObject({
    kind: 'sealed',
    from: { kind: 'question', index: 2, stage: 'plan', probe: null, take: 1 },
  });
  expect(interview?.followUps).toEqual({ readBack: [], again: [], asked: [] });
  expect(interview?.job.items.find(({ kind }) => kind === 'spoken')).toMatchObject({ asks: 'behavioural' });
});

test('a finished interview keeps its answers, scores and analyses, and has no assessments', () => {
  const found = store.review.listSessions({
    phase: 'finalized',
    search: '',
    jobId: null,
    wait: null,
    from: null,
    to: null,
    after: null,
    limit: 10,
  });
  expect(found.sessions).toHaveLength(1);
  const id = present(found.sessions[0]?.id, 'no interview');
  const detail = store.review.getSession(id);
  expect(detail?.answers.map(({ status }) => status)).toEqual(['needs_review:no_transcript', 'scored']);
  expect(detail?.answers[1]?.score).toMatchObject({ score: 0.5, level: 3 });
  expect(detail?.recordings[0]?.analysis).toMatchObject({ analysisVersion: 1, speechMs: 7008 });
  expect(detail?.assessments.size).toBe(0);
});
