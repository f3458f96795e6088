import { z } from 'zod';
import { HubSessionSummary } from '#shared/wire/hub-session.ts';
import { ERASURE_TYPE } from '#shared/wire/known-records.ts';
import { QuarantineReason } from '#shared/wire/receipt.ts';
import { MediaReference, WireRecord } from '#shared/wire/record.ts';
import { type HubDatabase, placeholders } from '../database/database.ts';
import { keysOf } from '../devices/device-store.ts';
import { isMediaAtSites, isSessionAtSites } from './at-sites.ts';
import { createAuditHeads } from './audit-heads.ts';
import { EMPTIED } from './erasure.ts';
import type { HeldSession, HubStore, MediaRow, QuarantineRow } from './hub-store.ts';
import { putLines } from './put-lines.ts';
import { ofPurpose } from './session-purposes.ts';

const RecordRow = z.object({ hubSeq: z.int(), receivedAt: z.string(), isParsed: z.int(), raw: z.string() });
const MediaSqlRow = z.object({
  sha256: z.string(),
  sizeBytes: z.int(),
  metadata: z.string(),
  createdAt: z.string(),
  completedAt: z.string().nullable(),
});
const QuarantineSqlRow = z.object({
  deviceId: z.string(),
  id: z.string().nullable(),
  reason: QuarantineReason,
  raw: z.string(),
  receivedAt: z.string(),
});
const MediaErasureRow = z.object({ isReferred: z.int(), isRemoved: z.int() });
const MediaMetadata = z.record(z.string(), z.string().nullable());
const LineRow = z.object({ hubSeq: z.int(), deviceId: z.string(), raw: z.string() });
const CountRow = z.object({ count: z.int() });

/** The hub's store over either engine; `close` closes the database. */
export function createHubStore(database: HubDatabase): HubStore {
  const auditHeads = createAuditHeads(database);
  return {
    putLines: async (deviceId, lines, receivedAt) => {
      const receipts = await database.transaction((queries) => putLines(queries, deviceId, lines, receivedAt));
      if (lines.some((line) => line.verdict === 'sound' && line.record.type === ERASURE_TYPE)) await database.scrub();
      return receipts;
    },
    admitClaim: auditHeads.admit,
    findAuditHead: auditHeads.findHead,
    listAuditAlarms: auditHeads.listAlarms,
    forgetAuditHead: auditHeads.forgetHead,
    findDeviceKeys: (deviceId) => keysOf(database, deviceId),
    findLines: async (hubSeqs) => {
      const rows = LineRow.array().parse(
        await database.all(
          `select hub_seq "hubSeq", device_id "deviceId", raw from records where hub_seq in ${placeholders(1, hubSeqs.length)}`,
          ...hubSeqs,
        ),
      );
      const held = new Map(rows.map((row) => [row.hubSeq, row]));
      const [deviceId, ...others] = new Set(rows.map((row) => row.deviceId));
      const lines = hubSeqs.map((hubSeq) => held.get(hubSeq)?.raw ?? EMPTIED);
      if (deviceId === undefined || others.length > 0 || lines.includes(EMPTIED)) return null;
      return { deviceId, lines: lines.map((raw) => Buffer.from(raw)) };
    },
    isDeviceKnown: async (deviceId) =>
      (await database.get('select 1 "one" from records where device_id = ? limit 1', deviceId)) !== undefined,
    listSessions: async (limit, sites = null, purpose = null) => {
      if (sites?.size === 0) return [];
      const ofSites =
        sites === null
          ? ''
          : `and r.device_id in (
        select d.device_id from devices d where d.site in ${placeholders(1, sites.size)})`;
      const forPurpose = purpose === null ? { sql: '', values: [] } : ofPurpose(purpose);
      return HubSessionSummary.array().parse(
        await database.all(
          listSessionsSql(`${ofSites} ${forPurpose.sql}`),
          ...(sites ?? []),
          ...forPurpose.values,
          limit,
        ),
      );
    },
    isSessionAtSites: (sessionId, sites) => isSessionAtSites(database, sessionId, sites),
    isMediaAtSites: (sha256, sites) => isMediaAtSites(database, sha256, sites),
    findSession: (sessionId) => findSession(database, sessionId),
    listQuarantine: async (limit): Promise<QuarantineRow[]> =>
      QuarantineSqlRow.array().parse(
        await database.all(
          `select device_id "deviceId", id, reason, raw, received_at "receivedAt"
           from quarantine order by quarantine_seq desc limit ?`,
          limit,
        ),
      ),
    countRecords: async () => CountRow.parse(await database.get('select count(*) "count" from records')).count,
    putMedia: async ({ sha256, sizeBytes, metadata, createdAt }) => {
      await database.run(
        `insert into media (sha256, size_bytes, metadata, created_at) values (?, ?, ?, ?)
         on conflict (sha256) do update set size_bytes = excluded.size_bytes, metadata = excluded.metadata, completed_at = null`,
        sha256,
        sizeBytes,
        JSON.stringify(metadata),
        createdAt,
      );
    },
    findMedia: (sha256) => findMedia(database, sha256),
    completeMedia: async (sha256, completedAt) => {
      await database.run('update media set completed_at = ? where sha256 = ?', completedAt, sha256);
    },
    forgetMedia: async (sha256) => {
      await database.run('delete from media where sha256 = ?', sha256);
    },
    findMediaErasure: async (sha256) => {
      const found = await database.get(
        `select case when exists (select 1 from media_references m where m.sha256 = e.sha256) then 1 else 0 end "isReferred",
           case when e.removed_at is null then 0 else 1 end "isRemoved" from erased_media e where e.sha256 = ?`,
        sha256,
      );
      if (found === undefined) return null;
      const { isReferred, isRemoved } = MediaErasureRow.parse(found);
      if (isReferred === 0) return 'erased';
      return isRemoved === 1 ? null : 'removing';
    },
    listMediaToRemove: async () => {
      const rows = await database.all('select sha256 from erased_media where removed_at is null');
      return rows.map((row) => z.object({ sha256: z.string() }).parse(row).sha256);
    },
    noteMediaRemoved: (sha256, removedAt) =>
      database.transaction(async (queries) => {
        await queries.run('update erased_media set removed_at = ? where sha256 = ?', removedAt, sha256);
        await queries.run('delete from media where sha256 = ?', sha256);
      }),
    close: () => database.close(),
  };
}

async function findSession(database: HubDatabase, sessionId: string): Promise<HeldSession | null> {
  const rows = RecordRow.array().parse(
    await database.all(
      `select hub_seq "hubSeq", received_at "receivedAt", is_parsed "isParsed", raw
       from records where session_id = ? order by device_id, seq, hub_seq`,
      sessionId,
    ),
  );
  if (rows.length === 0) return null;
  const references = z
    .object({ reference: z.string(), isComplete: z.int() })
    .array()
    .parse(await database.all(sessionMediaSql, sessionId));
  const { erasedAt } = z
    .object({ erasedAt: z.string().nullable() })
    .parse(await database.get('select min(erased_at) "erasedAt" from erased_sessions where session_id = ?', sessionId));
  return {
    sessionId,
    erasedAt,
    records: rows
      .filter((row) => row.raw !== EMPTIED)
      .map((row) => ({
        hubSeq: row.hubSeq,
        receivedAt: row.receivedAt,
        isParsed: row.isParsed === 1,
        record: WireRecord.parse(JSON.parse(row.raw)),
      })),
    media: references.map((row) => ({
      ...MediaReference.parse(JSON.parse(row.reference)),
      isComplete: row.isComplete === 1,
    })),
  };
}

async function findMedia(database: HubDatabase, sha256: string): Promise<MediaRow | null> {
  const found = await database.get(
    `select sha256, size_bytes "sizeBytes", metadata, created_at "createdAt", completed_at "completedAt"
     from media where sha256 = ?`,
    sha256,
  );
  if (found === undefined) return null;
  const row = MediaSqlRow.parse(found);
  return { ...row, metadata: MediaMetadata.parse(JSON.parse(row.metadata)) };
}

const listSessionsSql = (andWhere: string): string => `
  select r.session_id "sessionId", min(r.device_id) "deviceId", count(*) "recordCount",
    (select count(distinct m.sha256) from media_references m where m.session_id = r.session_id) "mediaCount",
    (select count(distinct m.sha256) from media_references m join media f on f.sha256 = m.sha256
      where m.session_id = r.session_id and f.completed_at is not null) "mediaCompleteCount",
    min(r.captured_at) "firstCapturedAt", max(r.captured_at) "lastCapturedAt", max(r.received_at) "lastReceivedAt",
    (select min(e.erased_at) from erased_sessions e where e.session_id = r.session_id) "erasedAt",
    coalesce((select min(p.purpose) from session_purposes p where p.session_id = r.session_id), 'hiring') "purpose"
  from records r where r.session_id is not null ${andWhere}
  group by r.session_id order by max(r.hub_seq) desc limit ?`;

const sessionMediaSql = `
  select min(m.reference) "reference", max(case when f.completed_at is null then 0 else 1 end) "isComplete"
  from media_references m left join media f on f.sha256 = m.sha256
  where m.session_id = ? group by m.sha256 order by min(m.hub_seq), m.sha256`;
