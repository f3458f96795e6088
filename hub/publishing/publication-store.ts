import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Actor } from '#shared/hub/actor.ts';
import { Localized } from '#shared/localized.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import {
  type Change,
  MAX_CHANGES,
  type Publication,
  PublicationKiosk,
  type PublicationWithBody,
  PUBLISHED_SCHEMA_VERSION,
} from '#shared/wire/publication.ts';
import { noteErasurePublication } from '../erasures/note-erasure-publication.ts';
import type { Sites } from '../store/at-sites.ts';
import type { HubDatabase, Queries } from '../database/database.ts';

const Sites = z.array(z.string()).nullable();
const Row = z.object({
  cursor: z.int(),
  kind: z.string(),
  id: z.string(),
  version: z.int(),
  schemaVersion: z.int(),
  sitesJson: z.string().nullable(),
  bodyJson: z.string(),
  sha256: z.string(),
  publishedAt: z.string(),
  publishedBy: z.string(),
});
type Row = z.infer<typeof Row>;
const CursorRow = z.object({ cursor: z.int() });

const COLUMNS = `cursor, kind, id, version, schema_version "schemaVersion", sites_json "sitesJson", body_json "bodyJson", sha256,
  published_at "publishedAt", published_by "publishedBy"`;
const WITHDRAWN = canonicalText(null);

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const sitesOf = ({ sitesJson }: Row): readonly string[] | null =>
  sitesJson === null ? null : Sites.parse(JSON.parse(sitesJson));
const isFor = (row: Row, site: string): boolean => sitesOf(row)?.includes(site) ?? true;

/** What people call a job or a pack. */
const Titled = z.looseObject({ title: Localized });

function publicationOf(row: Row): Publication {
  const { cursor, kind, id, version, publishedAt, publishedBy, sha256, bodyJson } = row;
  const sites = sitesOf(row);
  return {
    cursor,
    kind,
    id,
    version,
    sites: sites === null ? null : [...sites],
    publishedAt,
    publishedBy,
    isWithdrawn: bodyJson === WITHDRAWN,
    title: Titled.safeParse(JSON.parse(bodyJson)).data?.title ?? null,
    sha256,
  };
}

/** What is published, and to whom. */
export interface NewPublication {
  readonly kind: string;
  readonly id: string;
  /** Null: all. */
  readonly sites: readonly string[] | null;
  /** Null withdraws it. */
  readonly body: unknown;
  readonly by: string;
  readonly at: string;
}

async function newestRow(queries: Queries, kind: string, id: string): Promise<Row | null> {
  const found = await queries.get(
    `select ${COLUMNS} from publications where kind = ? and id = ? order by version desc limit 1`,
    kind,
    id,
  );
  return found === undefined ? null : Row.parse(found);
}

/**
 * Publishes a new version, inside the caller's transaction; the same body for the same sites as the newest one makes none.
 *
 * @param queries of a transaction: cursors are given out in its order
 */
export async function publishIn(queries: Queries, entry: NewPublication): Promise<Publication> {
  const { kind, id, by, at } = entry;
  const bodyJson = canonicalText(entry.body);
  const sitesJson = entry.sites === null ? null : JSON.stringify(entry.sites.toSorted());
  const newest = await newestRow(queries, kind, id);
  if (newest?.bodyJson === bodyJson && newest.sitesJson === sitesJson) return publicationOf(newest);
  const made = await queries.get(
    `insert into publications (kind, id, version, schema_version, sites_json, body_json, sha256, published_at, published_by)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning ${COLUMNS}`,
    kind,
    id,
    (newest?.version ?? 0) + 1,
    PUBLISHED_SCHEMA_VERSION,
    sitesJson,
    bodyJson,
    hashOf(bodyJson),
    at,
    by,
  );
  return publicationOf(Row.parse(made));
}

/**
 * Withdraws what is published; nothing where nothing is. Inside the caller's transaction, like {@link publishIn}.
 */
export async function withdrawIn(
  queries: Queries,
  entry: Pick<NewPublication, 'kind' | 'id' | 'by' | 'at'>,
): Promise<void> {
  const newest = await newestRow(queries, entry.kind, entry.id);
  if (newest !== null) await publishIn(queries, { ...entry, sites: sitesOf(newest), body: null });
}

/** What head office publishes to kiosks, over the hub's database. Nothing is ever overwritten. */
export function createPublicationStore(database: HubDatabase) {
  return {
    /** {@link publishIn} in a transaction of its own. */
    put: (entry: NewPublication): Promise<Publication> => database.transaction((queries) => publishIn(queries, entry)),

    /** The same for a request for erasure, which is listed with those that were asked for otherwise. */
    putErasure: (entry: NewPublication, actor: Actor): Promise<Publication> =>
      database.transaction(async (queries) => {
        const published = await publishIn(queries, entry);
        await noteErasurePublication({ queries, at: entry.at, actor }, { sessionId: entry.id });
        return published;
      }),

    /** The newest version; null for what was never published. */
    async find(kind: string, id: string): Promise<Publication | null> {
      const newest = await newestRow(database, kind, id);
      return newest === null ? null : publicationOf(newest);
    },

    /** The same with its body. */
    async read(kind: string, id: string): Promise<PublicationWithBody | null> {
      const newest = await newestRow(database, kind, id);
      return newest === null ? null : { ...publicationOf(newest), body: JSON.parse(newest.bodyJson) as unknown };
    },

    /** The newest version of everything, by kind and id; without invitations, of which there may be thousands. */
    list: async (): Promise<Publication[]> =>
      Row.array()
        .parse(
          await database.all(
            `select ${COLUMNS} from publications p where kind <> 'invitation' and version =
               (select max(version) from publications n where n.kind = p.kind and n.id = p.id) order by kind, id`,
          ),
        )
        .map(publicationOf),

    /** A kiosk asks from where it has kept everything; what it says last counts, also when it was set back. */
    async noteCursor(deviceId: string, after: number, at: string): Promise<void> {
      const row = await database.get('select after_cursor "cursor" from device_cursors where device_id = ?', deviceId);
      // kiosks ask every few minutes, and mostly from the same place: nothing is written then
      if (row !== undefined && CursorRow.parse(row).cursor === after) return;
      await database.run(
        `insert into device_cursors (device_id, after_cursor, since) values (?, ?, ?)
         on conflict (device_id) do update set after_cursor = excluded.after_cursor, since = excluded.since`,
        deviceId,
        after,
        at,
      );
    },

    /** How far the kiosks in use at these sites have come, by name. */
    kiosks: async (sites: Sites): Promise<PublicationKiosk[]> => {
      const rows = await database.all(
        `select d.device_id "deviceId", d.site, c.after_cursor "cursor", c.since from devices d
           left join device_cursors c on c.device_id = d.device_id where d.revoked_at is null order by d.device_id`,
      );
      return PublicationKiosk.array()
        .parse(rows)
        .filter(({ site }) => sites?.has(site) ?? true);
    },

    /**
     * What came after a cursor, as one site sees it: a version for other sites withdraws what this site had of it, and is nothing to a
     * site that had none.
     *
     * @param kinds only these; null for all
     */
    async changes(
      after: number,
      site: string,
      kinds: readonly string[] | null,
    ): Promise<{ changes: Omit<Change, 'signature'>[]; next: number; hasMore: boolean }> {
      const rows = Row.array().parse(
        await database.all(
          `select ${COLUMNS} from publications where cursor > ? order by cursor limit ?`,
          after,
          MAX_CHANGES + 1,
        ),
      );
      const page = rows.slice(0, MAX_CHANGES);
      const changes: Omit<Change, 'signature'>[] = [];
      for (const row of page) {
        if (kinds !== null && !kinds.includes(row.kind)) continue;
        const { cursor, kind, id, version, schemaVersion, publishedAt, sha256, bodyJson } = row;
        const base = { cursor, kind, id, version, schemaVersion, publishedAt };
        if (isFor(row, site)) changes.push({ ...base, body: JSON.parse(bodyJson) as unknown, sha256 });
        else if (await wasFor(site, row)) changes.push({ ...base, body: null, sha256: hashOf(WITHDRAWN) });
      }
      return { changes, next: page.at(-1)?.cursor ?? after, hasMore: rows.length > page.length };
    },
  };

  async function wasFor(site: string, { kind, id, version }: Row): Promise<boolean> {
    const found = await database.get(
      `select ${COLUMNS} from publications where kind = ? and id = ? and version = ?`,
      kind,
      id,
      version - 1,
    );
    return found !== undefined && isFor(Row.parse(found), site);
  }
}
export type PublicationStore = ReturnType<typeof createPublicationStore>;
