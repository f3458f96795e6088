import type { DeletionEntry } from '#shared/contract/review.ts';
import { SessionId } from '#shared/ids.ts';

const at = (day: number) => new Date(Date.UTC(2026, 1, day, 2, 14, 7)).toISOString();
const uuid = (number: number) => `0195a3c0-0000-7000-8000-${String(number).padStart(12, '0')}`;
const hex = (number: number) => number.toString(16).repeat(64).slice(0, 64);

function entryOf(number: number, change: Partial<DeletionEntry>): DeletionEntry {
  const id = uuid(500_000 + number);
  const sessionId = SessionId.parse(uuid(400_000 + number));
  const method = change.method ?? 'retention';
  const entry: DeletionEntry = {
    id,
    sessionId,
    reference: `Q${number}M4T${number}`,
    method,
    by: 'rule',
    staffName: null,
    deletedAt: at(28 - number),
    isFinished: true,
    certificate: {
      format: 'anteroom.deletion-certificate',
      version: 1,
      certificateId: id,
      deviceId: uuid(1),
      sessionId,
      recordIds: Array.from({ length: 14 }, (_, index) => uuid(600_000 + number * 20 + index)),
      files: Array.from({ length: 4 }, (_, index) => ({
        recordingId: uuid(700_000 + number * 20 + index),
        sha256: hex(index + 3),
        sizeBytes: 1_840_221,
      })),
      method,
      actor: 'retention',
      deletedAt: at(28 - number),
      keyEpochDestroyed: 7,
      previousAuditHead: { seq: 4211, sha256: hex(11) },
      publicKey: 'nD1gZy2xT7hQ0m4sXr8wVb5cKf3uJp6aLe9iOt_Yz-k',
      signature: `${'q7Rk'.repeat(21)}_w`,
    },
  };
  return { ...entry, ...change };
}

/** One of each kind. */
export const DELETIONS: readonly DeletionEntry[] = [
  entryOf(1, { isFinished: false }),
  entryOf(2, {}),
  entryOf(3, { method: 'code', by: 'staff', staffName: '周敏 Zhou Min' }),
  entryOf(4, { method: 'withdrawal', by: 'candidate', certificate: null }),
  entryOf(5, { method: 'withdrawal', by: 'candidate' }),
  entryOf(6, { method: 'code', by: 'kiosk' }),
];
