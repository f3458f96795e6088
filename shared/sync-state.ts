import { z } from 'zod';

/** Where a session's records and files are on their way to head office. `withheld`: the candidate refused sending. */
export const SyncState = z.enum(['held', 'withheld', 'waiting', 'sent', 'parked']);
export type SyncState = z.infer<typeof SyncState>;
