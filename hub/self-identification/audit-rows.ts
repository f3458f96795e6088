import { z } from 'zod';
import { InterviewResult } from '#shared/assessment.ts';
import { Outcome } from '#shared/decision.ts';
import {
  SealedSelfIdentification,
  SelfIdentification,
  SELF_IDENTIFICATION_TYPE,
  type SelfIdentificationAnswers,
} from '#shared/self-identification.ts';
import type { HubDatabase } from '../database/database.ts';
import { jsonColumn } from '../database/json-column.ts';
import { ofPurpose } from '../store/session-purposes.ts';

/** One interview for hiring, without a name, a time or an id. */
export interface AuditRow {
  readonly jobId: string;
  /** Total, 0 to 100; null where there is none. */
  readonly score: number | null;
  /** What people decided; null while they have not, or hold it. */
  readonly isSelected: boolean | null;
  /** What the person said of themselves; null where nothing came. */
  readonly said: SelfIdentificationAnswers | null;
}

/** What was read, and what could not be opened. */
export interface AuditRows {
  readonly rows: readonly AuditRow[];
  /** Sealed to another key than this one. */
  readonly notOpened: number;
}

const PAGE = 500;
/** Records that a row is made of; the newest of a kind counts. */
const TYPES = ['session.finalized', 'session.scored', 'decision.made', SELF_IDENTIFICATION_TYPE];
const Row = z.object({ seq: z.int(), deviceId: z.string(), sessionId: z.string(), type: z.string(), raw: z.string() });
const Bodies = {
  'session.finalized': z.looseObject({ body: z.looseObject({ jobId: z.string() }) }),
  'session.scored': z.looseObject({ body: z.looseObject({ result: InterviewResult }) }),
  'decision.made': z.looseObject({ body: z.looseObject({ outcome: Outcome }) }),
  [SELF_IDENTIFICATION_TYPE]: z.looseObject({ body: SealedSelfIdentification }),
} as const;

const Said = jsonColumn(SelfIdentification);

interface Found {
  readonly sessionId: string;
  jobId?: string;
  score?: number | null;
  isSelected?: boolean | null;
  sealed?: string;
}

/** The others decide nothing about hiring, or nothing yet. */
const SELECTED: Readonly<Partial<Record<Outcome, boolean>>> = { advance: true, decline: false };

/** Takes from one record what the row needs. Of a shape this release does not know: left out, as everywhere. */
function take(found: Found, type: string, record: unknown): void {
  switch (type) {
    case 'session.finalized': {
      const read = Bodies[type].safeParse(record);
      if (read.success) found.jobId = read.data.body.jobId;
      return;
    }
    case 'session.scored': {
      const read = Bodies[type].safeParse(record);
      if (read.success) found.score = read.data.body.result.total?.score ?? null;
      return;
    }
    case 'decision.made': {
      const read = Bodies[type].safeParse(record);
      if (read.success) found.isSelected = SELECTED[read.data.body.outcome] ?? null;
      return;
    }
    case SELF_IDENTIFICATION_TYPE: {
      const read = Bodies[SELF_IDENTIFICATION_TYPE].safeParse(record);
      if (read.success) found.sealed = read.data.body.sealed;
    }
  }
}

/**
 * Finished interviews for hiring, each with what the person said of themselves. Erased ones are empty here and are not among them.
 *
 * @param open opens a sealed text; throws for one that was sealed to another key
 */
export async function auditRows(
  database: HubDatabase,
  open: (sealed: Buffer) => Promise<Uint8Array>,
): Promise<AuditRows> {
  const bySession = new Map<string, Found>();
  const { sql, values } = ofPurpose('hiring');
  for (let after = 0; ;) {
    const rows = await database.all(
      `select r.hub_seq "seq", r.device_id "deviceId", r.session_id "sessionId", r.type, r.raw from records r
       where r.hub_seq > ? and r.raw <> '' and r.session_id is not null and r.type in (${TYPES.map(() => '?').join(', ')}) ${sql}
       order by r.hub_seq limit ${PAGE}`,
      after,
      ...TYPES,
      ...values,
    );
    for (const { seq, deviceId, sessionId, type, raw } of rows.map((row) => Row.parse(row))) {
      after = seq;
      const key = `${deviceId}/${sessionId}`;
      const found = bySession.get(key) ?? { sessionId };
      bySession.set(key, found);
      take(found, type, JSON.parse(raw));
    }
    if (rows.length < PAGE) break;
  }
  let notOpened = 0;
  const result: AuditRow[] = [];
  for (const { sessionId, jobId, score = null, isSelected = null, sealed } of bySession.values()) {
    if (jobId === undefined) continue;
    const said = sealed === undefined ? null : await openedFor(sessionId, sealed, open);
    if (said === 'not_opened') notOpened += 1;
    result.push({ jobId, score, isSelected, said: said === 'not_opened' ? null : said });
  }
  return { rows: result, notOpened };
}

async function openedFor(
  sessionId: string,
  sealed: string,
  open: (sealed: Buffer) => Promise<Uint8Array>,
): Promise<SelfIdentificationAnswers | 'not_opened'> {
  let text: string;
  try {
    text = Buffer.from(await open(Buffer.from(sealed, 'base64'))).toString('ascii');
  } catch {
    // age tells apart neither: another key, or bytes that were changed on the way
    return 'not_opened';
  }
  const said = Said.safeParse(text);
  // sealed by anybody who knows the public half, or into another interview's record: nobody said it
  return said.success && said.data.sessionId === sessionId ? said.data.answers : 'not_opened';
}
