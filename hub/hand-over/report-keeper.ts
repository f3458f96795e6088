import { createHash } from 'node:crypto';
import type { Locker } from '@tus/server';
import { z } from 'zod';
import type { ReportFile } from '#connectors/report/report-files.ts';
import { reportPdf } from '#connectors/report/report-pdf.ts';
import type { InterviewResult } from '#shared/result.ts';
import type { HubDatabase } from '../database/database.ts';
import type { ContentStore } from '../media/content-store.ts';
import { heldResult, publishResult, unpublishedUpTo } from './result-store.ts';

const ReportRow = z.object({ sha256: z.string(), sizeBytes: z.int() });

/** A report that lies in the content store. */
export type KeptReport = z.infer<typeof ReportRow>;

/** Draws reports, keeps them with the recordings, and lets a document out once its report is there. */
export type ReportKeeper = ReturnType<typeof createReportKeeper>;

/**
 * @param parts.locker the one of uploads and removals: a report that is being kept is not removed under our hands
 */
export function createReportKeeper(parts: {
  readonly database: HubDatabase;
  readonly content: ContentStore;
  readonly locker: Locker;
  readonly now: () => Date;
}) {
  const { database, content, locker, now } = parts;

  async function keptReport(id: string, revision: number): Promise<KeptReport | null> {
    const row = await database.get(
      `select sha256, size_bytes "sizeBytes" from result_reports where result_id = ? and revision = ? and kept_at is not null`,
      id,
      revision,
    );
    return row === undefined ? null : ReportRow.parse(row);
  }

  async function draw(result: InterviewResult): Promise<{ readonly file: ReportFile; readonly bytes: Uint8Array }> {
    // of the document as it was made: its own report is not part of what the report shows
    const drawn = { ...result, report: { ...result.report, files: [] } };
    const bytes = await reportPdf(drawn, result.language.startsWith('zh') ? 'zh-CN' : 'en');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { bytes, file: { name: 'report.pdf', contentType: 'application/pdf', bytes: bytes.length, sha256 } };
  }

  /** Does nothing for what is erased meanwhile. A crash in between leaves a row that knows the file. */
  async function keep(id: string, revision: number): Promise<void> {
    const held = await heldResult(database, id, revision);
    if (held?.result == null || (await keptReport(id, revision)) !== null) return;
    const { result } = held;
    const { file, bytes } = await draw(result);
    const lock = locker.newLock(file.sha256);
    await lock.lock(new AbortController().signal, () => undefined);
    try {
      const isStillHeld = await database.transaction(async (queries) => {
        if ((await heldResult(queries, id, revision))?.result == null) return false;
        await queries.run(
          `insert into result_reports (result_id, revision, sha256, size_bytes) values (?, ?, ?, ?)
           on conflict (result_id, revision) do update set sha256 = excluded.sha256, size_bytes = excluded.size_bytes`,
          id,
          revision,
          file.sha256,
          file.bytes,
        );
        return true;
      });
      if (!isStillHeld) return;
      await content.takeWhole(file.sha256, pieces(bytes));
      await database.transaction(async (queries) => {
        const still = await heldResult(queries, id, revision);
        // erased since: the erasure has put the file on the list of what is to be removed, and waits for our lock
        if (still?.result == null) return;
        await queries.run(
          'update result_reports set kept_at = ? where result_id = ? and revision = ?',
          now().toISOString(),
          id,
          revision,
        );
        if (still.isPublished) return;
        await publishResult(queries, { ...result, report: { ...result.report, files: [file] } });
      });
    } finally {
      await lock.unlock();
    }
  }

  return {
    keptReport,
    /** Draws and keeps the report of a document, and of revisions before it that have none yet; then readers get them. */
    prepare: async (id: string, revision: number): Promise<void> => {
      for (const earlier of await unpublishedUpTo(database, id, revision)) await keep(id, earlier);
      await keep(id, revision);
    },
    /** The bytes of a file of a report; null while they are not here. */
    read: async ({ sha256, bytes }: Pick<ReportFile, 'sha256' | 'bytes'>): Promise<Uint8Array | null> => {
      if ((await content.stateOf(sha256)).state !== 'complete') return null;
      const read: Buffer[] = [];
      for await (const piece of content.read(sha256, 0, bytes - 1)) read.push(z.instanceof(Buffer).parse(piece));
      return Buffer.concat(read);
    },
  };
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
