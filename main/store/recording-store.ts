import type { RecordingId, SessionId } from '#shared/ids.ts';
import { SpeechAnalysis } from '#shared/analysis.ts';
import type { Database } from './database.native.ts';
import type { Cells } from './keys/cells.ts';
import { recordingOf, type RecordingRow } from './session-rows.ts';

export interface SliceRow {
  sequence: number;
  offsetBytes: number;
  sizeBytes: number;
  sha256: string;
  frameSha256: string;
}

interface SliceSqlRow {
  sequence: number;
  offset_bytes: number;
  size_bytes: number;
  sha256: string;
  frame_sha256: string;
}

export function sliceOf(row: SliceSqlRow): SliceRow {
  return {
    sequence: row.sequence,
    offsetBytes: row.offset_bytes,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    frameSha256: row.frame_sha256,
  };
}

/** What the analyst said of a recording: a result, or the code of why there is none. */
export type StoredAnalysis = { state: 'analysed'; analysis: SpeechAnalysis } | { state: 'failed'; errorCode: string };

/** Place of a sealed cell. */
export const ANALYSIS = 'analyses.analysis_json';

/** Rows of the recordings' bytes. A slice row is written only after its bytes were synced (I4). */
export function createRecordingStore(database: Database, cells: Cells, now: () => Date) {
  const slice = 'select sequence, offset_bytes, size_bytes, sha256, frame_sha256 from slices where recording_id = ?';
  const selectSlice = database.prepare<[string, number], SliceSqlRow>(`${slice} and sequence = ?`);
  const selectSlices = database.prepare<[string], SliceSqlRow>(`${slice} order by sequence`);
  const insertSlice = database.prepare(
    `insert into slices (recording_id, sequence, offset_bytes, size_bytes, sha256, frame_sha256, received_at)
     values (?, ?, ?, ?, ?, ?, ?)`,
  );
  const grow = database.prepare(
    'update recordings set slices = slices + 1, size_bytes = size_bytes + ?, mime_type = ? where recording_id = ?',
  );
  const close = database.prepare('update recordings set state = ?, sha256 = ?, duration_ms = ? where recording_id = ?');
  const remove = database.prepare('delete from recordings where recording_id = ?');

  return {
    find(id: RecordingId): RecordingRow | null {
      const row = database
        .prepare<[string], Parameters<typeof recordingOf>[0]>('select * from recordings where recording_id = ?')
        .get(id);
      return row ? recordingOf(row) : null;
    },
    slice(id: RecordingId, sequence: number): SliceRow | null {
      const row = selectSlice.get(id, sequence);
      return row ? sliceOf(row) : null;
    },
    listSlices: (id: RecordingId): SliceRow[] => selectSlices.all(id).map(sliceOf),
    addSlice(id: RecordingId, slice: SliceRow, mimeType: string): void {
      database.transaction(() => {
        const { sequence, offsetBytes, sizeBytes, sha256, frameSha256 } = slice;
        insertSlice.run(id, sequence, offsetBytes, sizeBytes, sha256, frameSha256, now().toISOString());
        grow.run(slice.sizeBytes, mimeType, id);
      })();
    },
    close(id: RecordingId, state: 'complete' | 'interrupted', sha256: string, durationMs: number): void {
      close.run(state, sha256, durationMs, id);
    },
    remove(id: RecordingId): void {
      remove.run(id);
    },
    /** Length of the sound recorded beside this video; null without one. */
    partnerDurationMs(id: RecordingId): number | null {
      const ms = database
        .prepare<[string], number>(
          `select other.size_bytes / 32 from recordings this join recordings other using (session_id, item_id, take, part)
           where this.recording_id = ? and other.kind = 'pcm' and this.kind <> 'pcm'`,
        )
        .pluck()
        .get(id);
      return ms ?? null;
    },
    listOpen: (): RecordingRow[] =>
      database
        .prepare<[], Parameters<typeof recordingOf>[0]>(`select * from recordings where state = 'recording'`)
        .all()
        .map(recordingOf),
    listPlain: (): RecordingRow[] =>
      database
        .prepare<[], Parameters<typeof recordingOf>[0]>(
          `select * from recordings where recording_id in (select recording_id from slices where frame_sha256 = '')`,
        )
        .all()
        .map(recordingOf),
    sealSlices(id: RecordingId, hashes: readonly string[]): void {
      const update = database.prepare('update slices set frame_sha256 = ? where recording_id = ? and sequence = ?');
      database.transaction(() => hashes.forEach((hash, sequence) => update.run(hash, id, sequence)))();
    },
    saveAnalysis(id: RecordingId, outcome: StoredAnalysis): void {
      const json = outcome.state === 'analysed' ? cells.sealFor(id, ANALYSIS, JSON.stringify(outcome.analysis)) : null;
      const code = outcome.state === 'failed' ? outcome.errorCode : null;
      database
        .prepare(
          `insert into analyses (recording_id, analysis_json, error_code, analysed_at) values (?, ?, ?, ?)
           on conflict (recording_id) do update set analysis_json = excluded.analysis_json, error_code = excluded.error_code, analysed_at = excluded.analysed_at`,
        )
        .run(id, json, code, now().toISOString());
    },
    analysis(id: RecordingId): StoredAnalysis | null {
      const row = database
        .prepare<[string], { analysis_json: string | null; error_code: string | null }>(
          'select analysis_json, error_code from analyses where recording_id = ?',
        )
        .get(id);
      if (!row) return null;
      if (row.analysis_json === null) return { state: 'failed', errorCode: row.error_code ?? 'unknown' };
      return {
        state: 'analysed',
        analysis: SpeechAnalysis.parse(JSON.parse(cells.openFor(id, ANALYSIS, row.analysis_json))),
      };
    },
    /** Sound of kept answers that no analyst has looked at yet, oldest first: what to ask for again after a restart. */
    listUnanalysed: (): RecordingRow[] =>
      database
        .prepare<[], Parameters<typeof recordingOf>[0]>(
          `select recordings.* from recordings join answers using (session_id, item_id)
           where kind = 'pcm' and recordings.state <> 'recording' and slices > 0 and recordings.take = answers.take and answers.status = 'pending'
             and recording_id not in (select recording_id from analyses) order by recording_id`,
        )
        .all()
        .map(recordingOf),
    listOf: (sessionId: SessionId): RecordingRow[] =>
      database
        .prepare<[string], Parameters<typeof recordingOf>[0]>(
          'select * from recordings where session_id = ? order by item_id, take, part, kind',
        )
        .all(sessionId)
        .map(recordingOf),
  };
}
export type RecordingStore = ReturnType<typeof createRecordingStore>;
