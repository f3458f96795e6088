import type { Database } from './database.native.ts';

/** What `main/sync` asks of its outbox, said here too: rooms do not import each other, and main/app.ts would not compile if they differed. */
export interface OutboxFigures {
  readonly waiting: number;
  readonly sent: number;
  readonly parked: number;
  readonly mediaWaiting: number;
  readonly mediaSent: number;
  readonly mediaParked: number;
  readonly bytesWaiting: number;
  readonly lastSentAt: string | null;
}

/** What the index of migration 120 holds; true of every file that waits or is parked. */
export const UNSENT_FILE = `sync_state <> 'sent' and (kind = 'av' or sync_state <> 'held')`;
const LATER = `max(coalesce(last_at, ''), coalesce(new.sent_at, ''))`;

/**
 * What was sent: at a kiosk with a hundred thousand interviews nearly everything, and counting it takes a third of a second in which
 * nothing else is answered. Derived, hence temporary: counted once, then kept by triggers in the transactions that send or delete.
 */
const SENT = `
  create temp table if not exists sent_figures (
    id integer primary key check (id = 1),
    records integer not null,
    last_at text,
    file_changes integer not null
  ) strict;
  create temp trigger if not exists record_was_sent after update of state on main.outbox when new.state = 'sent' begin
    update sent_figures set records = records + (old.state <> 'sent'), last_at = ${LATER};
  end;
  create temp trigger if not exists record_came_sent after insert on main.outbox when new.state = 'sent' begin
    update sent_figures set records = records + 1, last_at = ${LATER};
  end;
  create temp trigger if not exists record_is_sent_no_more after update of state on main.outbox
    when new.state <> 'sent' and old.state = 'sent' begin
    update sent_figures set records = records - 1;
  end;
  create temp trigger if not exists sent_record_is_gone after delete on main.outbox when old.state = 'sent' begin
    update sent_figures set records = records - 1;
  end;
  create temp trigger if not exists file_was_sent after update of sync_state on main.recordings
    when new.sync_state = 'sent' or old.sync_state = 'sent' begin
    update sent_figures set file_changes = file_changes + 1, last_at = ${LATER};
  end;
  create temp trigger if not exists file_came_sent after insert on main.recordings when new.sync_state = 'sent' begin
    update sent_figures set file_changes = file_changes + 1, last_at = ${LATER};
  end;
  create temp trigger if not exists sent_file_is_gone after delete on main.recordings when old.sync_state = 'sent' begin
    update sent_figures set file_changes = file_changes + 1;
  end;
  insert or replace into sent_figures values (
    1,
    (select count(*) from main.outbox where state = 'sent'),
    (select max(at) from (select max(sent_at) at from main.outbox union all select max(sent_at) at from main.recordings)),
    0
  );`;

/**
 * How much waits, was sent and is parked, of records and of files; two recordings with the same bytes are one file.
 *
 * @returns reads the figures; without a change since the last time that costs nothing
 */
export function createOutboxFigures(database: Database): () => OutboxFigures {
  database.exec(SENT);
  const selectSent = database.prepare<[], { records: number; last_at: string | null; file_changes: number }>(
    'select records, last_at, file_changes from temp.sent_figures',
  );
  const countUnsentRecords = database.prepare<[], { state: string; n: number }>(
    `select state, count(*) n from outbox where state in ('waiting', 'parked') group by state`,
  );
  const isFile = 'sha256 is not null and slices > 0';
  const countUnsentFiles = database.prepare<[], { state: string; n: number; bytes: number }>(
    `select sync_state state, count(*) n, sum(size_bytes) bytes from
       (select distinct sha256, sync_state, size_bytes from recordings
        where ${UNSENT_FILE} and sync_state in ('waiting', 'parked') and ${isFile}) group by sync_state`,
  );
  const countSentFiles = database
    .prepare<[], number>(
      `select count(*) from (select distinct sha256, size_bytes from recordings where sync_state = 'sent' and ${isFile})`,
    )
    .pluck();
  // one connection writes, ever: as long as it changed nothing there is nothing to count anew
  const countChanges = database.prepare<[], number>('select total_changes()').pluck();
  let counted: { readonly changes: number; readonly figures: OutboxFigures } | null = null;
  let sentFiles: { readonly changes: number; readonly n: number } | null = null;

  function sentFilesAt(changes: number): number {
    if (sentFiles?.changes !== changes) sentFiles = { changes, n: countSentFiles.get() ?? 0 };
    return sentFiles.n;
  }
  const sent = selectSent.get();
  sentFilesAt(sent?.file_changes ?? 0);

  return () => {
    const changes = countChanges.get() ?? 0;
    if (counted?.changes === changes) return counted.figures;
    const { records, last_at, file_changes } = selectSent.get() ?? { records: 0, last_at: null, file_changes: 0 };
    const unsent = new Map(countUnsentRecords.all().map(({ state, n }) => [state, n]));
    const files = new Map(countUnsentFiles.all().map((row) => [row.state, row]));
    const figures: OutboxFigures = {
      waiting: unsent.get('waiting') ?? 0,
      sent: records,
      parked: unsent.get('parked') ?? 0,
      mediaWaiting: files.get('waiting')?.n ?? 0,
      mediaSent: sentFilesAt(file_changes),
      mediaParked: files.get('parked')?.n ?? 0,
      bytesWaiting: files.get('waiting')?.bytes ?? 0,
      lastSentAt: last_at === '' ? null : last_at,
    };
    counted = { changes, figures };
    return figures;
  };
}
