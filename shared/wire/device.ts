import { z } from 'zod';
import { CODE_ALPHABET, CODE_LENGTH } from './enrolment.ts';
import { PublicKey } from './signature.ts';
import { WireName } from './record.ts';

/** Request header in which a kiosk says how it is: canonical JSON of a {@link DeviceStatus}. */
export const DEVICE_STATUS_HEADER = 'anteroom-device-status';

const Count = z.int().nonnegative();

/**
 * How a kiosk is, in its own words; goes with everything it sends, so it is small. All figures are of the kiosk's own clock and
 * disk. Fields that a newer kiosk adds are kept.
 */
export const DeviceStatus = z.looseObject({
  /** Of the program. */
  version: z.string().max(40),
  recordsWaiting: Count,
  filesWaiting: Count,
  bytesWaiting: Count,
  parked: Count,
  /** Since when the oldest thing waits; null when nothing does. */
  oldestWaitingAt: z.iso.datetime().nullable(),
  freeBytes: Count.nullable(),
  /** For how many days of interviews like the last ones the disk has room; null when there were none. */
  diskDaysLeft: z.number().nonnegative().nullable(),
  lastBackupAt: z.iso.datetime().nullable(),
  /** Installed models, by id. */
  models: z.array(z.string().max(120)).max(50),
});
export type DeviceStatus = z.infer<typeof DeviceStatus>;

/** One kiosk, as head office shows it. */
export const Device = z.object({
  deviceId: WireName,
  /** Null: never enrolled; it came with the hub's token. */
  publicKey: PublicKey.nullable(),
  site: z.string().nullable(),
  enrolledAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  /** The hub's clock at the newest request of it; null before the first. */
  lastContactAt: z.iso.datetime().nullable(),
  status: DeviceStatus.nullable(),
});
export type Device = z.infer<typeof Device>;

/** Body of `GET /v1/devices`, by name. */
export const DeviceList = z.object({ devices: z.array(Device) });

/** Body of `POST /v1/enrolment-codes`. */
export const CodeRequest = z.object({
  site: z.string().trim().min(1).max(80),
  /** Only this device may use it; needed where the hub knows the device with another key. */
  deviceId: WireName.optional(),
});

/** Answer of `POST /v1/enrolment-codes`; the code is shown this once. */
export const MadeCode = z.object({
  code: z.string().regex(new RegExp(`^[${CODE_ALPHABET}]{${CODE_LENGTH}}$`)),
  site: z.string(),
  deviceId: WireName.nullable(),
  expiresAt: z.iso.datetime(),
});
export type MadeCode = z.infer<typeof MadeCode>;
