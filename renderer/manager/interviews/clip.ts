import type { Clause } from '#shared/assessment.ts';
import type { RecordingDetail } from '#shared/contract/review.ts';
import { PICTURE_TOLERANCE_MS } from '#shared/whole-picture.ts';

/** A stretch of one recording to play; `endMs` null plays on. */
export interface Clip {
  readonly recordingId: string;
  readonly startMs: number;
  readonly endMs: number | null;
}

function isSameSound(a: RecordingDetail, b: RecordingDetail): boolean {
  return a.answerKey === b.answerKey && a.take === b.take && a.part === b.part;
}

/** Whether there is a picture that lasts as long as the sound beside it. */
export function hasWholePicture(sound: RecordingDetail, recordings: readonly RecordingDetail[]): boolean {
  return recordings.some(
    (each) =>
      each.kind !== 'pcm' && isSameSound(each, sound) && each.durationMs + PICTURE_TOLERANCE_MS >= sound.durationMs,
  );
}

/** Whether a part of an answer is heard whole in this recording: the picture, or the sound that outlasted it. */
function isHeardFrom(recording: RecordingDetail, recordings: readonly RecordingDetail[]): boolean {
  if (recording.kind === 'pcm') return recording.sizeBytes > 0 && !hasWholePicture(recording, recordings);
  const sound = soundOf(recording, recordings);
  return sound === null || hasWholePicture(sound, recordings);
}

/** Where the words of a clause can be seen and heard; null for typed words, and where the recogniser gave no times. */
export function clipOf(
  clause: Pick<Clause, 'recordingId' | 'startMs' | 'endMs'>,
  recordings: readonly RecordingDetail[],
): Clip | null {
  const { startMs, endMs } = clause;
  if (startMs === null || endMs === null || endMs <= startMs) return null;
  const heardIn = recordings.find(({ id }) => id === clause.recordingId);
  if (heardIn === undefined) return null;
  const playable = recordings.find((each) => isSameSound(each, heardIn) && isHeardFrom(each, recordings));
  return playable === undefined ? null : { recordingId: playable.id, startMs, endMs };
}

/** The sound for analysis that was recorded together with a picture. */
export function soundOf(
  recording: RecordingDetail | null,
  recordings: readonly RecordingDetail[],
): RecordingDetail | null {
  if (recording === null) return null;
  return recordings.find((each) => each.kind === 'pcm' && isSameSound(each, recording)) ?? null;
}

/** What can be played, in the order of the conversation, of each part what is heard whole first: `keys` are the answer keys in that order. */
export function playableOf(recordings: readonly RecordingDetail[], keys: readonly string[]): RecordingDetail[] {
  return recordings
    .filter((each) => each.kind !== 'pcm' || isHeardFrom(each, recordings))
    .toSorted(
      (a, b) =>
        keys.indexOf(a.answerKey) - keys.indexOf(b.answerKey) ||
        a.take - b.take ||
        a.part - b.part ||
        Number(b.kind === 'pcm') - Number(a.kind === 'pcm'),
    );
}

/** The last take of the first answer is the one that counts; its first part is shown first. */
export function shownFirst(playable: readonly RecordingDetail[]): RecordingDetail | null {
  const [first] = playable;
  if (first === undefined) return null;
  const ofFirst = playable.filter(({ answerKey }) => answerKey === first.answerKey);
  const lastTake = Math.max(...ofFirst.map(({ take }) => take));
  return ofFirst.find(({ take }) => take === lastTake) ?? first;
}
