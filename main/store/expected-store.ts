import { z } from 'zod';
import type { SessionId } from '#shared/ids.ts';
import type { ExpectedRows, StoredExpected } from '../expected/ports.ts';
import type { Database } from './database.native.ts';
import { type Cells, KeyGoneError } from './keys/cells.ts';
import type { Ledger } from './ledger.ts';

const Body = z.strictObject({
  code: z.string(),
  jobId: z.string(),
  name: z.string(),
  phone: z.string(),
  skills: z.array(z.string()),
  expiresAt: z.string(),
});
type Row = { expected_id: string; body_json: string; made_at: string };

const placeOf = (id: string): string => `expected_candidates.body_json\0${id}`;
/** Keys lie beside those of interviews, by the same kind of id. */
const ownerOf = (id: string): SessionId => id as SessionId;

/** Those whom the site expects, in the kiosk's database. Whoever is removed is unreadable in every copy: the key is destroyed. */
export function createExpectedStore(
  database: Database,
  ledger: Pick<Ledger, 'audit'>,
  { cells }: { readonly cells: Pick<Cells, 'begin' | 'seal' | 'open' | 'destroy'> },
): ExpectedRows {
  const selectAll = database.prepare<[], Row>(
    `select * from expected_candidates where body_json <> '' order by made_at desc, expected_id desc`,
  );
  const insert = database.prepare('insert into expected_candidates (expected_id, body_json, made_at) values (?, ?, ?)');
  const empty = database.prepare(
    `update expected_candidates set body_json = '' where expected_id = ? and body_json <> ''`,
  );
  const selectEmptied = database
    .prepare<[], string>(`select expected_id from expected_candidates where body_json = ''`)
    .pluck();
  const remove = database.prepare('delete from expected_candidates where expected_id = ?');

  /** The key goes before the row: what a power cut leaves of it is done at the next start. */
  function settle(): void {
    const emptied = selectEmptied.all();
    if (emptied.length === 0) return;
    cells.destroy(emptied.map(ownerOf));
    database.transaction(() => emptied.forEach((id) => void remove.run(id)))();
  }
  settle();

  function openedOf({ expected_id: id, body_json: stored, made_at: madeAt }: Row): StoredExpected {
    try {
      return { id, madeAt, ...Body.parse(JSON.parse(cells.open(id, placeOf(id), stored))) };
    } catch (error) {
      if (!(error instanceof KeyGoneError)) throw error;
      // a database that was put back from before it was removed: over, and removed again
      return { id, madeAt, code: '', jobId: '', name: '', phone: '', skills: [], expiresAt: madeAt };
    }
  }

  return {
    all: () => selectAll.all().map(openedOf),
    add({ id, madeAt, ...body }, by) {
      // durable before it is used
      cells.begin(ownerOf(id));
      const sealed = cells.seal(id, placeOf(id), JSON.stringify(body));
      database.transaction(() => {
        insert.run(id, sealed, madeAt);
        ledger.audit({
          actor: by,
          action: 'candidate.expected',
          subject: id,
          detail: { jobId: body.jobId, skills: body.skills.length },
        });
      })();
    },
    remove(ids, by, reason) {
      database.transaction(() => {
        for (const id of ids)
          if (empty.run(id).changes > 0)
            ledger.audit({ actor: by, action: 'candidate.not_expected', subject: id, detail: { reason } });
      })();
      settle();
    },
  };
}
