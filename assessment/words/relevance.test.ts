import { expect, test } from 'vitest';
import { relevanceOf } from './relevance.ts';

const say = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const bank = [
  {
    itemId: 'fault',
    prompt: say('讲一次您发现毛病的经历', 'Tell me about a fault you found'),
    referenceWords: { 'zh-CN': ['零件', '检查', '机器'], en: ['part', 'check', 'machine'] },
  },
  {
    itemId: 'upset',
    prompt: say('讲一次顾客不满意的经历', 'Tell me about an upset customer'),
    referenceWords: { 'zh-CN': ['顾客', '道歉', '生气'], en: ['customer', 'sorry', 'angry'] },
  },
  {
    itemId: 'learn',
    prompt: say('讲一次您学手艺的经历', 'Tell me how you learned a skill'),
    referenceWords: { 'zh-CN': ['师傅', '练习', '学会'], en: ['teacher', 'practise', 'learn'] },
  },
];

test('an answer fits its own question best', () => {
  expect(relevanceOf('我检查了机器，发现一个零件裂了', 'fault', bank, 'zh-CN')).toMatchObject({ rank: 1, lead: 0 });
  expect(relevanceOf('I checked the machine and a part was cracked', 'fault', bank, 'en')).toMatchObject({ rank: 1 });
});

test('an answer to another question leads the asked one', () => {
  const zh = relevanceOf('那个顾客很生气，我跟顾客道歉了', 'learn', bank, 'zh-CN');
  const en = relevanceOf('The customer was angry and I said sorry', 'learn', bank, 'en');
  for (const found of [zh, en]) {
    expect(found?.rank).toBeGreaterThan(1);
    expect(found?.lead).toBeGreaterThan(0.5);
  }
});

test('nothing is concluded without other questions, or from words no question holds', () => {
  expect(relevanceOf('whatever', 'fault', bank.slice(0, 1), 'en')).toBeNull();
  expect(relevanceOf('whatever', 'unknown', bank, 'en')).toBeNull();
  expect(relevanceOf('zzz yyy xxx', 'fault', bank, 'en')).toMatchObject({ rank: 1, lead: 0 });
});

test('an answer that fits an equal of the asked question better is no answer to another question', () => {
  const equals = (group?: string) =>
    bank.map((item) => (item.itemId === 'learn' || group === undefined ? item : { ...item, group }));
  const said = 'The customer was angry and I said sorry';
  expect(relevanceOf(said, 'fault', equals('post work'), 'en')).toMatchObject({ rank: 1, lead: 0, questions: 2 });
  // the control: the same questions, which are no group
  expect(relevanceOf(said, 'fault', equals(), 'en')).toMatchObject({ rank: 2, questions: 3 });
  // and whoever is asked something else is compared with all of them
  expect(relevanceOf(said, 'learn', equals('post work'), 'en')).toMatchObject({ questions: 3 });
});
