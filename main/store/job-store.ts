import { z } from 'zod';
import { Job, StoredJob } from '#shared/job.ts';
import { DraftItem, JobDraft } from '#shared/job/job-draft.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import type { JobRows, LocalVersion, StoredBankItem, StoredDraft } from '../jobs/ports.ts';
import type { Database } from './database.native.ts';
import type { Cells } from './keys/cells.ts';
import type { Ledger } from './ledger.ts';
import { sha256 } from './sha256.ts';

interface DraftRow {
  draft_id: string;
  job_id: string;
  base_version: number | null;
  revision: number;
  body_json: string;
  saved_at: string;
}

interface VersionRow {
  job_id: string;
  version: number;
  body_json: string;
  sha256: string;
  published_at: string;
  published_by: string;
}

interface BankRow {
  bank_id: string;
  body_json: string;
  added_at: string;
  added_by: string;
}

const BankBody = z.strictObject({
  item: DraftItem,
  tags: z.array(z.string()),
  from: z.strictObject({ jobId: z.string(), jobTitle: z.string(), version: z.number().nullable() }),
});

const draftPlace = (id: string): string => `job_drafts.body_json\0${id}`;
const versionPlace = (jobId: string, version: number): string => `local_jobs.body_json\0${jobId}\0${version}`;
const bankPlace = (id: string): string => `bank_items.body_json\0${id}`;

/** Posts that are written at this kiosk, in its database. Each call is one transaction with its audit line. */
export function createJobStore(
  database: Database,
  ledger: Pick<Ledger, 'audit' | 'append'>,
  parts: {
    readonly now: () => Date;
    readonly newId: () => string;
    readonly cells: Pick<Cells, 'sealForDevice' | 'openForDevice'>;
  },
): JobRows {
  const { cells } = parts;
  const at = (): string => parts.now().toISOString();
  const selectDrafts = database.prepare<[], DraftRow>('select * from job_drafts order by saved_at desc, draft_id desc');
  const selectDraft = database.prepare<[string], DraftRow>('select * from job_drafts where draft_id = ?');
  const insertDraft = database.prepare(
    'insert into job_drafts (draft_id, job_id, base_version, revision, body_json, saved_at) values (?, ?, ?, 1, ?, ?)',
  );
  const updateDraft = database.prepare(
    'update job_drafts set revision = revision + 1, body_json = ?, saved_at = ? where draft_id = ? and revision = ?',
  );
  const deleteDraft = database.prepare('delete from job_drafts where draft_id = ?');
  const selectVersions = database.prepare<[], Omit<VersionRow, 'body_json'>>(
    'select job_id, version, sha256, published_at, published_by from local_jobs order by job_id, version desc',
  );
  const selectNewest = database.prepare<[], Pick<VersionRow, 'job_id' | 'version' | 'body_json'>>(
    `select job_id, version, body_json from local_jobs l where version =
       (select max(version) from local_jobs n where n.job_id = l.job_id) order by job_id`,
  );
  const selectVersion = database
    .prepare<[string, number], string>('select body_json from local_jobs where job_id = ? and version = ?')
    .pluck();
  const insertVersion = database.prepare(
    'insert into local_jobs (job_id, version, body_json, sha256, published_at, published_by) values (?, ?, ?, ?, ?, ?)',
  );
  // with every question of its groups: what one person was asked is shorter
  const selectUsed = database
    .prepare<[string, number], string>(
      'select job_json from plans where job_id = ? and job_version = ? order by length(job_json) desc limit 1',
    )
    .pluck();
  const selectUsage = database.prepare<[], { jobId: string; version: number; interviews: number }>(
    `select job_id "jobId", job_version version, sum(held) interviews from plans join
       (select plan_sha256, count(*) held from sessions group by plan_sha256) on plan_sha256 = plans.sha256
     group by job_id, job_version`,
  );
  const selectBank = database.prepare<[], BankRow>('select * from bank_items order by added_at desc, bank_id desc');
  const selectBankItem = database.prepare<[string], BankRow>('select * from bank_items where bank_id = ?');
  const insertBankItem = database.prepare(
    'insert into bank_items (bank_id, body_json, added_at, added_by) values (?, ?, ?, ?)',
  );
  const updateBankItem = database.prepare('update bank_items set body_json = ? where bank_id = ?');
  const deleteBankItem = database.prepare('delete from bank_items where bank_id = ?');

  function draftOf(row: DraftRow): StoredDraft {
    return {
      id: row.draft_id,
      jobId: row.job_id,
      baseVersion: row.base_version,
      revision: row.revision,
      savedAt: row.saved_at,
      job: JobDraft.parse(JSON.parse(cells.openForDevice(draftPlace(row.draft_id), row.body_json))),
    };
  }

  function found(id: string): StoredDraft | null {
    const row = selectDraft.get(id);
    return row === undefined ? null : draftOf(row);
  }

  function bankItemOf(row: BankRow): StoredBankItem {
    const body = BankBody.parse(JSON.parse(cells.openForDevice(bankPlace(row.bank_id), row.body_json)));
    return { id: row.bank_id, ...body, addedAt: row.added_at, addedBy: row.added_by };
  }

  function audit(actor: string, action: string, subject: string, detail: Record<string, string | number>): void {
    ledger.audit({ actor, action, subject, detail });
  }

  return {
    versions: () =>
      selectVersions.all().map((row): LocalVersion => ({
        jobId: row.job_id,
        version: row.version,
        publishedAt: row.published_at,
        publishedBy: row.published_by,
        sha256: row.sha256,
      })),
    // an update of the program may read more strictly, and must not end over it
    newest: () =>
      selectNewest
        .all()
        .flatMap(
          ({ job_id: id, version, body_json: body }) =>
            Job.safeParse(JSON.parse(cells.openForDevice(versionPlace(id, version), body))).data ?? [],
        ),
    find(jobId, version) {
      const body = selectVersion.get(jobId, version);
      return body === undefined
        ? null
        : (Job.safeParse(JSON.parse(cells.openForDevice(versionPlace(jobId, version), body))).data ?? null);
    },
    findUsed(jobId, version) {
      const json = selectUsed.get(jobId, version);
      return json === undefined ? null : (StoredJob.safeParse(JSON.parse(json)).data ?? null);
    },
    usage: () => selectUsage.all(),

    drafts: () => selectDrafts.all().map(draftOf),
    draft: found,
    begin: ({ id, jobId, baseVersion, job }, by) =>
      database.transaction((): StoredDraft => {
        const savedAt = at();
        insertDraft.run(id, jobId, baseVersion, cells.sealForDevice(draftPlace(id), JSON.stringify(job)), savedAt);
        audit(by, 'job.draft_begun', jobId, { draftId: id, baseVersion: baseVersion ?? 0 });
        return { id, jobId, baseVersion, revision: 1, savedAt, job };
      })(),
    save(id, revision, job) {
      const savedAt = at();
      const body = cells.sealForDevice(draftPlace(id), JSON.stringify(job));
      return updateDraft.run(body, savedAt, id, revision).changes === 0 ? null : { revision: revision + 1, savedAt };
    },
    discard: (id, by) =>
      database.transaction(() => {
        const row = selectDraft.get(id);
        if (row === undefined) return;
        deleteDraft.run(id);
        audit(by, 'job.draft_discarded', row.job_id, { draftId: id });
      })(),
    publish: (draft, job, by) =>
      database.transaction((): LocalVersion => {
        const { jobId, baseVersion } = draft;
        const version = (baseVersion ?? 0) + 1;
        const body = { ...job, id: jobId, version };
        const hash = sha256(canonicalText(body));
        const publishedAt = at();
        const sealed = cells.sealForDevice(versionPlace(jobId, version), JSON.stringify(body));
        insertVersion.run(jobId, version, sealed, hash, publishedAt, by);
        deleteDraft.run(draft.id);
        audit(by, 'job.published', jobId, { version, sha256: hash });
        const told = { jobId, version, sha256: hash, job: body };
        ledger.append(
          {
            id: parts.newId(),
            type: 'job.published',
            sessionId: null,
            capturedAt: publishedAt,
            body: told,
            recordings: [],
          },
          'waiting',
        );
        return { jobId, version, publishedAt, publishedBy: by, sha256: hash };
      })(),

    bank: () => selectBank.all().map(bankItemOf),
    addToBank: ({ id, item, tags, from, addedBy }) =>
      database.transaction(() => {
        const body = cells.sealForDevice(bankPlace(id), JSON.stringify({ item, tags, from }));
        insertBankItem.run(id, body, at(), addedBy);
        audit(addedBy, 'bank.added', id, { jobId: from.jobId });
      })(),
    tagBankItem: (id, tags, by) =>
      database.transaction(() => {
        const row = selectBankItem.get(id);
        if (row === undefined) return false;
        const { item, from } = bankItemOf(row);
        updateBankItem.run(cells.sealForDevice(bankPlace(id), JSON.stringify({ item, tags, from })), id);
        audit(by, 'bank.tagged', id, { tags: tags.length });
        return true;
      })(),
    removeFromBank: (id, by) =>
      database.transaction(() => {
        if (deleteBankItem.run(id).changes === 0) return false;
        audit(by, 'bank.removed', id, {});
        return true;
      })(),
  };
}
