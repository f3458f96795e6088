import { existsSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { WordAssessmentInput } from '#shared/assessment.ts';
import { StoredJob } from '#shared/job.ts';
import { assessmentInputPlace, assessmentPlace } from './assessment-store.ts';
import { createCells, type StoreKeys } from './keys/cells.ts';
import { workspaceOf } from './workspace.ts';

/** One assessment with all it was made from. */
export interface StoredReading {
  readonly itemId: string;
  readonly input: WordAssessmentInput;
  /** The bytes as they were stored: canonical JSON. */
  readonly assessment: string;
}

/** A data folder or an interview that cannot be read; `message` is one sentence for the person who named it. */
export class StoredReadingsError extends Error {
  override readonly name = 'StoredReadingsError';
}

/**
 * Reads what was made of an interview's words, without writing anything.
 *
 * @param session the interview's id, or its short reference
 * @throws {StoredReadingsError} when the folder holds no kiosk, is in use, or knows no such interview
 */
export function readStoredReadings(directory: string, session: string, keys: StoreKeys): StoredReading[] {
  const { databaseFile } = workspaceOf(directory);
  if (!existsSync(databaseFile)) throw new StoredReadingsError(`${directory} holds no kiosk's data.`);
  const database = new BetterSqlite3(databaseFile, { fileMustExist: true, timeout: 0 });
  try {
    database.pragma('query_only = ON');
    const found = database
      .prepare<[string, string], { session_id: string; job_json: string }>(
        `select session_id, job_json from sessions join plans on plans.sha256 = plan_sha256
         where session_id = ? or reference = ? order by session_id desc`,
      )
      .get(session, session);
    if (!found) throw new StoredReadingsError(`There is no interview "${session}" in ${directory}.`);
    const cells = createCells(keys, () => undefined);
    const open = (place: string, text: string) => cells.open(found.session_id, place, text);
    const job = StoredJob.parse(JSON.parse(found.job_json));
    return database
      .prepare<[string], { item_id: string; input_json: string; bank_json: string; assessment_json: string }>(
        `select item_id, input_json, bank_json, assessment_json from assessments join banks on banks.sha256 = bank_sha256
         where session_id = ? and assessment_json is not null order by item_id`,
      )
      .all(found.session_id)
      .map((row) => ({
        itemId: row.item_id,
        input: WordAssessmentInput.parse({
          ...(JSON.parse(open(assessmentInputPlace(row.item_id), row.input_json)) as object),
          job,
          bank: JSON.parse(row.bank_json) as unknown,
        }),
        assessment: open(assessmentPlace(row.item_id), row.assessment_json),
      }));
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) {
      throw new StoredReadingsError(`${directory} is in use by a running kiosk. Close it first.`, { cause: error });
    }
    throw error;
  } finally {
    database.close();
  }
}
