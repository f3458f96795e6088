import { z } from 'zod';
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
});
export type HubSessionSummary = z.infer<typeof HubSessionSummary>;

/** Body of `GET /v1/sessions`. */
export const HubSessionList = z.object({ sessions: z.array(HubSessionSummary) });
export type HubSessionList = z.infer<typeof HubSessionList>;

/** Body of `GET /v1/sessions/:id`: everything held about one session, in the order of `(deviceId, seq)`. */
export const HubSessionDetail = z.object({
  sessionId: z.string(),
  records: z.array(z.object({ hubSeq: z.int(), receivedAt: z.string(), isParsed: z.boolean(), record: WireRecord })),
  media: z.array(MediaReference.extend({ isComplete: z.boolean() })),
});
export type HubSessionDetail = z.infer<typeof HubSessionDetail>;
