import type { SessionId, StaffId } from '#shared/ids.ts';

/** Nobody has looked at a second person within this time of deciding about a first. */
export const MIN_APART_MS = 2_000;

/**
 * Keeps decisions about different people apart: there is no call that takes several, and a script that sends many single ones is
 * refused as well. Several decisions about the same person may follow at once.
 *
 * @param monotonicMs never goes back, whatever the wall clock does
 */
export function createPacing(monotonicMs: () => number) {
  const last = new Map<StaffId, { readonly id: SessionId; readonly atMs: number }>();
  return {
    /** Milliseconds to wait before this person may decide about this interview; 0 for none. */
    waitMs(by: StaffId, id: SessionId): number {
      const before = last.get(by);
      if (before === undefined || before.id === id) return 0;
      return Math.max(0, Math.ceil(before.atMs + MIN_APART_MS - monotonicMs()));
    },
    note: (by: StaffId, id: SessionId): void => void last.set(by, { id, atMs: monotonicMs() }),
  };
}
export type Pacing = ReturnType<typeof createPacing>;
