import { v7 } from 'uuid';
import type { RecordingFiles } from '#main/capture/recording-files.ts';
import type { Store } from '#main/store/open-store.ts';
import type { StoredInterview } from '#main/store/session-rows.ts';
import { sha256 } from '#main/store/sha256.ts';
import type { RecordingId, SessionId } from '#shared/ids.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import type { Ack } from './acks.ts';

/** One second of 16 kHz, 16 bit, mono. */
export const SLICE_BYTES = 32_000;
export const PCM = 'audio/l16;rate=16000;channels=1';
const WORDS = [
  'shelf',
  'customer',
  'queue',
  'delivery',
  'holiday',
  'till',
  'manager',
  'complaint',
  'refund',
  'warehouse',
];

/**
 * What a kiosk saves during an interview, with content that can be told from any other.
 *
 * @param parts `sample` is what every interview is like
 */
export function createWork(
  parts: { store: Store; files: RecordingFiles; sample: StoredInterview; random: () => number; now: () => Date },
  say: (ack: Ack) => void,
) {
  const { store, files, sample, random, now } = parts;

  function words(count: number): string {
    return Array.from({ length: count }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
  }

  function noise(bytes: number): Buffer {
    const content = Buffer.alloc(bytes);
    for (let at = 0; at < bytes; at += 4) content.writeUInt32LE(Math.floor(random() * 2 ** 32), at);
    return content;
  }

  function newRow(id: RecordingId, sessionId: SessionId, kind: 'av' | 'pcm') {
    const begun = { state: 'recording', slices: 0, sizeBytes: 0, sha256: null, durationMs: 0 } as const;
    const place = { itemId: 'q', take: 1, part: 1, kind, mimeType: PCM } as const;
    return { ...begun, ...place, id, sessionId, startedAt: now().toISOString() };
  }

  /** An interview with one record and one audit line in one transaction; with a recording, its file comes first. */
  async function saveInterview(recordingId: RecordingId | null, kind: 'av' | 'pcm' = 'pcm'): Promise<void> {
    const id = v7() as SessionId;
    const recordId = v7();
    const body = { said: words(30), 听到: words(20) };
    const interview = { ...sample, id, identity: { by: 'name', name: words(3), phone: '13800000000' } as const };
    if (recordingId !== null) await files.create(recordingId);
    store.sessions.commit({
      interview,
      newRecordings: recordingId === null ? [] : [newRow(recordingId, id, kind)],
      records: [
        { id: recordId, type: 'answer.saved', sessionId: id, capturedAt: now().toISOString(), body, recordings: [] },
      ],
      audit: [{ actor: 'candidate', action: 'answer.saved', subject: id, detail: {} }],
    });
    say({ said: 'ack', kind: 'interview', id, sha256: sha256(canonicalText(interview)) });
    say({ said: 'ack', kind: 'record', id: recordId, sha256: sha256(canonicalText(body)) });
  }

  async function saveSlice(recordingId: RecordingId, sequence: number): Promise<Buffer> {
    const bytes = noise(SLICE_BYTES);
    const slice = { kind: 'slice', id: `${recordingId}/${sequence}`, sha256: sha256(bytes) } as const;
    say({ said: 'begin', ...slice });
    const { outcome } = await files.appendSlice(recordingId, sequence, bytes, slice.sha256, PCM);
    if (outcome !== 'stored') throw new Error(`slice ${slice.id}: ${outcome}`);
    say({ said: 'ack', ...slice });
    return bytes;
  }

  async function finish(recordingId: RecordingId, slices: readonly Buffer[]): Promise<void> {
    const { ok } = await files.finish(recordingId, slices.length);
    if (!ok) throw new Error(`recording ${recordingId} could not be finished`);
    say({ said: 'ack', kind: 'recording', id: recordingId, sha256: sha256(Buffer.concat(slices)) });
  }

  return {
    saveInterview,
    saveSlice,
    /** Saves interviews one after the other, every third with a recording; `pause` is awaited after each that was saved. */
    async save(interviews: number, pause: () => Promise<void>): Promise<void> {
      for (let number = 1; number <= interviews; number += 1) {
        const recordingId = number % 3 === 0 ? (v7() as RecordingId) : null;
        await saveInterview(recordingId);
        await pause();
        if (recordingId === null) continue;
        const slices: Buffer[] = [];
        for (const sequence of [0, 1, 2]) {
          slices.push(await saveSlice(recordingId, sequence));
          await pause();
        }
        // the others are still open when the end comes
        if (number % 2 === 0) await finish(recordingId, slices);
      }
    },
  };
}
