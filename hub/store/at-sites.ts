import { placeholders, type Queries } from '../database/database.ts';

/** Of whom a caller may see something: null for all sites. */
export type Sites = ReadonlySet<string> | null;

/** Whether records of this interview came from a kiosk of these sites. A kiosk that never enrolled is of no site. */
export async function isSessionAtSites(queries: Queries, sessionId: string, sites: Sites): Promise<boolean> {
  if (sites === null) return true;
  if (sites.size === 0) return false;
  const row = await queries.get(
    `select 1 "one" from records r join devices d on d.device_id = r.device_id
      where r.session_id = ? and d.site in ${placeholders(1, sites.size)} limit 1`,
    sessionId,
    ...sites,
  );
  return row !== undefined;
}

/** Whether a record of a kiosk of these sites names this file. */
export async function isMediaAtSites(queries: Queries, sha256: string, sites: Sites): Promise<boolean> {
  if (sites === null) return true;
  if (sites.size === 0) return false;
  const row = await queries.get(
    `select 1 "one" from media_references m join records r on r.hub_seq = m.hub_seq
      join devices d on d.device_id = r.device_id
      where m.sha256 = ? and d.site in ${placeholders(1, sites.size)} limit 1`,
    sha256,
    ...sites,
  );
  return row !== undefined;
}
