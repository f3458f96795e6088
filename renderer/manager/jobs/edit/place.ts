import type { JobPath } from '#shared/job/check-job.ts';

/** A part of the post that is shown at a time. */
export type Place =
  | { readonly kind: 'post' }
  | { readonly kind: 'dimension'; readonly at: number }
  | { readonly kind: 'item'; readonly at: number }
  | { readonly kind: 'checks' };

/** Where a path of the post is edited. */
export function placeOf(path: JobPath): Place {
  const [head, second, third] = path;
  if (head === 'items') return typeof second === 'number' ? { kind: 'item', at: second } : { kind: 'checks' };
  if (head === 'competencyModel') return { kind: 'dimension', at: typeof third === 'number' ? third : 0 };
  return { kind: 'post' };
}

export function isSamePlace(one: Place, other: Place): boolean {
  return one.kind === other.kind && ('at' in one ? one.at : 0) === ('at' in other ? other.at : 0);
}
