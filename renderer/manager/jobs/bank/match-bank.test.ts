import { expect, test } from 'vitest';
import type { BankEntry } from '#shared/contract/jobs.ts';
import { blankItem } from '#shared/job/blank-job.ts';
import { bankTags, matchBank } from './match-bank.ts';

const entry = (id: number, prompt: Record<'zh-CN' | 'en', string>, tags: string[]): BankEntry => ({
  id: `01990000-0000-7000-8000-00000000000${id}`,
  item: { ...blankItem('spoken', 'q'), prompt },
  tags,
  from: { jobId: 'post', jobTitle: 'Night shift', version: 1 },
  addedAt: '2026-11-29T03:00:00.000Z',
  addedBy: null,
  usedIn: [],
});
const bank = [
  entry(1, { 'zh-CN': '您焊过什么？', en: 'What have you welded?' }, ['welding', 'safety']),
  entry(2, { 'zh-CN': '机器停了怎么办？', en: 'The machine stops. What now?' }, ['safety']),
];
const found = (search: string, tag: string | null = null) => matchBank(bank, search, tag).map(({ tags }) => tags[0]);

test('every word has to be there, in either language, in a tag or in the post', () => {
  expect(found('')).toEqual(['welding', 'safety']);
  expect(found('WELDED')).toEqual(['welding']);
  expect(found('机器 night')).toEqual(['safety']);
  expect(found('welded machine')).toEqual([]);
  expect(found('', 'welding')).toEqual(['welding']);
});

test('tags come by how often they are used', () => {
  expect(bankTags(bank)).toEqual(['safety', 'welding']);
});
