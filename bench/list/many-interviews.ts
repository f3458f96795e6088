import BetterSqlite3 from 'better-sqlite3';
import { v7 } from 'uuid';
import { createCodes } from '#main/codes.ts';
import type { Database } from '#main/store/database.native.ts';
import type { StoreKeys } from '#main/store/keys/cells.ts';
import { keysInMemory } from '#main/store/keys/keys.fake.ts';
import { createSearchIndex, type SearchIndex } from '#main/store/keys/search-index.ts';
import { migrate } from '#main/store/migrate.ts';
import { openStore, type Store } from '#main/store/open-store.ts';
import { readJobs } from '#main/store/resource-files.ts';
import { sampleInterview } from '#main/store/sample-interview.fake.ts';
import { answerBodyPlace, candidateSearch, INTERVIEW, STATE } from '#main/store/session-rows.ts';
import type { SessionPhase } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Job } from '#shared/job.ts';
import { LOCALES } from '#shared/localized.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import { sha256 } from '#main/store/sha256.ts';

const DAY_MS = 86_400_000;
const LAST_MS = Date.UTC(2026, 10, 22, 16);
/** A year and a half of one busy gate. */
const DAYS = 540;

const SURNAMES = Array.from('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗');
const GIVEN = Array.from('伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚小文志建国华玉兰');
const FIRST = ['Anna', 'Maria', 'John', 'Peter', 'Ahmed', 'Sofia', 'Ivan', 'Linh', 'Omar', 'Grace', 'Zoë', 'Carlos'];
const LAST = ['Novak', 'Lopez', 'Smith', 'Müller', 'Nguyen', 'Okafor', 'Singh', 'Rossi', 'Kim', 'Haddad', 'Ortiz'];

/** A generator of numbers from 0 up to, not including, 1; the same every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const pick = <T>(from: readonly T[], random: () => number): T => from[Math.floor(random() * from.length)] as T;

/** A name: two in three Chinese. */
export function aName(random: () => number): string {
  if (random() < 0.35) return `${pick(FIRST, random)} ${pick(LAST, random)}`;
  return pick(SURNAMES, random) + pick(GIVEN, random) + (random() < 0.6 ? pick(GIVEN, random) : '');
}

function phaseOf(chance: number): SessionPhase {
  if (chance < 0.92) return 'finalized';
  if (chance < 0.96) return 'withdrawn';
  return chance < 0.99 ? 'sealed' : 'draft';
}

/** Over how many days, up to which instant, interviews were held. */
interface Period {
  readonly days: number;
  readonly lastMs: number;
}

/**
 * A database of its own, without the journal and the hashes of the guard: those cost a save, and are measured by `bench store`, but no
 * list reads them.
 */
export function openUnguarded(file: string): Database {
  const database: Database = new BetterSqlite3(file);
  for (const pragma of ['journal_mode = WAL', 'synchronous = OFF', 'foreign_keys = ON']) database.pragma(pragma);
  migrate(database);
  return database;
}

/** Puts in what so many interviews leave behind, every cell sealed under a key of its interview. */
export async function manyInterviews(
  database: Database,
  count: number,
  keys: StoreKeys = keysInMemory(),
  { days, lastMs }: Period = { days: DAYS, lastMs: LAST_MS },
): Promise<{ store: Store; jobs: Job[]; search: SearchIndex }> {
  const random = seeded(7);
  const jobs = (await readJobs('resources/jobs')).slice(0, 5);
  const codes = createCodes(keys.ring.secret);
  const store = openStore(database, {
    now: () => new Date(lastMs),
    newId: () => v7(),
    reference: codes.reference,
    keys,
  });
  const { cells } = store;
  const search = createSearchIndex(database, keys.ring.secret);
  const plans = jobs.map((job) => {
    const json = canonicalText(job);
    return { job, json, sha256: sha256(json) };
  });
  const insertPlan = database.prepare('insert into plans values (?, ?, ?, ?, ?)');
  for (const { job, json, sha256: hash } of plans)
    insertPlan.run(
      hash,
      job.id,
      job.version,
      LOCALES.map((each) => job.title[each].toLocaleLowerCase()).join('\n'),
      json,
    );
  const insertSession = database.prepare(
    `insert into sessions (session_id, phase, plan_sha256, reference, locale, state_kind, state_json, interview_json, return_code, started_at, finalized_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, null, ?, ?)`,
  );
  const insertAnswer = database.prepare('insert into answers values (?, ?, ?, 1, ?, ?, null, ?)');
  const insertRecord = database.prepare(
    'insert into records (record_id, seq, session_id, type, record_json) values (?, ?, ?, ?, ?)',
  );
  const insertOutbox = database.prepare(
    'insert into outbox (record_id, state, attempts, next_attempt_ms) values (?, ?, 0, 0)',
  );
  const insertRecording = database.prepare(
    `insert into recordings (recording_id, session_id, item_id, take, part, kind, mime_type, state, slices, size_bytes, sha256,
       duration_ms, started_at, sync_state, attempts, next_attempt_ms)
     values (?, ?, ?, 1, 1, 'av', 'video/webm', 'complete', 60, 8000000, ?, 60000, ?, ?, 0, 0)`,
  );
  let seq = Number(database.prepare('select coalesce(max(seq), 0) from records').pluck().get());
  const put = (index: number) => {
    const atMs = lastMs - Math.floor(((count - index) / count) * days * DAY_MS);
    const at = new Date(atMs).toISOString();
    const id = v7({ msecs: atMs, seq: index }) as SessionId;
    const plan = pick(plans, random);
    const phase = phaseOf(random());
    const identity = { by: 'name' as const, name: aName(random), phone: '139 0000 0000' };
    const interview = sampleInterview(id, {
      phase,
      job: plan.job,
      identity,
      consents: { recording: true, scoring: true, sending: true, talentPool: false },
      state: { kind: phase === 'sealed' || phase === 'draft' ? 'language' : 'wiped' },
    });
    const {
      state,
      job: _job,
      id: _id,
      phase: _phase,
      locale,
      returnCode: _code,
      startedAt: _at,
      finalizedAt: _end,
      ...rest
    } = interview;
    cells.begin(id);
    insertSession.run(
      id,
      phase,
      plan.sha256,
      codes.reference(id),
      locale,
      phase === 'sealed' || phase === 'draft' ? 'sealed' : state.kind,
      cells.seal(id, STATE, JSON.stringify(state)),
      cells.seal(id, INTERVIEW, JSON.stringify(rest)),
      at,
      phase === 'finalized' ? at : null,
    );
    search.put(id, candidateSearch(identity));
    const isFlagged = random() < 0.15;
    for (const [number, item] of plan.job.items.entries()) {
      const isSkipped = random() < 0.04;
      const body = isSkipped ? { kind: 'skipped' } : { kind: 'spoken' };
      const status = isSkipped ? 'no_answer' : isFlagged && number === 2 ? 'needs_review:short' : 'scored';
      insertAnswer.run(
        id,
        item.id,
        number + 1,
        cells.seal(id, answerBodyPlace(item.id), JSON.stringify(body)),
        status,
        at,
      );
    }
    const syncState = random() < 0.001 ? 'parked' : index > count - 200 ? 'waiting' : 'sent';
    for (const type of ['session.started', 'consent.given', 'identity.given', 'session.scored', 'session.finalized']) {
      seq += 1;
      const recordId = v7({ msecs: atMs });
      insertRecord.run(recordId, seq, id, type, '{}');
      insertOutbox.run(recordId, syncState);
    }
    for (const item of plan.job.items.slice(0, 4))
      insertRecording.run(
        v7({ msecs: atMs }),
        id,
        item.id,
        'a'.repeat(64),
        at,
        syncState === 'parked' ? 'sent' : syncState,
      );
  };
  const putThousand = database.transaction((from: number) => {
    for (let index = from; index < Math.min(count, from + 1000); index++) put(index);
  });
  for (let from = 0; from < count; from += 1000) putThousand(from);
  database.pragma('wal_checkpoint(TRUNCATE)');
  return { store, jobs, search };
}
