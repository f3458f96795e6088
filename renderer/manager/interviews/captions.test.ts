import { expect, test } from 'vitest';
import { speechCaptions } from './captions.ts';

test('every stretch of speech is a cue', () => {
  expect(speechCaptions([{ startMs: 500, endMs: 61_500.4 }], '[speaking]')).toBe(
    'WEBVTT\n\n00:00:00.500 --> 00:01:01.500\n[speaking]\n',
  );
});
