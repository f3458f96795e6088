import type { SessionId } from '#shared/ids.ts';
import { assessmentInputPlace, assessmentPlace, PRESENCE, readBackPlace, TRANSCRIPT } from './assessment-store.ts';
import type { Database } from './database.native.ts';
import { type Cells, isSealed } from './keys/cells.ts';
import type { SearchIndex } from './keys/search-index.ts';
import { SETTINGS_PLACE } from './kiosk-store.ts';
import { recordPlace } from './ledger.ts';
import { ANALYSIS } from './recording-store.ts';
import { answerBodyPlace, answerScorePlace, candidateSearchOf, draftPlace, INTERVIEW, STATE } from './session-rows.ts';
import { staffNamePlace } from './staff-store.ts';

interface EarlierCell {
  id: number;
  text: string;
  /** Columns that name the row. */
  a: string;
  b: string;
}

/** Where personal texts lie, by interview: rows are asked for with the interview's id. */
const OF_INTERVIEW: readonly {
  table: string;
  column: string;
  where: string;
  names: readonly [string, string];
  place: (a: string, b: string) => string;
}[] = [
  { table: 'sessions', column: 'state_json', where: 'session_id = ?', names: [`''`, `''`], place: () => STATE },
  { table: 'sessions', column: 'interview_json', where: 'session_id = ?', names: [`''`, `''`], place: () => INTERVIEW },
  { table: 'answers', column: 'body_json', where: 'session_id = ?', names: ['item_id', `''`], place: answerBodyPlace },
  {
    table: 'answers',
    column: 'score_json',
    where: 'session_id = ?',
    names: ['item_id', `''`],
    place: answerScorePlace,
  },
  { table: 'drafts', column: 'draft_json', where: 'session_id = ?', names: ['item_id', `''`], place: draftPlace },
  {
    table: 'read_backs',
    column: 'clauses_json',
    where: 'session_id = ?',
    names: ['item_id', 'of'],
    place: readBackPlace,
  },
  {
    table: 'assessments',
    column: 'input_json',
    where: 'session_id = ?',
    names: ['item_id', `''`],
    place: assessmentInputPlace,
  },
  {
    table: 'assessments',
    column: 'assessment_json',
    where: 'session_id = ?',
    names: ['item_id', `''`],
    place: assessmentPlace,
  },
  { table: 'records', column: 'record_json', where: 'session_id = ?', names: ['record_id', `''`], place: recordPlace },
  ...(
    [
      ['analyses', 'analysis_json', ANALYSIS],
      ['transcripts', 'transcript_json', TRANSCRIPT],
      ['presences', 'presence_json', PRESENCE],
    ] as const
  ).map(([table, column, place]) => ({
    table,
    column,
    where: 'recording_id in (select recording_id from recordings where session_id = ?)',
    names: [`''`, `''`] as const,
    place: () => place,
  })),
];

/**
 * Seals what an earlier release stored in the clear, interview by interview. Nothing to do, and quick, when all is sealed.
 *
 * @returns how many interviews were sealed; copies of the database and the journal still hold their texts then
 */
export function sealEarlierRows(database: Database, cells: Cells, search: SearchIndex): number {
  const open = database
    .prepare<[], SessionId>(
      `select session_id from sessions where phase <> 'erased' and interview_json like '{%' order by session_id`,
    )
    .pluck()
    .all();
  const device: readonly (readonly [string, string, string, (key: string) => string])[] = [
    ['staff', 'name', 'staff_id', staffNamePlace],
    ['settings', 'settings_json', 'id', () => SETTINGS_PLACE],
  ];

  function sealInterview(id: SessionId): void {
    cells.begin(id);
    const interview = database
      .prepare<[string], string>('select interview_json from sessions where session_id = ?')
      .pluck()
      .get(id);
    search.put(id, interview === undefined ? null : candidateSearchOf(interview));
    for (const { table, column, where, names, place } of OF_INTERVIEW) {
      const rows = database
        .prepare<[string], EarlierCell>(
          `select rowid as id, ${column} as text, ${names[0]} as a, ${names[1]} as b from ${table}
           where ${where} and ${column} is not null`,
        )
        .all(id);
      const update = database.prepare(`update ${table} set ${column} = ? where rowid = ?`);
      for (const { id: rowId, text, a, b } of rows)
        if (!isSealed(text)) update.run(cells.seal(id, place(a, b), text), rowId);
    }
    database
      .prepare('update key_ring set newest_serial = @serial where newest_serial < @serial')
      .run({ serial: cells.serial() });
  }

  const sealDevice = database.transaction(() => {
    for (const [table, column, key, place] of device) {
      const rows = database
        .prepare<[], { text: string; key: string | number }>(`select ${column} as text, ${key} as key from ${table}`)
        .all();
      const update = database.prepare(`update ${table} set ${column} = ? where ${key} = ?`);
      for (const row of rows)
        if (!isSealed(row.text)) update.run(cells.sealForDevice(place(String(row.key)), row.text), row.key);
    }
  });
  sealDevice();
  const sealOne = database.transaction(sealInterview);
  for (const id of open) sealOne(id);
  return open.length;
}
