import { z } from 'zod';

const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/**
 * Where the samples of one recording are: raw signed 16-bit little-endian mono at 16 kHz, no header.
 *
 * `path` for files a technician names on the command line and for tests; `bytes` for recordings of the kiosk, which are
 * encrypted on disk. `recordingId` is the same for every request about one recording, whatever the id of the request.
 */
export const PcmInput = z.union([
  z.strictObject({ path: z.string().min(1) }),
  z.strictObject({ recordingId: z.string().min(1), bytes: Bytes }),
]);
export type PcmInput = z.infer<typeof PcmInput>;
