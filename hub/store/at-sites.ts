import { placeholders, type Queries, type SqlValue } from '../database/database.ts';

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

/** A condition of SQL with its values, in the order of their question marks. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Sessions (`candidate_sessions` as `t`) that were held at these sites; null sites: all. */
export function sessionsAt(sites: Sites): Condition {
  if (sites === null) return { sql: '1 = 1', values: [] };
  if (sites.size === 0) return { sql: '1 = 0', values: [] };
  const list = placeholders(1, sites.size);
  return {
    sql: `t.device_id in (select device_id from devices where site in ${list})`,
    values: [...sites],
  };
}

/**
 * Applications (`t`) that are these sites' own: interviewed there or invited there, and nowhere else interviewed. Null sites: all.
 */
export function applicationsAt(sites: Sites): Condition {
  if (sites === null) return { sql: '1 = 1', values: [] };
  if (sites.size === 0) return { sql: '1 = 0', values: [] };
  const list = placeholders(1, sites.size);
  const held = `select x.application_id from candidate_sessions x join devices d on d.device_id = x.device_id
    where x.application_id is not null and d.site in ${list}`;
  const invited = `select i.application_id from invitations i join slots l on l.id = i.slot_id where l.site_id in ${list}`;
  const elsewhere = `select 1 from candidate_sessions y left join devices e on e.device_id = y.device_id
    where y.application_id = t.id and (e.site is null or e.site not in ${list})`;
  return {
    sql: `(t.id in (${held}) or t.id in (${invited})) and not exists (${elsewhere})`,
    values: [...sites, ...sites, ...sites],
  };
}

/** Files in front (`candidates` as `c`) of people who were interviewed at these sites or invited there; null sites: all. */
export function candidatesAt(sites: Sites): Condition {
  if (sites === null) return { sql: '1 = 1', values: [] };
  if (sites.size === 0) return { sql: '1 = 0', values: [] };
  const list = placeholders(1, sites.size);
  const held = `select x.candidate_id from candidate_sessions x join devices d on d.device_id = x.device_id where d.site in ${list}`;
  const invited = `select i.candidate_id from invitations i join slots l on l.id = i.slot_id where l.site_id in ${list}`;
  return {
    sql: `c.id in (select coalesce(m.merged_into, m.id) from candidates m where m.id in (${held}) or m.id in (${invited}))`,
    values: [...sites, ...sites],
  };
}

/** Whether a file in front is of somebody who was interviewed at, or invited to, these sites. */
export async function isCandidateAtSites(queries: Queries, rootId: string, sites: Sites): Promise<boolean> {
  const { sql, values } = candidatesAt(sites);
  return (
    (await queries.get(`select 1 "one" from candidates c where c.id = ? and ${sql}`, rootId, ...values)) !== undefined
  );
}

/** Whether this application is these sites' own. */
export async function isApplicationAtSites(queries: Queries, applicationId: string, sites: Sites): Promise<boolean> {
  const { sql, values } = applicationsAt(sites);
  const row = await queries.get(
    `select 1 "one" from applications t where t.id = ? and ${sql}`,
    applicationId,
    ...values,
  );
  return row !== undefined;
}

/** Appointments (`slots` as `s`) at these sites; null sites: all. */
export function slotsAt(sites: Sites): Condition {
  if (sites === null) return { sql: '1 = 1', values: [] };
  if (sites.size === 0) return { sql: '1 = 0', values: [] };
  return { sql: `s.site_id in ${placeholders(1, sites.size)}`, values: [...sites] };
}

/** Whether an appointment is at one of these sites. */
export async function isSlotAtSites(queries: Queries, slotId: string, sites: Sites): Promise<boolean> {
  const { sql, values } = slotsAt(sites);
  return (await queries.get(`select 1 "one" from slots s where s.id = ? and ${sql}`, slotId, ...values)) !== undefined;
}
