import { z } from 'zod';
import { Sha256 } from '../ids.ts';

/** Device, boot and recording ids: short, safe in a path, a header and a log line. */
export const WireName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'expected 1–64 of A–Z a–z 0–9 . _ -');

/** A file that belongs to a record; its bytes travel separately (tus, `/v1/media`). */
export const MediaReference = z.looseObject({
  sha256: Sha256,
  sizeBytes: z.int().nonnegative(),
  mimeType: z.string().min(1).max(200),
  kind: z.enum(['video', 'audio']),
  recordingId: WireName,
  durationMs: z.number().nonnegative(),
});
export type MediaReference = z.infer<typeof MediaReference>;

/**
 * One event on its way from a kiosk to a target.
 *
 * Identity is `(deviceId, id)`, for ever. Order is `(deviceId, bootId, seq)`, never `capturedAt`: kiosk clocks
 * jump. Unknown extra fields are kept and are part of the hash, so that an old hub loses nothing a new kiosk says.
 */
export const WireRecord = z.looseObject({
  /** UUIDv7. */
  id: z.uuidv7(),
  deviceId: WireName,
  bootId: WireName,
  /** Rises with every record of the device, across boots. */
  seq: z.int().nonnegative(),
  /** Past tense, dotted snake case: `session.finalized`. */
  type: z
    .string()
    .max(100)
    .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/, 'expected dotted snake case'),
  schemaVersion: z.int().positive(),
  sessionId: WireName.nullable(),
  /** Raw wall clock of the kiosk, ISO 8601 UTC; never rewritten. */
  capturedAt: z.iso.datetime(),
  body: z.unknown(),
  media: z.array(MediaReference).max(200).optional(),
  /** Hex SHA-256 of `canonicalRecordText(record)`: every field but this one. */
  sha256: Sha256,
});
export type WireRecord = z.infer<typeof WireRecord>;
