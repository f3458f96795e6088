import { expect, test } from 'vitest';
import { assess } from './engine.ts';

const star = (locale: 'zh-CN' | 'en', text: string, itemId = 'story') => {
  const found = assess(locale, text, { itemId }).star;
  if (found === null) throw new Error('not read as a story');
  return found;
};

test('a whole story has all four parts, in both languages', () => {
  const zh = star(
    'zh-CN',
    '去年我在电子厂上班，有一次机器突然停了，班长让我去看看。我关掉电源，检查了线路，拆下皮带，又换了一根新的。后来二十分钟就修好了。',
  );
  const en = star(
    'en',
    'Last year at the plant the belt stopped and I had to look at it. I turned off the power, checked the belt, pulled it off and fitted a new one. In the end we were running again in twenty minutes.',
  );
  for (const found of [zh, en]) {
    expect(found).toMatchObject({ situation: 1, task: 1, result: 1, hasNumber: true, isGeneric: false, ownShare: 1 });
    expect(found.action).toBeGreaterThanOrEqual(0.75);
    expect(found.depth).toBeGreaterThan(0.85);
  }
});

test('deeds are the teller’s, not those of other people', () => {
  const zh = star('zh-CN', '有一次客人来了，他骂了半天，摔了杯子，砸了桌子，又喊来了老板，我看着没动，后来他走了。');
  expect(zh.verbs).toEqual([]);
  const en = star(
    'en',
    'One day a customer came in, he shouted, broke a cup and threw it, then he called the owner and left.',
  );
  expect(en.verbs).toEqual([]);
});

test('the subject is carried over clauses that name nobody, until somebody else acts', () => {
  const zh = star('zh-CN', '有一次我关了电源，拆了盖子，换了皮带。师傅来了，说了两句，骂了我。');
  expect(zh.verbs).toEqual(['关', '拆', '换']);
  const en = star(
    'en',
    'One day I cut the power, opened the lid and changed the belt. My boss came, yelled at me and left.',
  );
  expect(en.verbs).toEqual(['cut', 'opened', 'changed']);
});

test('in speech that runs on, the thing that was dealt with does not take the deed away from the teller', () => {
  const told = star('en', 'One day I checked the receipt got her a new one and filled it in');
  expect(told.verbs).toEqual(['checked', 'got', 'filled']);
  expect(star('en', 'One day I checked the receipt, got her a new one and filled it in. She left.').verbs).toEqual(
    told.verbs,
  );
  expect(star('en', 'One day I rang him before the shift started and then told the lead.').verbs).toEqual([
    'rang',
    'told',
  ]);
  expect(star('en', 'One day I called him and the belt stopped and I said the motor burned.').verbs).toEqual([
    'called',
    'said',
  ]);
  expect(star('en', 'One day I checked the receipt, got her a new one and she thanked me.').verbs).toEqual([
    'checked',
    'got',
  ]);
});

test('a word that is no beginning does not cut a clause in two', () => {
  const clauses = (text: string): string[] => assess('en', text).clauses.map((clause) => clause.text);
  expect(clauses('I ran after him and gave him the card. It went well from then on.')).toEqual([
    'I ran after him and gave him the card',
    'It went well from then on',
  ]);
  expect(clauses('I filled it in. It was right after that before lunch')).toEqual([
    'I filled it in',
    'It was right after that before lunch',
  ]);
  expect(clauses('He was fine from then on they all asked me')).toEqual([
    'He was fine',
    'from then on they all asked me',
  ]);
  expect(clauses('I rang him before he left after that the line ran')).toEqual([
    'I rang him',
    'before he left',
    'after that the line ran',
  ]);
  expect(star('en', 'One day he was fine. From then on they all asked me.').verbs).toEqual([]);
});

test('who is spoken to does not take the deed away from the teller', () => {
  const zh = star('zh-CN', '上个月机器坏了，后来开会我跟大家说了这个事，大家就都照着做。');
  expect(zh.verbs).toEqual(['开会', '说']);
  expect(zh.ownShare).toBe(1);
  expect(star('zh-CN', '有一次我先停机再喊师傅，帮了他一把，机器坏了我就换。').verbs).toEqual([
    '停机',
    '喊',
    '帮',
    '换',
  ]);
  // whoever is named before does it to the teller
  expect(star('zh-CN', '有一次主管来了，批评我老是迟到，叫我先把货搬开。').verbs).toEqual([]);
});

test('没 denies one occasion: what is told with it is a story, though nothing else says when it was', () => {
  const told = star('zh-CN', '没跟他犟，我先把货搬开，再去找主管问，主管说按单子来，我就照单子摆。');
  expect(told.verbs).toEqual(['搬开', '找', '问', '摆']);
  expect(star('zh-CN', '我没跟她吵，先给她倒水，听她讲完，再叫店长过来。').action).toBeGreaterThan(0);
  const whole = '没跟他犟，我先把货搬开，再去找主管问，主管说按单子来，我就按单子摆，主管给我加一次班。';
  expect(star('zh-CN', whole)).toMatchObject({ situation: 0.5, result: 0.65 });
  // an occasion that is named late is one for what was told before
  const late = star(
    'zh-CN',
    '新来的小妹不会打单，我教她，先开机，再点这个，我给她写张纸贴旁边，第二天她自己就打出来。',
  );
  expect(late).toMatchObject({ isGeneric: false, verbs: ['教', '开机', '写', '贴'] });
  for (const general of [
    '我从来没跟人吵架，都是先听他讲，再叫店长。',
    '我没干过仓库，先学，再做。',
    '没时间就先做急的，再做别的。',
    '没想到的事情就先问，再做。',
  ]) {
    expect([general, star('zh-CN', general).action]).toEqual([general, 0]);
  }
});

test('what was not done, what was planned and what is done in general is no deed', () => {
  expect(star('zh-CN', '有一次机器停了，我没有检查，也没有告诉班长。').verbs).toEqual([]);
  expect(star('en', "One day the machine stopped. I didn't check it and I never called anybody.").verbs).toEqual([]);
  expect(star('zh-CN', '如果机器停了，我会先检查，再告诉班长。').action).toBe(0);
  expect(star('en', 'If the machine stopped I would check it and call my supervisor.').action).toBe(0);
  expect(star('zh-CN', '我一般都会先检查，然后告诉班长。我这个人做事很认真。')).toMatchObject({
    action: 0,
    isGeneric: true,
  });
  expect(
    star('en', 'I usually check everything first. I always tell my supervisor. I am a careful person.'),
  ).toMatchObject({
    action: 0,
    isGeneric: true,
  });
});

test('a plan is an action where a plan was asked for', () => {
  expect(star('zh-CN', '我会先停机，断开电源，检查一遍，再告诉班长。', 'plan').action).toBe(1);
  expect(
    star('en', 'I would stop the machine, cut the power, check the belt and call my supervisor.', 'plan').action,
  ).toBe(1);
});

test('verbs without an ending, the present told as a story and dropped grammar count alike', () => {
  const past = star(
    'en',
    'One day the machine stopped, I called my boss, I checked the belt, I changed the part and I cleaned it.',
  );
  const plain = star(
    'en',
    'One day the machine stop, I call my boss, I check the belt, I change the part and I clean it.',
  );
  expect(plain.action).toBe(past.action);
  expect(star('en', 'One day I put it down, cut the power, shut the lid and set the timer.').action).toBe(1);
});

test('"we" costs no more than 30 %', () => {
  const own = star('zh-CN', '有一次我关了电源，拆了盖子，换了皮带，又试了机器。');
  const shared = star('zh-CN', '有一次我们关了电源，拆了盖子，换了皮带，又试了机器。');
  expect(own.action).toBe(1);
  expect(shared).toMatchObject({ action: 0.7, ownShare: 0 });
});

test('quoted words are nobody’s deeds', () => {
  const zh = star('zh-CN', '有一次客人说：“我打了电话，找了老板，退了货。”我听着。');
  expect(zh.verbs.filter((verb) => ['打', '找', '退'].includes(verb))).toEqual([]);
  const en = star('en', 'One day he said "I called them, wrote a letter and returned it." I nodded.');
  expect(en.verbs).toEqual(['nodded']);
});

test('a result counts in the last part of a story, with a number it is whole', () => {
  const tale = (end: string) => `Last year I checked the belt, I changed it and I cleaned the machine. ${end}`;
  expect(star('en', tale('')).result).toBe(0);
  expect(star('en', tale('In the end it worked.')).result).toBe(0.65);
  expect(star('en', tale('In the end we lost only 10 minutes.')).result).toBe(1);
  expect(star('zh-CN', '去年我检查了皮带，换了一根，又擦了机器。最后修好了。').result).toBe(0.65);
  expect(star('zh-CN', '去年我检查了皮带，换了一根，又擦了机器。最后十分钟就修好了。').result).toBe(1);
});

test('white space between Chinese characters is a pause, unless it stands between most words', () => {
  const clauses = (text: string): string[] => assess('zh-CN', text).clauses.map((clause) => clause.text);
  const pauses = '上个月机器停了 我先断电 再叫师傅来看 后来修好了';
  expect(clauses(pauses)).toEqual(pauses.split(' '));
  expect(clauses('我用PPT 做了20 页')).toEqual(['我用PPT 做了20 页']);
  const words = '上个月 机器 停 了 我 先 断电 再 叫 师傅 来看，后来 修好 了';
  expect(clauses(words).map((text) => text.replaceAll(' ', ''))).toEqual(clauses(words.replaceAll(' ', '')));
  const joined = words.replaceAll(' ', '');
  for (const apart of [words, Array.from(joined).join(' ')]) {
    const { verbs, ...found } = star('zh-CN', apart);
    expect({ ...found, verbs: verbs.map((verb) => verb.replaceAll(' ', '')) }).toEqual(star('zh-CN', joined));
  }
});
