import { extractText, getDocumentProxy } from 'unpdf';
import { expect, test } from 'vitest';
import { sampleResult } from '../result/sample-result.fake.ts';
import { reportPdf } from './report-pdf.ts';

async function textOf(pdf: Uint8Array): Promise<{ text: string; pages: number }> {
  const { text, totalPages } = await extractText(await getDocumentProxy(pdf.slice()), { mergePages: true });
  return { text: text.replaceAll(/\s+/g, ''), pages: totalPages };
}

test('the report is readable text in Chinese, with its font inside, and the same bytes every time', async () => {
  const first = await reportPdf(sampleResult(), 'zh-CN');
  expect(Buffer.from(await reportPdf(sampleResult(), 'zh-CN')).equals(Buffer.from(first))).toBe(true);
  const { text, pages } = await textOf(first);
  for (const words of [
    '面试报告',
    '张伟',
    '装配工',
    '安全意识',
    '4.1(1–5)',
    '未评分，请人工听取',
    '81.5(0–100)B+',
    '建议推进',
    '是否录用由人决定',
  ])
    expect(text).toContain(words);
  expect(pages).toBe(1);
  // the font for these words, not the ten megabytes of the whole
  expect(first.length).toBeGreaterThan(10_000);
  expect(first.length).toBeLessThan(80_000);
});

test('words with line breaks and other signs that no font has are drawn all the same', async () => {
  const candidate = { ...sampleResult().candidate, name: '张伟\n第二行\tx\u0007' };
  const { text } = await textOf(await reportPdf(sampleResult({ candidate }), 'zh-CN'));
  expect(text).toContain('张伟第二行x');
});

test('in English, and a sign that the font lacks is a box instead of a failure', async () => {
  const candidate = { ...sampleResult().candidate, name: 'Zoë 🦊' };
  const { text } = await textOf(
    await reportPdf(sampleResult({ candidate, overall: null, recommendation: null }), 'en'),
  );
  for (const words of ['Interviewreport', 'Zoë□', 'Notscored:pleaselisten', 'Apersondecides'])
    expect(text).toContain(words);
});

test('long answers go over to more pages, whole', async () => {
  const answers = Array.from({ length: 30 }, (_, index) => ({
    id: `q${index}`,
    question: `问题${index}：请说说你怎么处理？`,
    summary: `开始${index}。${'先停机再检查，然后报告班长。'.repeat(12)}结束${index}。`,
    media: [],
  }));
  const { text, pages } = await textOf(await reportPdf(sampleResult({ answers, competencies: [] }), 'zh-CN'));
  expect(pages).toBeGreaterThan(2);
  for (const index of [0, 13, 29]) {
    expect(text).toContain(`开始${index}。`);
    expect(text).toContain(`结束${index}。`);
  }
});
