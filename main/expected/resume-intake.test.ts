import { expect, test } from 'vitest';
import { MAX_PDF_BYTES, type PdfAnswer } from '#connectors/resume/pdf-answer.ts';
import { createResumeIntake } from './resume-intake.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** An intake whose PDFs are read as told; what a real one is read as: connectors/resume. */
function intakeOf(answer: PdfAnswer = { kind: 'fault', fault: 'damaged' }) {
  const given: string[] = [];
  const intake = createResumeIntake(async (bytes) => {
    given.push(Buffer.from(bytes).toString());
    return answer;
  });
  return { ...intake, given };
}

test('a file comes in parts, from its first on, each page its own', async () => {
  const intake = intakeOf({ kind: 'text', lines: ['姓名：王芳', '技能：叉车', '13811110001'], pages: 1 });
  intake.put('page-1', 0, base64('left over'));
  for (const [part, text] of ['%P', 'DF', '-1'].entries()) intake.put('page-1', part, base64(text));
  intake.put('page-2', 0, base64('other'));
  expect(await intake.read('page-1', 'pdf')).toEqual({
    name: '王芳',
    nameFrom: 'label',
    phone: '+8613811110001',
    skills: ['叉车'],
  });
  expect(intake.given).toEqual(['%PDF-1']);
  // read once, and gone
  await intake.read('page-1', 'pdf');
  intake.drop('page-2');
  await intake.read('page-2', 'pdf');
  expect(intake.given).toEqual(['%PDF-1', '', '']);
});

test('one that is too long is let go of', async () => {
  const intake = intakeOf();
  const half = Buffer.alloc(MAX_PDF_BYTES / 2 + 1).toString('base64');
  expect(intake.put('page', 0, half)).toBe(true);
  expect(intake.put('page', 1, half)).toBe(false);
  await intake.read('page', 'pdf');
  expect(intake.given).toEqual(['']);
});

test('JSON Resume and a CSV of one person, by the rules of head office; everything else says why not', async () => {
  const intake = intakeOf();
  const read = (kind: 'json' | 'csv' | 'pdf', text: string) => {
    intake.put('page', 0, base64(text));
    return intake.read('page', kind);
  };
  const resume = { basics: { name: 'Ana', phone: '1' }, skills: [{ name: 'Forklift', keywords: ['Nights'] }] };
  const found = { name: 'Ana', nameFrom: 'label', phone: '1', skills: ['Forklift', 'Nights'] };
  expect(await read('json', JSON.stringify(resume))).toEqual(found);
  expect(await read('csv', '姓名,手机,技能\nAna,1,Forklift、Nights')).toEqual(found);
  expect(await read('csv', 'name\nA\nB')).toEqual({ refused: 'not_one_row' });
  expect(await read('csv', 'name')).toEqual({ refused: 'not_one_row' });
  expect(await read('csv', 'name\n"torn')).toEqual({ refused: 'not_a_resume' });
  expect(await read('json', '{"torn')).toEqual({ refused: 'not_a_resume' });
  expect(await read('json', '{"basics":{}}')).toEqual({ refused: 'not_a_resume' });
  expect(await read('pdf', '')).toEqual({ refused: 'damaged' });
});
