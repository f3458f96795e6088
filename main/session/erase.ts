import { timingSafeEqual } from 'node:crypto';
import type { RecordingId, SessionId } from '#shared/ids.ts';
import { type Interview, NOBODY } from './interview.ts';
import type { Codes, SessionStore } from './ports.ts';

export type EraseOutcome = 'erased' | 'unknown' | 'wrong_code' | 'open';

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
 * Removes a finished interview at its candidate's wish: answers, identity, recordings and the bodies of its records. What
 * stays is a tombstone, and head office is told if anything had been sent to it.
 */
export function createErase(parts: {
  store: SessionStore;
  find: (id: SessionId) => Interview | null;
  removeRecordings: (ids: readonly RecordingId[]) => Promise<void>;
  codes: Codes;
  now: () => Date;
  newId: () => string;
}) {
  return async function erase(id: SessionId, deletionCode: string, actor: string): Promise<EraseOutcome> {
    const interview = parts.find(id);
    if (!interview || interview.phase === 'erased') return 'unknown';
    if (interview.phase === 'draft') return 'open';
    if (!isSame(deletionCode, parts.codes.deletionCode(id))) return 'wrong_code';
    const recordings = parts.store.recordings(id).map((row) => row.id);
    const erased: Interview = { ...interview, ...NOBODY, phase: 'erased', state: { kind: 'wiped' } };
    parts.store.eraseContents({
      interview: erased,
      records: [
        {
          id: parts.newId(),
          type: 'session.erased',
          sessionId: id,
          capturedAt: parts.now().toISOString(),
          body: {},
          recordings: [],
        },
      ],
      audit: [{ actor, action: 'session.erased', subject: id, detail: { recordings: recordings.length } }],
    });
    await parts.removeRecordings(recordings);
    return 'erased';
  };
}
