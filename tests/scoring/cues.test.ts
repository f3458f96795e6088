import { expect, test } from 'vitest';
import type { Locale } from '#shared/localized.ts';
import { cutClauses } from '#assessment/words/clauses.ts';
import { compileCues } from '#assessment/words/cue-match.ts';
import { assess, tools } from './engine.ts';
import { bank, shippedJob } from './fixtures.ts';

function hits(locale: Locale, cue: string, text: string): string[] {
  const passage = { answerKey: 'q', role: 'answer' as const, text, spans: [], breaks: [], transcriptWeight: 1 };
  const cues = compileCues([cue], locale);
  return cutClauses([passage], locale, tools().taggers[locale]).flatMap((unit) =>
    cues(unit).map(({ start, end }) => unit.quote(start, end)),
  );
}

const note = (locale: Locale, text: string) =>
  assess(locale, text, { job: shippedJob('assembly-operator'), itemId: 'note-for-next-shift', bank: bank() });

test('words may stand where the author of a cue left a gap, as far as the phrase goes on', () => {
  expect(hits('en', 'take … out', 'I took the part out')).toEqual(['took the part out']);
  expect(hits('en', 'take … out', 'I took all three of the cracked ones out')).toHaveLength(0);
  expect(hits('en', 'take … out', 'I took the old broken one right out')).toHaveLength(1);
  expect(hits('en', 'take … out', 'I took a look and went out')).toEqual([]);
  expect(hits('en', 'take out', 'I took the old broken one right out')).toEqual([]);
  expect(hits('en', 'turn out … too', 'it turned out the new screws were too long')).toHaveLength(1);
  expect(hits('en', 'turn out … was', 'it turned out the spring was bent')).toHaveLength(1);
});

test('a note that only addresses somebody hands nothing over', () => {
  for (const [locale, text] of [
    ['zh-CN', '班长你好，下一班的师傅，请大家辛苦一下，麻烦你们了，我先走了，今天大家都累了，明天见，晚上好好休息。'],
    [
      'en',
      'Dear team leader and everybody, please have a good evening, thank you all very much for the help today and see you again tomorrow, all the best.',
    ],
  ] as const) {
    const found = note(locale, text).indicators.find(({ indicatorId }) => indicatorId === 'hands-over-clearly');
    expect([text, found?.state, found?.evidence]).toEqual([text, 'unobserved', []]);
  }
  const whole = note(
    'zh-CN',
    '传送带有异响，维修已经知道了，先听着点，响大了就停机。还有40件没装完，接着装。3号螺丝快没了，去仓库领一盒。',
  );
  expect(whole.indicators.find(({ indicatorId }) => indicatorId === 'hands-over-clearly')).toMatchObject({
    state: 'observed',
    level: 5,
  });
});
