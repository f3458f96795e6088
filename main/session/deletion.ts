import { timingSafeEqual } from 'node:crypto';
import type { DeletionMethod, HoldReason } from '#shared/deletion.ts';
import type { RecordingId, SessionId } from '#shared/ids.ts';
import { type Interview, NOBODY } from './interview.ts';
import type { Codes, ErasureOrder, NewRecord, SessionStore } from './ports.ts';

export type EraseOutcome = 'erased' | 'unknown' | 'wrong_code' | 'open' | 'held';
export type HoldOutcome = 'done' | 'unknown' | 'already' | 'open';
export type ReleaseOutcome = 'done' | 'unknown' | 'not_held';

/** What the store keeps of deletions; see main/store/deletion-store.ts. */
interface DeletionRows {
  /** Destroys keys and writes tombstones: whatever of it was cut off or is new. */
  settle(): void;
  /** Deletions within `work` are settled once, at its end. */
  together(work: () => void): void;
  doomedFiles(): RecordingId[];
  noteFileGone(id: RecordingId): void;
  adoptLeftovers(): void;
  finish(): void;
  /** Names what the database knows and the tombstone file lost or never had. */
  writeMissingTombstones(): void;
  lastOf(id: SessionId): { method: DeletionMethod } | null;
}

interface HoldRows {
  hold(id: SessionId): object | null;
  place(id: SessionId, hold: { reason: HoldReason; caseNumber: string; actor: string }): void;
  release(id: SessionId, actor: string): void;
  want(id: SessionId, actor: string): void;
  listReleased(): { sessionId: SessionId; actor: string }[];
}

export interface DeletionParts {
  store: Pick<SessionStore, 'eraseContents' | 'recordings'>;
  find: (id: SessionId) => Interview | null;
  /** What can be known of an interview whose key is destroyed; null when there is no such interview. */
  findWithoutKey: (id: SessionId) => Interview | null;
  deletions: DeletionRows;
  holds: HoldRows;
  /** Names deleted interviews, whatever the database says. */
  tombstones: () => {
    tombstones: readonly { sessionId: SessionId; method: DeletionMethod }[];
    problems: readonly string[];
  };
  /** Rows and files; both may be gone already. */
  removeRecordings: (ids: readonly RecordingId[]) => Promise<void>;
  codes: Codes;
  now: () => Date;
  newId: () => string;
  log: (event: string, detail: Record<string, unknown>) => void;
}

/** Begins the actor of a deletion that head office asked for; its request follows. */
const HEAD_OFFICE = 'head_office:';
/** What head office is told of each way to delete. */
const TOLD = {
  code: 'session.erased',
  head_office: 'session.erased',
  retention: 'session.expired',
  withdrawal: null,
} as const satisfies Record<DeletionMethod, string | null>;
const isWish = (method: DeletionMethod | undefined): boolean => method === 'code' || method === 'head_office';

/** People type codes in lower case, with spaces, and with O for 0. */
function normalized(code: string): string {
  return code
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(normalized(a)), Buffer.from(normalized(b))];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * Deleting interviews, at their candidates' wish and by the rule of the pack. Rows go first, in one transaction that also names
 * the files; then the key, which every copy needs, and the tombstone; then files. Cut off anywhere, `finish` does the rest at the next start.
 *
 * A candidate's wish goes to head office (`session.erased`, which erases there). The rule of the pack is this kiosk's only: head
 * office is told (`session.expired`) and keeps what it has by its own rule, so the two never say the same record type.
 */
export function createDeletion(parts: DeletionParts) {
  const { store, deletions, holds } = parts;

  function told(interview: Interview, type: string): NewRecord {
    return {
      id: parts.newId(),
      type,
      sessionId: interview.id,
      capturedAt: parts.now().toISOString(),
      body: {},
      recordings: [],
    };
  }

  function empty(interview: Interview, order: ErasureOrder, action: string, type: string | null): void {
    const phase = order.method === 'withdrawal' ? 'withdrawn' : 'erased';
    const recordings = store.recordings(interview.id).length;
    store.eraseContents({
      interview: { ...interview, ...NOBODY, phase, state: { kind: 'wiped' } },
      erasure: order,
      records: type === null ? [] : [told(interview, type)],
      audit: [{ actor: order.actor, action, subject: interview.id, detail: { method: order.method, recordings } }],
    });
  }

  async function finish(): Promise<void> {
    deletions.adoptLeftovers();
    deletions.settle();
    for (const id of deletions.doomedFiles()) {
      await parts.removeRecordings([id]);
      deletions.noteFileGone(id);
    }
    deletions.finish();
  }

  /** Whether a code still has something to do: it is deleted here by rule, and head office was never told to delete it too. */
  function isOnlyExpired(interview: Interview): boolean {
    return interview.phase === 'erased' && deletions.lastOf(interview.id)?.method === 'retention';
  }

  return {
    /** Does whatever a deletion that was cut off has left to do. Nothing to do is the usual case. */
    finish,

    /** Deletes a finished interview at its candidate's wish, here and at head office. */
    async byCode(id: SessionId, deletionCode: string, actor: string): Promise<EraseOutcome> {
      const interview = parts.find(id);
      if (!interview || (interview.phase === 'erased' && !isOnlyExpired(interview))) return 'unknown';
      if (interview.phase === 'draft') return 'open';
      if (!isSame(deletionCode, parts.codes.deletionCode(id))) return 'wrong_code';
      if (holds.hold(id) !== null) {
        holds.want(id, actor);
        return 'held';
      }
      empty(interview, { method: 'code', actor }, 'session.erased', 'session.erased');
      await finish();
      return 'erased';
    },

    /** Deletes an interview that head office asks to be deleted, here and there. A hold comes first. */
    async byHeadOffice(id: SessionId, requestId: string): Promise<Exclude<EraseOutcome, 'wrong_code'>> {
      const interview = parts.find(id);
      if (!interview || (interview.phase === 'erased' && !isOnlyExpired(interview))) return 'unknown';
      if (interview.phase === 'withdrawn') return 'unknown';
      if (interview.phase === 'draft') return 'open';
      const order = { method: 'head_office', actor: `${HEAD_OFFICE}${requestId}` } as const;
      if (holds.hold(id) !== null) {
        holds.want(id, order.actor);
        return 'held';
      }
      empty(interview, order, 'session.erased', 'session.erased');
      await finish();
      return 'erased';
    },

    /** Deletes interviews whose period is over. Held ones are left alone, whatever the caller thinks. */
    async byRule(ids: readonly SessionId[]): Promise<number> {
      const due = ids.flatMap((id) => {
        const interview = parts.find(id);
        const isKept = interview?.phase === 'finalized' || interview?.phase === 'sealed';
        return interview && isKept && holds.hold(id) === null ? [interview] : [];
      });
      const order = { method: 'retention', actor: 'retention' } as const;
      deletions.together(() => {
        for (const interview of due) {
          // of an interview that was never finished head office knows nothing
          const type = interview.phase === 'finalized' ? 'session.expired' : null;
          empty(interview, order, 'session.expired', type);
        }
      });
      await finish();
      return due.length;
    },

    /** Puts a finished interview on hold: no rule deletes it, and a candidate's wish waits. */
    hold(id: SessionId, hold: { reason: HoldReason; caseNumber: string; actor: string }): HoldOutcome {
      const interview = parts.find(id);
      if (!interview || interview.phase === 'erased' || interview.phase === 'withdrawn') return 'unknown';
      if (interview.phase !== 'finalized') return 'open';
      if (holds.hold(id) !== null) return 'already';
      holds.place(id, hold);
      return 'done';
    },

    /** Ends a hold. A deletion that was asked for meanwhile is carried out at once. */
    async release(id: SessionId, actor: string): Promise<ReleaseOutcome> {
      if (!parts.find(id)) return 'unknown';
      if (holds.hold(id) === null) return 'not_held';
      holds.release(id, actor);
      await this.carryOutWanted();
      return 'done';
    },

    /** Deletions that were asked for while a hold forbade them. */
    async carryOutWanted(): Promise<void> {
      for (const { sessionId, actor } of holds.listReleased()) {
        const interview = parts.find(sessionId);
        const method = actor.startsWith(HEAD_OFFICE) ? 'head_office' : 'code';
        if (interview) empty(interview, { method, actor }, 'session.erased', 'session.erased');
      }
      await finish();
    },

    /**
     * Deletes again whatever the tombstones name and the database has: it was put back from a copy of before. Must run before
     * anything is sent or shown.
     */
    async honourTombstones(): Promise<void> {
      const { tombstones, problems } = parts.tombstones();
      if (problems.length > 0) parts.log('tombstones.lines_missing', { problems });
      deletions.writeMissingTombstones();
      // one that was deleted by rule and then at its candidate's wish is named twice: the wish counts
      const methods = new Map<SessionId, DeletionMethod>();
      for (const { sessionId, method } of tombstones)
        if (!isWish(methods.get(sessionId))) methods.set(sessionId, method);
      const back = [...methods].flatMap(([sessionId, method]) => {
        const interview = parts.findWithoutKey(sessionId);
        const isBack = interview && interview.phase !== 'erased' && interview.phase !== 'withdrawn';
        return isBack ? [{ interview, method }] : [];
      });
      deletions.together(() => {
        for (const { interview, method } of back) {
          // whether head office was told before is in the rows that are lost: told twice does no harm
          const type = TOLD[method];
          empty(interview, { method, actor: 'kiosk' }, 'session.erased_again', type);
          parts.log('session.erased_again', { sessionId: interview.id, method });
        }
      });
      await finish();
    },
  };
}
export type Deletion = ReturnType<typeof createDeletion>;
