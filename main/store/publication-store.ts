import type { CheckedChange, Publications, WaitingChange } from '../publications/ports.ts';
import type { Database } from './database.native.ts';
import type { Cells } from './keys/cells.ts';

/** What head office published, in the kiosk's database. Each call is one transaction. */
export function createPublicationStore(
  database: Database,
  parts: { now: () => Date; cells: Pick<Cells, 'sealForDevice' | 'openForDevice'> },
): Publications {
  const placeOf = (kind: string, id: string, version: number): string =>
    `publications.body_json\0${kind}\0${id}\0${version}`;
  const at = (): string => parts.now().toISOString();
  const insert = database.prepare(
    `insert into publications (kind, id, version, cursor, schema_version, published_at, body_json, sha256, signature, hub_key,
       received_at, state, reason)
     values (@kind, @id, @version, @cursor, @schemaVersion, @publishedAt, @bodyJson, @sha256, @signature, @hubKey, @receivedAt,
       @state, @reason)
     on conflict (kind, id, version) do update set cursor = excluded.cursor, schema_version = excluded.schema_version,
       published_at = excluded.published_at, body_json = excluded.body_json, sha256 = excluded.sha256,
       signature = excluded.signature, hub_key = excluded.hub_key, received_at = excluded.received_at, state = excluded.state,
       reason = excluded.reason
     where publications.state = 'refused'`,
  );
  const setCursor = database.prepare(
    'insert into down_sync (id, cursor) values (1, ?) on conflict (id) do update set cursor = excluded.cursor',
  );
  const selectWaiting = database.prepare<[], { kind: string; id: string; version: number; body_json: string | null }>(
    `select kind, id, version, body_json from publications where state = 'waiting' order by cursor`,
  );
  const settle = database.prepare(
    `update publications set state = ?, reason = ?, applied_at = ? where kind = ? and id = ? and version = ? and state = 'waiting'`,
  );
  const selectNewest = database.prepare<[string], { id: string; version: number; body_json: string | null }>(
    `select id, version, body_json from publications p where kind = ? and state = 'applied' and version =
       (select max(version) from publications n where n.kind = p.kind and n.id = p.id and n.state = 'applied') order by id`,
  );
  const selectOne = database
    .prepare<[string, string, number], string | null>(
      `select body_json from publications where kind = ? and id = ? and version = ? and state = 'applied'`,
    )
    .pluck();

  function opened(kind: string, id: string, version: number, stored: string | null): unknown {
    return stored === null ? null : JSON.parse(parts.cells.openForDevice(placeOf(kind, id, version), stored));
  }

  return {
    cursor: () => database.prepare<[], number>('select cursor from down_sync').pluck().get() ?? 0,
    take: (changes: readonly CheckedChange[], next: number, hubKey: string) =>
      database.transaction(() => {
        for (const change of changes) {
          const { body, ...row } = change;
          const { kind, id, version } = change;
          const bodyJson =
            body === null || body === undefined
              ? null
              : parts.cells.sealForDevice(placeOf(kind, id, version), JSON.stringify(body));
          insert.run({ ...row, bodyJson, hubKey, receivedAt: at() });
        }
        setCursor.run(next);
      })(),
    waiting: (): WaitingChange[] =>
      selectWaiting.all().map(({ kind, id, version, body_json }) => ({
        kind,
        id,
        version,
        body: opened(kind, id, version, body_json),
      })),
    apply: (changes, also) =>
      database.transaction(() => {
        for (const { kind, id, version } of changes) settle.run('applied', null, at(), kind, id, version);
        also();
      })(),
    settle: ({ kind, id, version }, reason) => void settle.run('applied', reason, at(), kind, id, version),
    newest: (kind) =>
      selectNewest.all(kind).flatMap(({ id, version, body_json }) => {
        const body = opened(kind, id, version, body_json);
        return body === null ? [] : [body];
      }),
    find: (kind, id, version) => opened(kind, id, version, selectOne.get(kind, id, version) ?? null),
    troubles: () =>
      database
        .prepare<[], { kind: string; id: string; version: number; state: 'kept' | 'refused'; reason: string | null }>(
          // what a newer version of the same thing has replaced needs nobody any more
          `select kind, id, version, state, reason from publications p where state in ('kept', 'refused') and not exists
             (select 1 from publications n where n.kind = p.kind and n.id = p.id and n.version > p.version) order by cursor`,
        )
        .all(),
    count: () => database.prepare<[], number>('select count(*) from publications').pluck().get() ?? 0,
    startOver: (isOtherHub) => {
      if (isOtherHub) database.prepare('delete from publications').run();
      setCursor.run(0);
    },
  };
}
