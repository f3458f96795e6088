import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalText } from '#shared/wire/canonical.ts';
import { type Change, MAX_CHANGES, type Publication, PUBLISHED_SCHEMA_VERSION } from '#shared/wire/publication.ts';
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

const COLUMNS = `cursor, kind, id, version, schema_version "schemaVersion", sites_json "sitesJson", body_json "bodyJson", sha256,
  published_at "publishedAt", published_by "publishedBy"`;
const WITHDRAWN = canonicalText(null);

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const sitesOf = ({ sitesJson }: Row): readonly string[] | null =>
  sitesJson === null ? null : Sites.parse(JSON.parse(sitesJson));
const isFor = (row: Row, site: string): boolean => sitesOf(row)?.includes(site) ?? true;

function publicationOf(row: Row): Publication {
  const { kind, id, version, publishedAt, publishedBy, sha256, bodyJson } = row;
  const sites = sitesOf(row);
  return {
    kind,
    id,
    version,
    sites: sites === null ? null : [...sites],
    publishedAt,
    publishedBy,
    isWithdrawn: bodyJson === WITHDRAWN,
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
export async function putPublication(queries: Queries, entry: NewPublication): Promise<Publication> {
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
 * Withdraws what is published; nothing where nothing is. Inside the caller's transaction, like {@link putPublication}.
 */
export async function withdrawPublication(
  queries: Queries,
  entry: Pick<NewPublication, 'kind' | 'id' | 'by' | 'at'>,
): Promise<void> {
  const newest = await newestRow(queries, entry.kind, entry.id);
  if (newest !== null) await putPublication(queries, { ...entry, sites: sitesOf(newest), body: null });
}

/** What head office publishes to kiosks, over the hub's database. Nothing is ever overwritten. */
export function createPublicationStore(database: HubDatabase) {
  return {
    /** {@link putPublication} in a transaction of its own. */
    put: (entry: NewPublication): Promise<Publication> =>
      database.transaction((queries) => putPublication(queries, entry)),

    /** The newest version; null for what was never published. */
    async find(kind: string, id: string): Promise<Publication | null> {
      const newest = await newestRow(database, kind, id);
      return newest === null ? null : publicationOf(newest);
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
