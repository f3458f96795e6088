import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toPcm16 } from '#main/wav-file.ts';
import { makeBabble, makeNoise, makeRoom } from './noises.ts';
import { makePulseTrain } from './pulse-trains.ts';
import { makeSpeechClips } from './speech-clips.ts';

const digest = (samples: Float32Array): string => createHash('sha256').update(toPcm16(samples)).digest('hex');

test(
  'answers spoken anew are the same bytes, with the same truth',
  { timeout: 300_000, tags: 'fixtures' },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'corpus-'));
    try {
      const kept = makeSpeechClips();
      const anew = makeSpeechClips(folder);
      const describe = (clips: typeof kept) =>
        clips.map(({ id, samples, mask, phrases, syllables }) => ({
          id,
          sha256: digest(samples),
          mask: Buffer.from(mask).toString('base64'),
          phrases,
          syllables,
        }));
      expect(describe(anew)).toEqual(describe(kept));
      expect(new Set(anew.map(({ samples }) => digest(samples))).size).toBe(anew.length);
      expect(Math.min(...kept.map(({ syllables }) => syllables))).toBeGreaterThan(20);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

test('noises and pulse trains are the same on every run, and different from each other', { timeout: 300_000 }, () => {
  const clips = makeSpeechClips();
  const make = (): string[] => [
    ...(['pink', 'brown', 'white', 'factory'] as const).map((kind) => digest(makeNoise(kind, 3))),
    digest(makeRoom(3)),
    digest(makeBabble(clips, 3)),
    digest(makePulseTrain(0).samples),
    digest(makePulseTrain(1).samples),
  ];
  const first = make();
  expect(make()).toEqual(first);
  expect(new Set(first).size).toBe(first.length);
});
