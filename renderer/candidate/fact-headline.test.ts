import { expect, test } from 'vitest';
import { factHeadline, payHeadline } from './fact-headline.ts';

test.each([
  ['每小时 25 元；算上夜班补贴一个月大约 5000 元', '每小时 25 元'],
  ['¥25 an hour. With night pay about ¥5,000', '¥25 an hour'],
  ['8.5 hours a day', '8.5 hours a day'],
  ['示例工厂 2 号门（示例数据）', '示例工厂 2 号门'],
  ['Sample plant, gate 2 (example data)', 'Sample plant, gate 2'],
])('the headline of "%s" is "%s"', (fact, headline) => {
  expect(factHeadline(fact)).toBe(headline);
});

test.each([
  ['每月 4800 到 5800 元，另有销售奖金，每月 10 号发', '每月 4800 到 5800 元'],
  ['¥5,000 to ¥6,200 a month, plus an allowance', '¥5,000 to ¥6,200 a month'],
])('the pay headline of "%s" is "%s"', (pay, headline) => {
  expect(payHeadline(pay)).toBe(headline);
});
