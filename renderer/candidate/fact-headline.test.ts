import { expect, test } from 'vitest';
import type { JobCard } from '#shared/session-view.ts';
import { factHeadline } from './fact-headline.ts';

test.each([
  ['pay', '每小时 25 元；算上夜班补贴一个月大约 5000 元', '每小时 25 元'],
  ['pay', '每月 4800 到 5800 元，另有销售奖金，每月 10 号发', '每月 4800 到 5800 元'],
  ['pay', '¥5,000 to ¥6,200 a month, with an allowance', '¥5,000 to ¥6,200 a month'],
  ['shift', '早班 9 点到 17 点，晚班 13 点到 21 点', '早班 9 点到 17 点，晚班 13 点到 21 点'],
  ['shift', 'Day and night shifts, changing every two weeks', 'Day and night shifts'],
  ['hours', '8.5 hours a day. Overtime is paid extra', '8.5 hours a day'],
  ['place', '示例工厂 2 号门（示例数据）', '示例工厂 2 号门'],
] as const)('of the %s "%s" a card says "%s"', (fact, text, headline) => {
  const job: JobCard = {
    id: 'job',
    title: 'Job',
    purpose: 'hiring',
    illustration: 'assembly',
    summary: '',
    pay: '',
    shift: '',
    hours: '',
    place: '',
    [fact]: text,
  };
  expect(factHeadline(fact, job)).toBe(headline);
});
