import { existsSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { DeletionCertificate } from '#shared/wire/deletion-certificate.ts';
import { workspaceOf } from './workspace.ts';

/**
 * Certificates that a kiosk holds, the newest first. Reads only; the kiosk must not be running.
 *
 * @param interview id or reference of an interview
 * @throws {Error} when the folder holds no workspace of this release, or a kiosk is using it
 */
export function storedCertificates(directory: string, interview: string): DeletionCertificate[] {
  const { databaseFile } = workspaceOf(directory);
  if (!existsSync(databaseFile)) throw new Error(`${directory} holds no kiosk data (no ${databaseFile}).`);
  const database = new BetterSqlite3(databaseFile, { fileMustExist: true, timeout: 0 });
  try {
    database.pragma('query_only = ON');
    return database
      .prepare<{ interview: string }, string>(
        `select certificate_json from deletions join sessions using (session_id)
         where certificate_json is not null and finished_at is not null and (session_id = @interview or reference = upper(@interview))
         order by deletion_id desc`,
      )
      .pluck()
      .all({ interview })
      .map((json) => DeletionCertificate.parse(JSON.parse(json)));
  } catch (error) {
    if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new Error(`A kiosk is using ${directory}. Close it, then try again.`, { cause: error });
    throw error;
  } finally {
    database.close();
  }
}
