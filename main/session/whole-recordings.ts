import { PICTURE_TOLERANCE_MS } from '#shared/whole-picture.ts';
import type { StoredRecording } from './ports.ts';

/** Whether a picture lasts as long as the sound beside it: its length is that of the sound at the moment it was closed. */
function isWhole(picture: StoredRecording, sound: StoredRecording | undefined): boolean {
  return sound === undefined || picture.durationMs + PICTURE_TOLERANCE_MS >= sound.durationMs;
}

/**
 * What to play of each part of an answer: the picture with its sound, or the sound alone where there is no picture or it stopped
 * before the end. One recording for a part, in the order they were made; empty recordings are none.
 */
export function wholeRecordings(recordings: readonly StoredRecording[]): StoredRecording[] {
  const filled = recordings.filter(({ slices }) => slices > 0);
  const partnerOf = (row: StoredRecording) =>
    filled.find(
      ({ kind, itemId, take, part }) =>
        kind !== row.kind && itemId === row.itemId && take === row.take && part === row.part,
    );
  return filled.filter((row) => {
    const partner = partnerOf(row);
    if (row.kind === 'av') return isWhole(row, partner);
    return partner === undefined || !isWhole(partner, row);
  });
}
