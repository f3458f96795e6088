import { z } from 'zod';
import { jsonColumn } from '../database/json-column.ts';
import { ProblemError } from './problem.ts';

/**
 * `?limit=` and `?cursor=` of a list that is read page by page. A cursor is what the answer before called `nextCursor`; what is
 * in it is the hub's own business.
 */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(1000).optional(),
});

/** A place in a list as an opaque text. */
export function toCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @throws {ProblemError} `bad_request` for what no answer ever contained. */
export function fromCursor<T>(cursor: string | undefined, place: z.ZodType<T>): T | null {
  if (cursor === undefined) return null;
  const parsed = jsonColumn(place).safeParse(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!parsed.success) throw new ProblemError('bad_request', 'The cursor is not one of ours; start without it.');
  return parsed.data;
}

/**
 * One page out of `limit + 1` rows: the row too many says that there is a next page.
 *
 * @param placeOf the place of a row, for the cursor that continues after it
 */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  placeOf: (row: T) => readonly (string | number)[],
): { rows: T[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last !== undefined ? toCursor(placeOf(last)) : null };
}
