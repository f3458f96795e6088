import { z } from 'zod';

/** `?limit=`: how many rows an answer has at most. */
export const ListQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });
