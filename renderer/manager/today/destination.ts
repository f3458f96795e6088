import type { ListFilter } from '../interviews/list-filter.ts';

/** Where a press on this screen leads. */
export type Destination =
  | { readonly place: 'interviews'; readonly filter: ListFilter }
  | { readonly place: 'proposals' | 'readiness' };
