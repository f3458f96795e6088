import { createHash, randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { CountryCode } from 'libphonenumber-js';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { RowContent, type RowReading } from '#connectors/resume/row-reading.ts';
import { Actor } from '#shared/hub/actor.ts';
import { ImportReport, ImportRow, type ImportRowState, type ImportSummary } from '#shared/hub/imports.ts';
import { codeKey } from '#shared/invitation.ts';
import { Localized } from '#shared/localized.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import {
  addFacts,
  ensureApplication,
  findByFact,
  keepResume,
  noteInTimeline,
  openFile,
  proposeMerges,
  type Change,
  type NewFact,
} from '../candidates/candidate-file.ts';
import { factsOf } from '../candidates/facts-of.ts';
import { jsonColumn } from '../database/json-column.ts';
import { placeholders, type HubDatabase, type Queries } from '../database/database.ts';
import { ProblemError, refusal } from '../http/problem.ts';

/** Rows that are committed together: all or none. */
const CHUNK = 100;
const SHOWN_ROWS = 20;

const Row = ImportReport.omit({ counts: true, rows: true }).extend({
  reading: jsonColumn(z.record(z.string(), z.string())),
  actor: jsonColumn(Actor),
});
const StoredRow = z.object({
  number: z.int(),
  content: z.string(),
  state: ImportRow.shape.state,
  problem: jsonColumn(Localized).nullable(),
  candidateId: z.string().nullable(),
});
const CountRow = z.object({ state: ImportRow.shape.state, count: z.int() });
const SELECT = `select id, kind, name, sha256, job_id "jobId", reading, state, actor, created_at "createdAt", committed_at "committedAt" from imports`;
const ROWS = `select number, content, state, problem, candidate_id "candidateId" from import_rows`;

export type NewImport = {
  readonly kind: ImportReport['kind'];
  readonly name: string;
  readonly bytes: Buffer;
  /** What makes it the same import: bytes and how they are read, or the id a channel gave. */
  readonly sameAs: string;
  readonly jobId: string | null;
  readonly how: Readonly<Record<string, string>>;
  readonly rows: readonly { readonly number: number; readonly reading: RowReading }[];
};

/** Flow and rules, as an import needs them. */
export type ImportParts = {
  readonly database: HubDatabase;
  readonly phoneRegion: CountryCode;
  readonly firstStage: (queries: Queries, jobId: string) => Promise<string>;
  readonly changed: (change: Change, applicationId: string) => Promise<void>;
  readonly now: () => Date;
};

export const sha256Of = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/** The key of document hashes, made once per database. */
export async function documentPepper(database: HubDatabase): Promise<string> {
  const read = async (queries: Queries) => {
    const row = await queries.get(`select value from hub_settings where name = 'document_pepper'`);
    return row === undefined ? null : z.object({ value: z.string() }).parse(row).value;
  };
  return (
    (await read(database)) ??
    database.transaction(async (queries) => {
      const made = randomBytes(32).toString('base64url');
      await queries.run(
        `insert into hub_settings (name, value) values ('document_pepper', ?) on conflict do nothing`,
        made,
      );
      return (await read(queries)) ?? made;
    })
  );
}

/** @throws {ProblemError} `not_found` */
export async function importOf(queries: Queries, id: string): Promise<ImportReport> {
  const row = await queries.get(`${SELECT} where id = ?`, id);
  if (row === undefined) throw new ProblemError('not_found');
  const { actor: _actor, ...report } = Row.parse(row);
  const counts = await countsOf(queries, id);
  return { ...report, counts, rows: await importRows(queries, id, { limit: SHOWN_ROWS }) };
}

async function countsOf(queries: Queries, id: string): Promise<ImportReport['counts']> {
  const counts: Record<ImportRowState, number> = { ready: 0, new: 0, matched: 0, needs_decision: 0, rejected: 0 };
  const counted = await queries.all(
    'select state, count(*) "count" from import_rows where import_id = ? group by state',
    id,
  );
  for (const { state, count } of CountRow.array().parse(counted)) counts[state] = count;
  return counts;
}

/** What people uploaded and channels sent, newest first, one more than `limit` when there are more. */
export async function listImports(
  queries: Queries,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<ImportSummary[]> {
  const rows = await queries.all(
    `${SELECT} ${cursor === undefined ? '' : 'where id < ?'} order by id desc limit ?`,
    ...(cursor === undefined ? [] : [cursor]),
    limit + 1,
  );
  return Promise.all(
    Row.array()
      .parse(rows)
      .map(async ({ actor: _actor, reading: _reading, ...summary }) => ({
        ...summary,
        counts: await countsOf(queries, summary.id),
      })),
  );
}

/** Rows in the order of the file, after `after`. */
export async function importRows(
  queries: Queries,
  id: string,
  query: { readonly limit: number; readonly after?: number; readonly state?: ImportRowState | undefined },
): Promise<ImportRow[]> {
  const ofState = query.state === undefined ? '' : 'and state = ?';
  const rows = await queries.all(
    `${ROWS} where import_id = ? and number > ? ${ofState} order by number limit ?`,
    id,
    query.after ?? 0,
    ...(query.state === undefined ? [] : [query.state]),
    query.limit,
  );
  return StoredRow.array()
    .parse(rows)
    .map(({ content, ...row }) => {
      const contact = content === '' ? null : RowContent.parse(JSON.parse(content)).contact;
      return {
        ...row,
        name: contact?.name ?? null,
        phones: contact?.phones ?? [],
        emails: contact?.emails ?? [],
        skills: contact?.skills ?? [],
      };
    });
}

/** Keeps what was read. The same file read the same way is the same import. */
export async function keepImport(change: Change, parts: ImportParts, made: NewImport): Promise<ImportReport> {
  const { queries, at, actor } = change;
  const known = await queries.get('select id from imports where same_as = ?', made.sameAs);
  if (known !== undefined) {
    const report = await importOf(queries, z.object({ id: z.string() }).parse(known).id);
    if (report.sha256 !== sha256Of(made.bytes)) throw refusal('import_id_used');
    return report;
  }
  const id = uuidv7();
  await queries.run(
    `insert into imports (id, kind, name, sha256, same_as, job_id, reading, state, actor, created_at) values (?, ?, ?, ?, ?, ?, ?, 'previewed', ?, ?)`,
    id,
    made.kind,
    made.name,
    sha256Of(made.bytes),
    made.sameAs,
    made.jobId,
    JSON.stringify(made.how),
    JSON.stringify(actor),
    at,
  );
  const values = made.rows.map(({ number, reading }) => {
    const checked = 'problem' in reading ? reading : checkedContact(reading, parts.phoneRegion);
    if (!('problem' in checked)) return [id, number, JSON.stringify(checked), 'ready', null];
    // a person puts right what was read of a PDF; of a row of a file the file
    const content = made.kind === 'pdf' && !('problem' in reading) ? JSON.stringify(reading) : '';
    return [id, number, content, 'rejected', JSON.stringify(checked.problem)];
  });
  for (let from = 0; from < values.length; from += CHUNK) {
    const some = values.slice(from, from + CHUNK);
    await queries.run(
      `insert into import_rows (import_id, number, content, state, problem) values ${placeholders(some.length, 5)}`,
      ...some.flat(),
    );
  }
  await appendAudit(queries, { at, actor, action: 'import.previewed', subject: id });
  return importOf(queries, id);
}

/** The row, or what is wrong with it before it can be taken in. */
export function checkedContact(content: RowContent, region: CountryCode): RowReading {
  if (content.contact.name === '')
    return { problem: { 'zh-CN': '没有找到姓名：请填写。', en: 'No name was found: type it.' } };
  const { unreadable } = factsOf(content.contact, region);
  if (unreadable.length > 0)
    return { problem: { 'zh-CN': '电话号码无法识别。', en: 'A telephone number cannot be read.' } };
  if (content.contact.emails.some((email) => !z.email().safeParse(email).success))
    return { problem: { 'zh-CN': '电子邮箱无效。', en: 'An e-mail address is not valid.' } };
  return content;
}

/** A person has looked at the preview. Resumes where a crash stopped; again changes nothing. */
export async function commitImport(parts: ImportParts, id: string): Promise<ImportReport> {
  const { database, now } = parts;
  await database.transaction((queries) =>
    queries.run(`update imports set state = 'committing' where id = ? and state = 'previewed'`, id),
  );
  const row = await database.get(`${SELECT} where id = ?`, id);
  if (row === undefined) throw new ProblemError('not_found');
  const { jobId, actor } = Row.parse(row);
  for (;;) {
    const left = await database.transaction(async (queries) => {
      const change = { queries, at: now().toISOString(), actor };
      const rows = StoredRow.array().parse(
        await queries.all(`${ROWS} where import_id = ? and state = 'ready' order by number limit ${CHUNK}`, id),
      );
      for (const { number, content } of rows) {
        const became = await takeIn(change, parts, {
          importId: id,
          jobId,
          content: RowContent.parse(JSON.parse(content)),
        });
        await queries.run(
          'update import_rows set state = ?, candidate_id = ? where import_id = ? and number = ?',
          became.state,
          became.candidateId,
          id,
          number,
        );
      }
      if (rows.length < CHUNK) {
        const ended = await queries.run(
          `update imports set state = 'committed', committed_at = ? where id = ? and state = 'committing'`,
          change.at,
          id,
        );
        if (ended > 0) await appendAudit(queries, { at: change.at, actor, action: 'import.committed', subject: id });
      }
      return rows.length === CHUNK;
    });
    if (!left) return importOf(database, id);
    // others have their turn between chunks: SQLite answers without ever letting go of the thread
    await setImmediate();
  }
}

/** Imports that a crash left half done. */
export async function resumeImports(parts: ImportParts): Promise<void> {
  const rows = await parts.database.all(`select id from imports where state = 'committing' order by id`);
  for (const row of rows) await commitImport(parts, z.object({ id: z.string() }).parse(row).id);
}

async function takeIn(
  change: Change,
  parts: ImportParts,
  row: { readonly importId: string; readonly jobId: string | null; readonly content: RowContent },
): Promise<{ readonly state: ImportRowState; readonly candidateId: string }> {
  const { queries } = change;
  const { contact, externalId, documentNumber, invitationCode, resume } = row.content;
  const { facts } = factsOf(
    { ...contact, ...(externalId === null ? {} : { externalIds: [externalId] }) },
    parts.phoneRegion,
  );
  const own: NewFact[] = [
    ...facts,
    ...(documentNumber === null ? [] : [{ kind: 'document_hash' as const, value: documentNumber }]),
  ];
  const source = { kind: 'import' as const, id: row.importId };
  const known = await knownFile(queries, own, invitationCode);
  const candidateId = known ?? (await openFile(change));
  await addFacts(change, candidateId, own, source);
  if (resume !== null && resume !== undefined) await keepResume(change, candidateId, resume, source);
  await noteInTimeline(change, {
    candidateId,
    kind: 'candidate.imported',
    detail: { importId: row.importId, isNew: known === null },
  });
  if (row.jobId !== null) {
    const application = await ensureApplication(
      change,
      candidateId,
      row.jobId,
      await parts.firstStage(queries, row.jobId),
    );
    await parts.changed(change, application.id);
  }
  if (known !== null) return { state: 'matched', candidateId };
  const proposals = await proposeMerges(change, candidateId);
  return { state: proposals.length > 0 ? 'needs_decision' : 'new', candidateId };
}

/** By invitation code or external id; or a file that holds the same name and every key of the row already. */
async function knownFile(queries: Queries, facts: readonly NewFact[], code: string | null): Promise<string | null> {
  const invited = code === null ? null : await findByFact(queries, 'invitation_code', codeKey(code));
  if (invited !== null) return invited;
  const external = facts.find(({ kind }) => kind === 'external_id');
  const byId = external === undefined ? null : await findByFact(queries, 'external_id', external.value);
  if (byId !== null) return byId;
  const keys = facts.filter(({ kind }) => kind !== 'skill');
  if (keys.length < 2) return null;
  const row = await queries.get(
    `select coalesce(c.merged_into, c.id) "id" from candidate_facts f join candidates c on c.id = f.candidate_id
     where c.erased_at is null and (${keys.map(() => '(f.kind = ? and f.value = ?)').join(' or ')})
     group by coalesce(c.merged_into, c.id) having count(distinct f.kind || ' ' || f.value) = ? order by 1 limit 1`,
    ...keys.flatMap(({ kind, value }) => [kind, value]),
    keys.length,
  );
  return row === undefined ? null : z.object({ id: z.string() }).parse(row).id;
}

/** `Eraser` of imports: rows of a deleted person are emptied. An import does not come of a session. */
export const importEraser = {
  eraseSession: async (): Promise<void> => undefined,
  eraseCandidates: (queries: Queries, candidateIds: readonly string[]): Promise<number> =>
    queries.run(
      `update import_rows set content = '' where content <> '' and candidate_id in ${placeholders(1, candidateIds.length)}`,
      ...candidateIds,
    ),
};
