import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { PdfAnswer } from './pdf-answer.ts';
import { MAX_PAGES, MAX_PDF_BYTES } from './pdf-answer.ts';
import { bombPdf, encryptedPdf, rawPdf, resumePdf, scannedPdf } from './pdf-files.fake.ts';
import { forkPdfReader } from './fork-pdf-reader.native.ts';
import { createPdfReader, type PdfChild } from './pdf-reader.ts';
import { readPdfResume } from './read-pdf-resume.ts';

const LONG = 120_000;
const read = forkPdfReader();
const fault = (name: string) => ({ kind: 'fault', fault: name });

async function resumeOf(pdf: Uint8Array) {
  const answer = await read(pdf);
  if (answer.kind !== 'text') throw new Error(answer.fault);
  return readPdfResume(answer.lines, 'CN');
}

test('a real PDF in Chinese: name, contact and listed skills, and no skill of a hobby', { timeout: LONG }, async () => {
  const pdf = await resumePdf([
    { kind: 'title', text: '个人简历' },
    { kind: 'row', label: '姓名', text: '王芳' },
    { kind: 'text', text: '电话：13811110001  邮箱：wang.fang@example.com' },
    { kind: 'heading', text: '专业技能' },
    { kind: 'text', text: '叉车、C++、夜班' },
    { kind: 'heading', text: '兴趣爱好' },
    { kind: 'text', text: '看叉车比赛、钢琴' },
  ]);
  expect(await resumeOf(pdf)).toEqual({
    name: '王芳',
    nameFrom: 'label',
    phones: ['+8613811110001'],
    emails: ['wang.fang@example.com'],
    skills: ['叉车', 'C++', '夜班'],
  });
});

test('and one in English, over two pages', { timeout: LONG }, async () => {
  const filler = Array.from({ length: 50 }, (_, index) => ({ kind: 'text' as const, text: `Shift ${index}, worked.` }));
  const pdf = await resumePdf(
    [
      { kind: 'title', text: 'Ana Diaz' },
      { kind: 'heading', text: 'Experience' },
      ...filler,
      { kind: 'heading', text: 'Skills' },
      { kind: 'text', text: 'Forklift licence, cold store' },
    ],
    'en',
  );
  expect(await resumeOf(pdf)).toMatchObject({
    name: 'Ana Diaz',
    nameFrom: 'first_line',
    skills: ['Forklift licence', 'cold store'],
  });
});

test('a scan, a locked one, no PDF at all, a torn one and one too long are told apart', { timeout: LONG }, async () => {
  expect(await read(await scannedPdf())).toEqual(fault('no_text'));
  expect(await read(await encryptedPdf())).toEqual(fault('encrypted'));
  expect(await read(new Uint8Array(Buffer.from('name,phone\nA,1')))).toEqual(fault('damaged'));
  const whole = await resumePdf([{ kind: 'text', text: 'Skills: forklift' }], 'en');
  expect(await read(whole.slice(0, 200))).toEqual(fault('damaged'));
  expect(await read(new Uint8Array(MAX_PDF_BYTES + 1))).toEqual(fault('too_long'));
  const long = Array.from({ length: 60 * MAX_PAGES }, () => ({ kind: 'text' as const, text: 'x' }));
  expect(await read(await resumePdf(long, 'en'))).toEqual(fault('too_long'));
});

test('one that unpacks to gigabytes ends its own process alone, and the next is read', { timeout: LONG }, async () => {
  const before = process.memoryUsage.rss();
  const bomb = await bombPdf(600);
  expect(bomb.length).toBeLessThan(MAX_PDF_BYTES);
  // no time ends this one: only its memory does
  expect(await forkPdfReader({ longestMs: 10 * LONG })(bomb)).toEqual(fault('too_heavy'));
  // the control: the same page with little in it is text
  const small = rawPdf(Buffer.from('BT /F1 12 Tf 72 720 Td (Skills: forklift) Tj ET'));
  expect(await read(small)).toEqual({ kind: 'text', lines: ['Skills: forklift'], pages: 1 });
  expect(process.memoryUsage.rss() - before).toBeLessThan(400 * 1024 * 1024);
});

/** A process that only does what the test says. */
function fakeChild() {
  const events = new EventEmitter();
  let isKilled = false;
  const child: PdfChild = {
    send: () => undefined,
    onMessage: (listen) => void events.on('message', listen),
    onExit: (listen) => void events.on('exit', listen),
    kill: () => {
      isKilled = true;
    },
  };
  return { child, events, isKilled: () => isKilled };
}

test('one that never answers is ended when its time is over; one after the other', async () => {
  const children = [fakeChild(), fakeChild()];
  const started: ReturnType<typeof fakeChild>[] = [];
  let timeIsUp: () => void = () => undefined;
  const reader = createPdfReader({
    start() {
      const next = children[started.length];
      if (next === undefined) throw new Error('Two are enough.');
      started.push(next);
      return next.child;
    },
    after: (_ms, call) => {
      timeIsUp = call;
      return () => undefined;
    },
  });
  const first = reader(new Uint8Array(1));
  const second = reader(new Uint8Array(1));
  await expect.poll(() => started.length).toBe(1);
  timeIsUp();
  expect(await first).toEqual(fault('too_heavy'));
  expect(started[0]?.isKilled()).toBe(true);
  await expect.poll(() => started.length).toBe(2);
  const answer: PdfAnswer = { kind: 'text', lines: ['x'], pages: 1 };
  started[1]?.events.emit('message', answer);
  expect(await second).toEqual(answer);
});

test('a program that cannot be started is a failure of ours, not of the file; the next one is tried', async () => {
  const children = [fakeChild(), fakeChild()];
  let count = 0;
  const reader = createPdfReader({
    start: () => (children[count++] ?? fakeChild()).child,
    after: () => () => undefined,
  });
  const first = reader(new Uint8Array(1));
  const second = reader(new Uint8Array(1));
  await expect.poll(() => count).toBe(1);
  children[0]?.events.emit('exit', 1);
  await expect(first).rejects.toThrow('ended with code 1');
  await expect.poll(() => count).toBe(2);
  // killed for its memory by the operating system
  children[1]?.events.emit('exit', null);
  expect(await second).toEqual(fault('too_heavy'));
});
