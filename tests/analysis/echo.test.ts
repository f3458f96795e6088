import { beforeAll, expect, test } from 'vitest';
import { findEcho } from '#main/children/analyst/echo.ts';
import { makeNoise } from './noises.ts';
import { makeSpeechClips, mixedWithNoise, type SpeechClip } from './speech-clips.ts';
import { seedOf } from './sound-maths.ts';
import { recorded } from './whole-sound.ts';

let prompt: Float32Array;
let others: SpeechClip[];
let factory: Float32Array;

beforeAll(() => {
  const clips = makeSpeechClips();
  prompt = recorded(clips.find(({ id }) => id.startsWith('espeak-en-us'))?.samples ?? new Float32Array());
  others = clips
    .filter(({ id }) => !id.startsWith('espeak-en-us'))
    .filter((_, i, all) => i % Math.ceil(all.length / 8) === 0);
  factory = makeNoise('factory', 60);
}, 120_000);

const delayOf = (clip: SpeechClip): number => 1_280 + (seedOf(clip.id) % 1_600);

/** Somebody speaks in the factory; the prompt comes back late, and once more from a wall. */
function microphone(clip: SpeechClip, echoDb: number | null): Float32Array {
  const sound = mixedWithNoise(clip, factory, 15);
  if (echoDb === null) return recorded(sound);
  const gain = 10 ** (echoDb / 20);
  const delay = delayOf(clip);
  return recorded(
    sound.map((sample, i) => sample + gain * ((prompt[i - delay] ?? 0) + 0.5 * (prompt[i - delay - 211] ?? 0))),
  );
}

test.each([-10, -20, -30])('a prompt that comes back at %d dB is found, with its delay', (echoDb) => {
  for (const clip of others) {
    const found = findEcho(prompt, microphone(clip, echoDb));
    expect(found?.z).toBeGreaterThan(7);
    expect(found?.isEcho).toBe(true);
    expect(Math.abs((found?.lagMs ?? 0) - delayOf(clip) / 16)).toBeLessThan(1);
  }
});

test('without one, none is found', () => {
  for (const clip of others) {
    const found = findEcho(prompt, microphone(clip, null));
    expect(found?.z).toBeLessThan(7);
    expect(found?.isEcho).toBe(false);
  }
});

test('a silent prompt, or less than a block of sound, says nothing', () => {
  expect(findEcho(new Float32Array(160_000), prompt)).toBeNull();
  expect(findEcho(prompt.subarray(0, 16_000), prompt)).toBeNull();
  expect(findEcho(prompt, new Float32Array(16_000))).toBeNull();
});
