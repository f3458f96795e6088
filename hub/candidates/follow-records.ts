import type { CountryCode } from 'libphonenumber-js';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { InterviewResult } from '#shared/assessment.ts';
import type { Actor } from '#shared/hub/actor.ts';
import { codeKey } from '#shared/invitation.ts';
import { Identity } from '#shared/session.ts';
import { ERASURE_TYPE } from '#shared/wire/known-records.ts';
import { WireRecord } from '#shared/wire/record.ts';
import type { HubDatabase, Queries } from '../database/database.ts';
import type { HubLog } from '../http/hub-log.ts';
import { startWorkLoop } from '../jobs/work-loop.ts';
import { EMPTIED } from '../store/erasure.ts';
import { purposeOfSession } from '../store/session-purposes.ts';
import {
  addFacts,
  ensureApplication,
  findByFact,
  noteInTimeline,
  openFile,
  proposeMerges,
  type Change,
} from './candidate-file.ts';
import { phoneKey } from './contact-keys.ts';
import { eraseSessionFromFiles, sessionSource, type Eraser } from './erase-candidates.ts';

const FOLLOWER = 'candidates';
/** Records looked at in one transaction. */
const STEP = 200;
/** Other replicas and the import of bundles store records too; they wake nobody here. */
const POLL_MS = 5000;

const FOLLOWED = [
  'session.started',
  'session.sealed',
  'session.resumed',
  'session.withdrawn',
  'session.finalized',
  'session.scored',
  'identity.given',
  ERASURE_TYPE,
] as const;

const CursorRow = z.object({ hubSeq: z.int() });
const RecordRow = z.object({
  hubSeq: z.int(),
  deviceId: z.string(),
  sessionId: z.string(),
  type: z.string(),
  capturedAt: z.string(),
  receivedAt: z.string(),
  raw: z.string(),
});
type RecordRow = z.infer<typeof RecordRow>;
const SessionRow = z.object({
  candidateId: z.string().nullable(),
  applicationId: z.string().nullable(),
  jobId: z.string().nullable(),
  state: z.string(),
  revision: z.int(),
  result: z.string().nullable(),
});

/** What the newest schema of a kiosk may call otherwise is left alone: a field that cannot be read changes nothing. */
const Started = z.looseObject({ jobId: z.string(), jobVersion: z.int(), locale: z.string() });
const Finalized = z.looseObject({
  jobId: z.string(),
  jobVersion: z.int(),
  startedAt: z.string(),
  finalizedAt: z.string(),
});
const Scored = z.looseObject({ result: InterviewResult });
const Named = z.looseObject({ identity: Identity });

/** Where a new application begins, and what is to be thought over when something of it changed. */
export type FlowHooks = {
  readonly stageForSession: (queries: Queries, jobId: string) => Promise<string>;
  readonly changed: (change: Change, applicationId: string) => Promise<void>;
};

export type RecordFollower = {
  /** Looks for new records soon; returns at once. */
  readonly wake: () => void;
  /** Resolves when everything stored so far has been looked at. */
  readonly caughtUp: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * Keeps the candidate files up to date with what kiosks send: reads records in the order of their commit, each once, and remembers how far
 * it has come in the same transaction. Several hubs on one database take turns. Interviews that are not for hiring make no file.
 */
export function followRecords(parts: {
  readonly database: HubDatabase;
  readonly flow: FlowHooks;
  readonly erasers: readonly Eraser[];
  readonly phoneRegion: CountryCode;
  readonly now: () => Date;
  readonly log: HubLog;
}): RecordFollower {
  const { database, log } = parts;

  async function run(stop: AbortSignal): Promise<void> {
    let more = true;
    while (more && !stop.aborted) {
      const step = await database.transaction((queries) => followStep(queries, parts));
      if (step.hasErased) await database.scrub();
      more = step.hasMore;
      // others have their turn between steps: SQLite answers without ever letting go of the thread
      await setImmediate();
    }
  }

  return startWorkLoop({
    run,
    pollMs: POLL_MS,
    onFailure: (error) => log('candidates_not_followed', { message: String(error) }),
  });
}

async function followStep(
  queries: Queries,
  parts: Parameters<typeof followRecords>[0],
): Promise<{ readonly hasMore: boolean; readonly hasErased: boolean }> {
  const cursor = await queries.get('select hub_seq "hubSeq" from record_followers where name = ?', FOLLOWER);
  const after = cursor === undefined ? 0 : CursorRow.parse(cursor).hubSeq;
  const newest = await queries.get('select coalesce(max(hub_seq), 0) "hubSeq" from records');
  const end = CursorRow.parse(newest).hubSeq;
  if (end <= after) return { hasMore: false, hasErased: false };
  const rows = RecordRow.array().parse(
    await queries.all(
      `select hub_seq "hubSeq", device_id "deviceId", session_id "sessionId", type, captured_at "capturedAt",
         received_at "receivedAt", raw from records
       where hub_seq > ? and session_id is not null and type in (${FOLLOWED.map((type) => `'${type}'`).join(', ')})
       order by hub_seq limit ${STEP}`,
      after,
    ),
  );
  for (const row of rows) await follow(queries, row, parts);
  const hasMore = rows.length === STEP;
  await queries.run(
    'insert into record_followers (name, hub_seq) values (?, ?) on conflict (name) do update set hub_seq = excluded.hub_seq',
    FOLLOWER,
    hasMore ? (rows.at(-1)?.hubSeq ?? end) : end,
  );
  return { hasMore, hasErased: rows.some(({ type }) => type === ERASURE_TYPE) };
}

async function follow(queries: Queries, row: RecordRow, parts: Parameters<typeof followRecords>[0]): Promise<void> {
  const { deviceId, sessionId, type, capturedAt } = row;
  const actor: Actor = { kind: 'device', id: deviceId, name: deviceId };
  const change: Change = { queries, at: parts.now().toISOString(), actor };
  if (type === ERASURE_TYPE) {
    await eraseSessionFromFiles(queries, parts.erasers, { deviceId, sessionId, at: change.at });
    return;
  }
  // emptied: the session is erased, and nothing of it comes back
  if (row.raw === EMPTIED) return;
  // not an application: no file, no flow, no rule and no hand-over ever see it
  if ((await purposeOfSession(queries, deviceId, sessionId)) !== 'hiring') {
    // a withdrawal may travel before the record that tells
    await queries.run(
      'delete from candidate_sessions where device_id = ? and session_id = ? and candidate_id is null',
      deviceId,
      sessionId,
    );
    return;
  }
  const { body } = WireRecord.parse(JSON.parse(row.raw));
  await queries.run(
    `insert into candidate_sessions (device_id, session_id, state, revision) values (?, ?, 'started', 0) on conflict do nothing`,
    deviceId,
    sessionId,
  );
  const set = (columns: string, ...values: readonly (string | number | null)[]) =>
    queries.run(
      `update candidate_sessions set ${columns} where device_id = ? and session_id = ? and erased_at is null`,
      ...values,
      deviceId,
      sessionId,
    );
  const before = await sessionOf(queries, deviceId, sessionId);
  switch (type) {
    case 'session.started': {
      const started = Started.safeParse(body);
      if (started.success) {
        const { jobId, jobVersion, locale } = started.data;
        await set('job_id = ?, job_version = ?, locale = ?, started_at = ?', jobId, jobVersion, locale, capturedAt);
      }
      break;
    }
    case 'session.resumed':
      await set(`state = case when state = 'sealed' then 'started' else state end`);
      break;
    case 'session.sealed':
      await set(`state = case when state = 'started' then 'sealed' else state end`);
      break;
    case 'session.withdrawn':
      await set(`state = 'withdrawn', result = null`);
      break;
    case 'session.finalized': {
      const done = Finalized.safeParse(body);
      if (done.success) {
        const { jobId, jobVersion, startedAt, finalizedAt } = done.data;
        await set(
          `state = case when state = 'withdrawn' then state else 'finalized' end, job_id = ?, job_version = ?, started_at = ?, finalized_at = ?`,
          jobId,
          jobVersion,
          startedAt,
          finalizedAt,
        );
      }
      break;
    }
    case 'session.scored': {
      const scored = Scored.safeParse(body);
      if (scored.success) await set('result = ?, revision = revision + 1', JSON.stringify(scored.data.result));
      break;
    }
    case 'identity.given': {
      const named = Named.safeParse(body);
      if (named.success && before.candidateId === null) await attach(change, row, named.data.identity, parts);
      break;
    }
  }
  await settle(change, row, before, parts);
}

async function sessionOf(queries: Queries, deviceId: string, sessionId: string): Promise<z.infer<typeof SessionRow>> {
  return SessionRow.parse(
    await queries.get(
      `select candidate_id "candidateId", application_id "applicationId", job_id "jobId", state, revision, result
       from candidate_sessions where device_id = ? and session_id = ?`,
      deviceId,
      sessionId,
    ),
  );
}

/** An invitation code names the person; a name with a phone number only proposes. */
async function attach(
  change: Change,
  { deviceId, sessionId }: RecordRow,
  identity: Identity,
  { phoneRegion }: { readonly phoneRegion: CountryCode },
): Promise<void> {
  const { queries } = change;
  const source = sessionSource(deviceId, sessionId);
  const code = identity.by === 'invitation' ? codeKey(identity.code) : null;
  const invited = code === null ? null : await findByFact(queries, 'invitation_code', code);
  const candidateId = invited ?? (await openFile(change));
  await queries.run(
    'update candidate_sessions set candidate_id = ?, attached_by = ? where device_id = ? and session_id = ?',
    candidateId,
    invited === null ? 'new_file' : 'invitation_code',
    deviceId,
    sessionId,
  );
  if (identity.by === 'name') {
    const phone = phoneKey(identity.phone, phoneRegion) ?? identity.phone;
    await addFacts(
      change,
      candidateId,
      [
        { kind: 'name', value: identity.name },
        { kind: 'phone', value: phone },
      ],
      source,
    );
    await proposeMerges(change, candidateId);
  } else if (invited === null && code !== null) {
    await addFacts(change, candidateId, [{ kind: 'invitation_code', value: code }], source);
  }
  await noteInTimeline(change, {
    candidateId,
    sessionId,
    kind: 'session.attached',
    detail: { deviceId, sessionId, by: invited === null ? 'new_file' : 'invitation_code' },
  });
}

/** Joins what belongs together whatever came first, and lets the rules look at what changed. */
async function settle(
  change: Change,
  { deviceId, sessionId }: RecordRow,
  before: z.infer<typeof SessionRow>,
  { flow }: { readonly flow: FlowHooks },
): Promise<void> {
  const { queries } = change;
  const session = await sessionOf(queries, deviceId, sessionId);
  if (session.candidateId === null || session.state === 'erased') return;
  const { candidateId } = session;
  let { applicationId } = session;
  if (applicationId === null && session.jobId !== null) {
    const stageId = await flow.stageForSession(queries, session.jobId);
    applicationId = (await ensureApplication(change, candidateId, session.jobId, stageId)).id;
    await queries.run(
      'update candidate_sessions set application_id = ? where device_id = ? and session_id = ?',
      applicationId,
      deviceId,
      sessionId,
    );
  }
  const note = (kind: string, detail: Readonly<Record<string, unknown>>) =>
    noteInTimeline(change, { candidateId, applicationId, sessionId, kind, detail });
  const isNew = before.candidateId === null;
  if ((isNew || before.state !== session.state) && session.state !== 'started')
    await note(`session.${session.state}`, { deviceId });
  if (session.result !== null && (isNew || before.revision !== session.revision)) {
    const { total, status } = InterviewResult.parse(JSON.parse(session.result));
    await note('session.scored', { status, total: total?.score ?? null, revision: session.revision });
  }
  if (applicationId !== null) await flow.changed(change, applicationId);
}
