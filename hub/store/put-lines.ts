import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ERASURE_TYPE } from '#shared/wire/known-records.ts';
import type { QuarantineReason, Receipt } from '#shared/wire/receipt.ts';
import { placeholders, type Queries, type SqlValue, Utf8Text } from '../database/database.ts';
import { EMPTIED, erasureIn } from './erasure.ts';
import type { BadLine, IntakeLine, SoundLine } from './hub-store.ts';
import { notePurposes } from './session-purposes.ts';

const HeldRow = z.object({ id: z.string(), sha256: z.string(), hubSeq: z.int(), receivedAt: z.string() });
type Held = z.infer<typeof HeldRow>;
const ReceivedRow = z.object({ receivedAt: z.string() });
const NumberedRow = z.object({ id: z.string(), hubSeq: z.int() });

const RECORD_COLUMNS =
  'device_id, id, boot_id, seq, type, schema_version, session_id, captured_at, received_at, sha256, is_parsed, raw';
/** The last, `raw`, is given as the bytes it came in. */
const RECORD_ROW = '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as text))';

/** A new record, with the place of its receipt. */
type NewRecord = { readonly line: SoundLine; readonly place: number };

/**
 * Stores a batch of one device inside the caller's transaction; one receipt per line, in order.
 *
 * Lines are looked at in order, but new records that follow each other are written by one statement.
 */
export async function putLines(
  queries: Queries,
  deviceId: string,
  lines: readonly IntakeLine[],
  at: string,
): Promise<Receipt[]> {
  const erasure = erasureIn(queries);
  const sound = lines.filter((line) => line.verdict === 'sound');
  const records = sound.map(({ record }) => record);
  await notePurposes(queries, deviceId, sound);
  const held = await heldOf(
    queries,
    deviceId,
    records.map(({ id }) => id),
  );
  const sessions = new Set(records.flatMap(({ sessionId }) => (sessionId === null ? [] : [sessionId])));
  const erased = await erasure.erasedOf(deviceId, sessions);
  const receipts: Receipt[] = [];
  let fresh: NewRecord[] = [];
  const freshIds = new Set<string>();

  const isUnderErasure = ({ record }: SoundLine): boolean =>
    record.sessionId !== null && (record.type === ERASURE_TYPE || erased.has(record.sessionId));

  async function writeFresh(): Promise<void> {
    if (fresh.length === 0) return;
    const numbers = await insertRecords(queries, deviceId, fresh, at, isUnderErasure);
    const references: [number, string | null, string, string][] = [];
    for (const { line, place } of fresh) {
      const { record } = line;
      const hubSeq = numbers.get(record.id);
      if (hubSeq === undefined) throw new Error(`The database gave no number for record ${record.id}.`);
      held.set(record.id, { id: record.id, sha256: record.sha256, hubSeq, receivedAt: at });
      const status = line.isParsed ? 'accepted' : 'accepted_unparsed';
      receipts[place] = { status, id: record.id, sha256: record.sha256, hubSeq, receivedAt: at };
      if (isUnderErasure(line)) continue;
      for (const media of record.media ?? [])
        references.push([hubSeq, record.sessionId, media.sha256, JSON.stringify(media)]);
    }
    if (references.length > 0) {
      await queries.run(
        `insert into media_references (hub_seq, session_id, sha256, reference) values ${placeholders(references.length, 4)}
         on conflict do nothing`,
        ...references.flat(),
      );
    }
    fresh = [];
    freshIds.clear();
  }

  async function quarantine(line: Omit<BadLine, 'reason' | 'verdict'>, reason: QuarantineReason): Promise<Receipt> {
    const id = line.id === null ? null : storable(line.id);
    const raw = (await erasure.isErasedAside(deviceId, id, storable(line.raw))) ? EMPTIED : storable(line.raw);
    await queries.run(
      `insert into quarantine (device_id, raw_sha256, id, sha256, reason, received_at, raw) values (?, ?, ?, ?, ?, ?, ?)
       on conflict (device_id, raw_sha256, reason) do nothing`,
      deviceId,
      line.rawSha256,
      id,
      line.sha256,
      reason,
      at,
      raw,
    );
    const row = await queries.get(
      'select received_at "receivedAt" from quarantine where device_id = ? and raw_sha256 = ? and reason = ?',
      deviceId,
      line.rawSha256,
      reason,
    );
    const { receivedAt } = ReceivedRow.parse(row);
    return { status: 'quarantined', reason, id: line.id, sha256: line.sha256, hubSeq: null, receivedAt };
  }

  for (const [place, line] of lines.entries()) {
    if (line.verdict === 'bad') {
      // what came before it in this batch decides whether it belongs to something erased
      await writeFresh();
      receipts[place] = await quarantine(line, line.reason);
      continue;
    }
    const { record } = line;
    if (freshIds.has(record.id)) await writeFresh();
    const known = held.get(record.id);
    if (known !== undefined) {
      if (known.sha256 === record.sha256) {
        receipts[place] = { status: 'duplicate', ...known };
        continue;
      }
      await writeFresh();
      const raw = line.raw.toString('utf8');
      const aside = { id: record.id, sha256: record.sha256, rawSha256: sha256Hex(raw), raw };
      receipts[place] = await quarantine(aside, 'id_conflict');
      continue;
    }
    fresh.push({ line, place });
    freshIds.add(record.id);
    if (!isUnderErasure(line)) continue;
    await writeFresh();
    if (record.type === ERASURE_TYPE && record.sessionId !== null) {
      await erasure.erase(deviceId, record.sessionId, at);
      erased.add(record.sessionId);
    }
    await erasure.emptyAside(deviceId, record.id);
    await erasure.disown((record.media ?? []).map((media) => media.sha256));
  }
  await writeFresh();
  return receipts;
}

async function heldOf(queries: Queries, deviceId: string, ids: readonly string[]): Promise<Map<string, Held>> {
  if (ids.length === 0) return new Map();
  const rows = await queries.all(
    `select id, sha256, hub_seq "hubSeq", received_at "receivedAt" from records where device_id = ? and id in ${placeholders(1, ids.length)}`,
    deviceId,
    ...ids,
  );
  return new Map(
    HeldRow.array()
      .parse(rows)
      .map((row) => [row.id, row]),
  );
}

async function insertRecords(
  queries: Queries,
  deviceId: string,
  fresh: readonly NewRecord[],
  at: string,
  isUnderErasure: (line: SoundLine) => boolean,
): Promise<Map<string, number>> {
  const rows = await queries.all(
    `insert into records (${RECORD_COLUMNS}) values ${Array.from(fresh, () => RECORD_ROW).join(', ')}
     returning id, hub_seq "hubSeq"`,
    ...fresh.flatMap(({ line }): SqlValue[] => {
      const { record } = line;
      return [
        deviceId,
        record.id,
        record.bootId,
        record.seq,
        record.type,
        record.schemaVersion,
        record.sessionId,
        record.capturedAt,
        at,
        record.sha256,
        line.isParsed ? 1 : 0,
        isUnderErasure(line) && record.type !== ERASURE_TYPE ? EMPTIED : new Utf8Text(line.raw),
      ];
    }),
  );
  return new Map(
    NumberedRow.array()
      .parse(rows)
      .map(({ id, hubSeq }) => [id, hubSeq]),
  );
}

/** PostgreSQL holds no NUL in a text. Only lines that are no JSON can have one; its picture (U+2400) takes its place. */
function storable(text: string): string {
  return text.replaceAll('\0', '\u2400');
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
