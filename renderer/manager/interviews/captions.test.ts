import { expect, test } from 'vitest';
import { speechCaptions, spokenIn } from './captions.ts';

test('every stretch of speech is a cue', () => {
  expect(speechCaptions([{ startMs: 500, endMs: 61_500.4 }], '[speaking]')).toBe(
    'WEBVTT\n\n00:00:00.500 --> 00:01:01.500\n[speaking]\n',
  );
});

test('words that look like markup, an arrow or a line break stay words', () => {
  expect(speechCaptions([{ startMs: 0, endMs: 1000, text: 'a --> b\n\n<b> & c' }], '')).toBe(
    'WEBVTT\n\n00:00:00.000 --> 00:00:01.000\na --&gt; b &lt;b&gt; &amp; c\n',
  );
});

test('without words only the speech is known', () => {
  expect(spokenIn(null)).toEqual([]);
  expect(spokenIn({ transcript: null, analysis: null })).toEqual([]);
});
