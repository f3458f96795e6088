import { expect, test } from 'vitest';
import type { Locale } from '#shared/localized.ts';
import { cutClauses } from '#assessment/words/clauses.ts';
import { newCarry } from '#assessment/words/reading.ts';
import { readChinese } from '#assessment/words/read-chinese.ts';
import { readEnglish } from '#assessment/words/read-english.ts';
import { settle } from '#assessment/words/star.ts';
import { readActs, type ActsReading } from '#assessment/role-play/read-acts.ts';
import { tools } from './engine.ts';

function acts(
  locale: Locale,
  text: string,
  scenario: 'customer_complaint' | 'machine_stop' = 'customer_complaint',
): ActsReading {
  const passage = { answerKey: 'q', role: 'turn' as const, text, spans: [], breaks: [], transcriptWeight: 1 };
  const units = cutClauses([passage], locale, tools().taggers[locale]);
  const carry = newCarry();
  const readings = units.map((unit) => (locale === 'zh-CN' ? readChinese(unit, carry) : readEnglish(unit, carry)));
  return readActs(scenario, settle(units, readings, 'situational'), locale);
}

const points = (reading: ActsReading): number => Math.round(100 * reading.share);

test('known answers of a complaint (scoring.md §1.6): 90, 85, 75, 20, 35, 0', () => {
  const zh = acts(
    'zh-CN',
    '实在对不起，让您久等了，我理解您的心情。请问是哪道菜有问题？我马上给您换一份新的，或者给您退款，您看可以吗？我会跟厨房反映，明天给您回个电话。',
  );
  expect([points(zh), zh.result.cap]).toEqual([90, null]);
  const en = acts(
    'en',
    'I am so sorry about that, I understand how annoying this is. What was wrong with it? I will replace it right away, and I will call you tomorrow. Hello again.',
  );
  expect(points(en)).toBe(85);
  const shorter = acts(
    'en',
    'I am sorry, I understand you are upset. I can replace it right away, or would you like a refund? Good evening.',
  );
  expect(points(shorter)).toBe(75);
  expect(points(acts('zh-CN', '对不起，对不起，对不起，对不起，对不起。'))).toBe(20);
  expect(points(acts('en', 'Sorry. Sorry. Sorry. Sorry. Sorry.'))).toBe(20);
  expect(points(acts('zh-CN', '给你退款，行吗'))).toBe(35);
  expect(points(acts('en', 'I can give you a refund, is that okay'))).toBe(35);
  for (const refused of [
    acts('zh-CN', '这不是我弄的，是你自己的问题，退不了，没办法。'),
    acts('en', "It's not my fault, you ordered it wrong. I can't give you anything."),
  ]) {
    expect(points(refused)).toBe(0);
    expect(refused.isUnderstood).toBe(true);
  }
});

test('an apology without a solution stops at 45, a solution without a warm word at 60', () => {
  const sorry = acts('zh-CN', '您好，对不起，让您久等了，我理解您的心情，请问是什么菜？明天给您回电话。');
  expect([points(sorry), sorry.result.cap]).toEqual([45, 'no_solution']);
  const cold = acts(
    'en',
    'Good evening. What was wrong with it? I will replace it, or would you like a refund? I will call you tomorrow. My manager will know.',
  );
  expect([points(cold), cold.result.cap]).toEqual([60, 'no_warmth']);
});

test('what is refused is not offered', () => {
  for (const [locale, text] of [
    ['zh-CN', '这个不能给您换，也不能退。'],
    ['zh-CN', '退是退不了的。'],
    ['en', "We don't give refunds and I can't replace it."],
  ] as const) {
    const { acts: found } = acts(locale, text).result;
    expect([text, found.map(({ act }) => act)]).toEqual([text, ['flat_refusal']]);
  }
});

test('each act carries its clause and the words, once however often it is done', () => {
  const { acts: found } = acts('en', 'Sorry about that. I am really sorry.').result;
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    act: 'apology',
    weight: 0.2,
    clause: { text: 'Sorry about that' },
    hits: ['Sorry', 'sorry'],
  });
});

test('with a machine that stopped, saying no to a restart is the solution and giving in is not', () => {
  const safe = acts(
    'zh-CN',
    '我已经按了急停，先不能开。你叫维修师傅过来看看，修好了再开。我知道你急，但是怕伤到人。',
    'machine_stop',
  );
  expect(safe.result.acts.map(({ act }) => act)).toEqual(
    expect.arrayContaining(['solution', 'escalation', 'empathy', 'follow_up']),
  );
  expect(points(safe)).toBeGreaterThanOrEqual(70);
  const given = acts('zh-CN', '行，那我先开起来，应该没事。', 'machine_stop');
  expect(given.result.acts.map(({ act }) => act)).toContain('over_promise');
  expect(points(given)).toBeLessThan(20);
  const english = acts(
    'en',
    "I've hit the emergency stop and I won't start it again. Please call maintenance. I know we are behind.",
    'machine_stop',
  );
  expect(english.result.acts.map(({ act }) => act)).toEqual(
    expect.arrayContaining(['solution', 'escalation', 'empathy']),
  );
  expect(points(acts('en', "Okay, I'll just start it up again, it should be fine.", 'machine_stop'))).toBeLessThan(20);
});

test('what stopped by itself is no solution, and an output that nobody can promise is promised too much', () => {
  const found = (locale: Locale, text: string) => acts(locale, text, 'machine_stop').result.acts.map(({ act }) => act);
  for (const [locale, text] of [
    ['zh-CN', '三号机突然停了。'],
    ['zh-CN', '班长，机器自己停下了，皮带断了。'],
    ['en', 'Number three just stopped working.'],
  ] as const) {
    expect([text, found(locale, text)]).not.toEqual([text, expect.arrayContaining(['solution'])]);
  }
  for (const text of ['我把机器停了。', '我先停了三号机。', '急停按了，电断了。']) {
    expect([text, found('zh-CN', text)]).toEqual([text, expect.arrayContaining(['solution'])]);
  }
  for (const [locale, text] of [
    ['zh-CN', '今天保证一定能赶完两百件。'],
    ['en', 'I promise we will finish all 200 today.'],
  ] as const) {
    expect([text, found(locale, text)]).toEqual([text, expect.arrayContaining(['over_promise'])]);
  }
  for (const [locale, text] of [
    ['zh-CN', '今天能不能赶完我不敢保证，修好了再开。'],
    ['zh-CN', '保证安全再开，差的数明天再补。'],
    ['en', "I can't promise we finish today."],
  ] as const) {
    expect([text, found(locale, text)]).not.toEqual([text, expect.arrayContaining(['over_promise'])]);
  }
});

test('fewer than three acts and nothing against: not understood', () => {
  expect(acts('en', 'Sorry about that.').isUnderstood).toBe(false);
  expect(acts('en', 'Sorry, I understand. I will replace it.').isUnderstood).toBe(true);
});
