import { z } from 'zod';

/**
 * Why an interview was deleted. `code`: its candidate asked for it, and it is deleted at head office too. `retention`: its period
 * on the kiosk is over; head office keeps its own time. `withdrawal`: its candidate stopped before the end. `head_office`: asked for
 * there, and deleted there too.
 */
export const DeletionMethod = z.enum(['code', 'retention', 'withdrawal', 'head_office']);
export type DeletionMethod = z.infer<typeof DeletionMethod>;

/** Why an interview is kept beyond its period. */
export const HoldReason = z.enum(['complaint', 'authority', 'audit', 'other']);
export type HoldReason = z.infer<typeof HoldReason>;
