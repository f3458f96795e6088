import { useMemo, useState } from 'react';
import type { AnswerDetail, RecordingDetail } from '#shared/contract/review.ts';
import { playableOf, shownFirst, type Clip } from './clip.ts';

/** The player of one answer, and what may steer it from anywhere on the page. */
export interface Playback {
  readonly playable: readonly RecordingDetail[];
  readonly shown: RecordingDetail | null;
  /** What to play now; a new object each time. Null until somebody asks. */
  readonly clip: Clip | null;
  play(clip: Clip): void;
  /** Shows another recording without jumping in it. */
  choose(id: string): void;
}

/** Answer keys of an item in the order they were asked. */
export function answerKeysOf(answer: AnswerDetail): string[] {
  const own = answer.turns.length === 0 ? [answer.itemId] : answer.turns.map(({ answerKey }) => answerKey);
  return answer.followUp === null ? own : [...own, answer.followUp.answerKey];
}

/** One player for all recordings of an answer. */
export function usePlayback(answer: AnswerDetail): Playback {
  const playable = useMemo(() => playableOf(answer.recordings, answerKeysOf(answer)), [answer]);
  const [{ chosenId, clip }, setChoice] = useState<{ chosenId: string | null; clip: Clip | null }>({
    chosenId: null,
    clip: null,
  });
  return {
    playable,
    shown: playable.find(({ id }) => id === chosenId) ?? shownFirst(playable),
    clip,
    play: (next) => setChoice({ chosenId: next.recordingId, clip: { ...next } }),
    choose: (id) => setChoice({ chosenId: id, clip: null }),
  };
}
