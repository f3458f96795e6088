import { z } from 'zod';

/** Every id is a UUIDv7: sorted by creation for index locality, never used as the order of events (that is `(bootId, seq)`). */
const uuid = z.uuidv7();

export const SessionId = uuid.brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;

export const RecordingId = uuid.brand<'RecordingId'>();
export type RecordingId = z.infer<typeof RecordingId>;

export const StaffId = uuid.brand<'StaffId'>();
export type StaffId = z.infer<typeof StaffId>;

/** An instant in UTC, ISO 8601 with milliseconds. */
export const Instant = z.iso.datetime({ precision: 3 });
export type Instant = z.infer<typeof Instant>;

/** Lower-case hexadecimal SHA-256. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');
