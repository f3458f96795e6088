import { z } from 'zod';
import { Localized } from '../localized.ts';
import { Purpose } from '../purpose.ts';
import { MediaReference, WireRecord } from './record.ts';

/** One row of `GET /v1/sessions`, newest arrival first. */
export const HubSessionSummary = z.object({
  sessionId: z.string(),
  deviceId: z.string(),
  recordCount: z.int(),
  mediaCount: z.int(),
  /** Files of this session that are here whole and verified. */
  mediaCompleteCount: z.int(),
  firstCapturedAt: z.string(),
  lastCapturedAt: z.string(),
  lastReceivedAt: z.string(),
  /** When this hub carried out the erasure of the session; its records are then tombstones without content. */
  erasedAt: z.string().nullable().default(null),
  /** What it was held for; a hub that knew nothing else says nothing. */
  purpose: Purpose.default('hiring'),
});
export type HubSessionSummary = z.infer<typeof HubSessionSummary>;

/** Body of `GET /v1/sessions`. */
export const HubSessionList = z.object({ sessions: z.array(HubSessionSummary) });
export type HubSessionList = z.infer<typeof HubSessionList>;

/** What ids in the records of an interview are called, by id; of an answer that of its item, or `item.turn`. */
export const ItemNames = z.object({
  questions: z.record(z.string(), Localized),
  dimensions: z.record(z.string(), Localized),
  indicators: z.record(z.string(), Localized),
});
export type ItemNames = z.infer<typeof ItemNames>;

/**
 * Body of `GET /v1/sessions/:id`: everything held about one session, in the order of `(deviceId, seq)`. Of an erased
 * session only the `session.erased` records are left.
 */
export const HubSessionDetail = z.object({
  sessionId: z.string(),
  erasedAt: z.string().nullable().default(null),
  records: z.array(z.object({ hubSeq: z.int(), receivedAt: z.string(), isParsed: z.boolean(), record: WireRecord })),
  media: z.array(MediaReference.extend({ isComplete: z.boolean() })),
  /** Of the version of the job it was held with; null where that is not known here. */
  names: ItemNames.nullable().default(null),
});
export type HubSessionDetail = z.infer<typeof HubSessionDetail>;
