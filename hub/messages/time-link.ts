import { timingSafeEqual } from 'node:crypto';
import type { HubKey } from '../devices/hub-key.ts';

/** Where a candidate chooses another time: `/times/:invitationId/:mark`. */
export const TIMES_PATH = '/times';
/** 128 bits as hex: nobody finds one by trying. */
const MARK_LENGTH = 32;

/** Address of a candidate's page of times. Made from the hub's key, so nothing is kept that could be stolen. */
export interface TimeLink {
  /** @returns null where nobody told the hub its own address */
  of(invitationId: string): string | null;
  /** Whether the mark is the one that was sent with this invitation. */
  admits(invitationId: string, mark: string): boolean;
}

/** @param publicUrl address of this hub as others reach it */
export function timeLink(key: Pick<HubKey, 'codeHash'>, publicUrl: string | null): TimeLink {
  const markOf = (id: string): string => key.codeHash(`times ${id}`).slice(0, MARK_LENGTH);
  return {
    of: (id) => (publicUrl === null ? null : new URL(`${TIMES_PATH}/${id}/${markOf(id)}`, publicUrl).href),
    admits: (id, mark) => mark.length === MARK_LENGTH && timingSafeEqual(Buffer.from(mark), Buffer.from(markOf(id))),
  };
}
