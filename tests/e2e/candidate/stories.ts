import type { Page } from '@playwright/test';
import type { Locale } from '#shared/localized.ts';
import type { SessionState } from '#shared/session.ts';
import type { SessionView } from '#shared/session-view.ts';
import type { StorySetup } from './page/story-setup.ts';
import {
  assemblyItem,
  changeItem,
  FOLLOWED,
  followUpItem,
  ratingItem,
  rolePlayItem,
  signItem,
  spotItem,
} from './sample-items.ts';
import { inMs, itemView, questionView, readBackView, RECORDING, viewOf } from './views.ts';

export interface Story {
  readonly name: string;
  readonly view: (locale: Locale) => SessionView;
  readonly setup?: Partial<Omit<StorySetup, 'view'>>;
  /** Presses and waits that lead to what is to be seen. */
  readonly prepare?: (page: Page) => Promise<void>;
}

const at =
  (state: SessionState, changes: Partial<SessionView> = {}) =>
  (locale: Locale) =>
    viewOf(locale, state, changes);

const dock = (page: Page, index: number) => page.locator('.c-dock__help button').nth(index).click();
const primary = (page: Page) => page.locator('.c-dock__actions .ui-button--primary').click();

/** Buttons of a line that stands as heard: change, cross out. */
const clauseTool = (page: Page, clause: number, tool: number) =>
  page.locator('.c-clause').nth(clause).locator('.c-clause__tools button').nth(tool);
const crossOut = (page: Page, clause: number) => clauseTool(page, clause, 1).click();
async function editClause(page: Page, clause: number, text?: string): Promise<void> {
  await clauseTool(page, clause, 0).click();
  if (text !== undefined) await page.locator('.c-clause textarea').fill(text);
}

/** A place in the picture, in shares of its width and height. */
async function touchPicture(page: Page, x: number, y: number): Promise<void> {
  const box = await page.locator('.c-spot__picture').boundingBox();
  if (box === null) throw new Error('no picture to touch');
  await page.mouse.click(box.x + x * box.width, box.y + y * box.height);
}

const ALL_RATED = Object.fromEntries([6, 2, 7, 3, 4, 6, 1].map((value, at) => [`way-${at + 1}`, value]));

async function answerConsents(page: Page): Promise<void> {
  for (const answer of [0, 0, 1, 0]) {
    await page.locator('.ui-radio-card').nth(answer).click();
    await primary(page);
  }
}

async function fillIdentity(page: Page): Promise<void> {
  await page.locator('input[type=text]').first().fill('李秀英');
  await page.locator('input[type=tel]').fill('13800138000');
}

const receipt = (locale: Locale) => ({
  reference: 'A7-3K',
  strengths:
    locale === 'en'
      ? [
          { text: 'You put safety first.', quote: 'Stop the line, hang the tag, and call the team leader.' },
          { text: 'You bring order into a busy moment.', quote: 'First I check the list, then I sort by due time.' },
        ]
      : [
          { text: '您把安全放在第一位。', quote: '先按停机，挂上牌子，再去叫班长。' },
          { text: '忙的时候您也能安排好先后。', quote: '我会先看清单，再按时间来排。' },
        ],
  nextStep:
    locale === 'en'
      ? 'The plant manager listens to your answers and calls you. If it fits, you come for a trial morning.'
      : '厂里的主管会听您的回答，再给您打电话。合适的话，请您来试工半天。',
  nextStepBy: '2026-12-03',
  phone: '021-5555 0100',
  deletionCode: 'K7QM-2XPA-9TRD',
  answered: 6,
  total: 7,
  isAnalysed: true,
});

/** Quotes as long as they get: about 120 characters. */
const ownWords = (locale: Locale) =>
  (locale === 'en'
    ? [
        'I took the motors that sat the wrong way round into the red crate so that nobody would mix them up with the good ones.',
        'And then my team leader said that from now on we all check the first one together before the whole order is started.',
      ]
    : [
        '我把装反的那几台电机一台一台挑出来，放在红色的框里面，免得跟好的混在一起，再从头一台一台重新装好，装完以后又请班长过来看了一遍，他看了说没有问题，我们才接着往下做，一直做到六点半才把这批货全部赶完，没有耽误发车。',
        '后来班长说，以后每一批货开工以前，第一台都由大家一起看过，没有问题了再往下做，这个办法一直用到现在，我们组的返工比以前少了一大半，新来的同事也是照着这个办法学的，很快就能上手了。',
      ]
  ).map((quote, at) => ({ ...receipt(locale).strengths[at]!, quote }));

/** The longest sentences and steps of the shipped jobs, and the longest a ranking quotes. */
export const longest = (locale: Locale) => ({
  ...receipt(locale),
  strengths:
    locale === 'en'
      ? [
          {
            text: 'With a customer who had waited too long, you found good words and said what comes next.',
            quote:
              'Let him tell the whole story → Say sorry and repeat it back to see if you got it right → Say what is possible, exchange or refund, and let him choose → Do it on the spot and give him the paper → Call after two days to ask if all is well',
          },
          {
            text: 'You know the right order for building a pallet, so that it stands firm and the count is right.',
            quote: ownWords(locale)[0]!.quote,
          },
        ]
      : [
          {
            text: '顾客等得着急，您会用话让她安心，也会讲清楚接下来怎么办。',
            quote: ownWords(locale)[0]!.quote,
          },
          { text: '机器出事的时候，您把情况讲得清楚，也把安全放在前面。', quote: ownWords(locale)[1]!.quote },
        ],
  nextStep:
    locale === 'en'
      ? 'The store manager will go through your answers and call you with the result. If it fits, you are invited to walk through the store and talk.'
      : '店长会听您的回答，再打电话告诉您结果。合适的话，请您来店里走一圈、聊一聊。',
});

const think = (ms: number | null) => ({ phase: 'think' as const, deadlineAt: ms === null ? null : inMs(ms) });

export const STORIES: readonly Story[] = [
  { name: 'attract', view: at({ kind: 'idle' }) },
  {
    name: 'attract-two-jobs',
    view: (locale) => {
      const view = viewOf(locale, { kind: 'idle' });
      return { ...view, jobs: view.jobs.slice(0, 2) };
    },
  },
  { name: 'attract-language', view: at({ kind: 'idle' }), prepare: (page) => dock(page, 1) },
  {
    name: 'attract-code',
    view: at({ kind: 'idle' }),
    setup: { refusal: { code: 'code_unknown', data: { attemptsLeft: 4 } } },
    prepare: async (page) => {
      await page.locator('.c-dock__actions button').click();
      for (const digit of ['1', '2', '3', '4']) await page.getByRole('button', { name: digit, exact: true }).click();
      await page.getByRole('alert').waitFor();
      await page.getByRole('button', { name: '7', exact: true }).click();
    },
  },
  { name: 'language', view: at({ kind: 'language' }) },
  { name: 'notice', view: at({ kind: 'notice' }) },
  { name: 'consent', view: at({ kind: 'consent' }) },
  {
    name: 'consent-answered',
    view: at({ kind: 'consent' }),
    prepare: (page) => page.locator('.ui-radio-card').first().click(),
  },
  { name: 'consent-summary', view: at({ kind: 'consent' }), prepare: answerConsents },
  { name: 'identity', view: at({ kind: 'identity' }), prepare: fillIdentity },
  {
    name: 'identity-code',
    view: at({ kind: 'identity' }),
    prepare: (page) => page.locator('.ui-radio-card').nth(1).click(),
  },
  {
    name: 'needs',
    view: at({ kind: 'identity' }),
    prepare: async (page) => {
      await fillIdentity(page);
      await primary(page);
      await page.locator('.ui-checkbox').first().click();
      await page.locator('.ui-checkbox').nth(3).click();
    },
  },
  {
    name: 'check-listening',
    view: at({ kind: 'check' }),
    setup: { devices: 'silent' },
    prepare: (page) => page.locator('.c-check__step--done').first().waitFor(),
  },
  {
    name: 'check-heard',
    view: at({ kind: 'check' }),
    prepare: (page) => page.locator('.c-check__step--done').nth(1).waitFor(),
  },
  {
    name: 'check-unheard',
    view: at({ kind: 'check' }),
    setup: { devices: 'silent' },
    prepare: (page) => page.locator('.c-check__step--warn').first().waitFor(),
  },
  { name: 'check-no-microphone', view: at({ kind: 'check' }), setup: { devices: 'no_microphone' } },
  { name: 'practice', view: at({ kind: 'practice', phase: 'ready' }) },
  { name: 'practice-recording', view: at({ kind: 'practice', phase: 'recording' }) },
  { name: 'question-think', view: (locale) => questionView(locale, 'spoken', think(38_000)) },
  {
    name: 'question-hint',
    view: (locale) => questionView(locale, 'spoken', think(null), {}, { isHintShown: true }),
  },
  {
    name: 'question-part-saved',
    view: (locale) =>
      questionView(locale, 'spoken', think(null), { saved: { parts: 1, durationMs: 20_000, wasInterrupted: true } }),
    setup: { devices: 'lost' },
  },
  {
    name: 'question-recording',
    view: (locale) =>
      questionView(locale, 'spoken', {
        phase: 'recording',
        recordings: { av: RECORDING, pcm: null },
        startedAt: inMs(-20_000),
        deadlineAt: inMs(70_000),
      }),
  },
  {
    name: 'question-recording-sound',
    view: (locale) =>
      questionView(
        locale,
        'spoken',
        {
          phase: 'recording',
          recordings: { av: null, pcm: RECORDING },
          startedAt: inMs(-21_000),
          deadlineAt: inMs(69_000),
        },
        { recording: 'sound' },
      ),
  },
  {
    name: 'question-think-sound',
    view: (locale) =>
      questionView(locale, 'spoken', think(38_000), {
        recording: 'sound',
        saved: { parts: 1, durationMs: 20_000, wasInterrupted: true },
      }),
  },
  {
    name: 'question-think-nothing',
    view: (locale) =>
      questionView(locale, 'spoken', think(null), {
        recording: 'nothing',
        saved: { parts: 1, durationMs: 20_000, wasInterrupted: true },
      }),
  },
  {
    name: 'question-typed-nothing',
    view: (locale) => questionView(locale, 'spoken', { phase: 'open' }, { recording: 'nothing' }),
  },
  {
    name: 'question-confirm',
    view: (locale) =>
      questionView(
        locale,
        'spoken',
        { phase: 'confirm' },
        { playback: RECORDING, canRetake: true, isPersonAsked: true },
      ),
  },
  {
    name: 'question-typed',
    view: (locale) => questionView(locale, 'typed', { phase: 'open' }),
    prepare: async (page) => {
      await page
        .locator('textarea')
        .fill('上个月我们组缺一个人，我先把急的单子挑出来，再请班长重新分了一下活。\nWe still finished on time.');
      await page.locator('.c-saved svg').waitFor();
    },
  },
  { name: 'question-spoken-typed', view: (locale) => questionView(locale, 'spoken', { phase: 'open' }) },
  {
    name: 'question-choice',
    view: (locale) => questionView(locale, 'choice', { phase: 'open' }),
    prepare: (page) => page.locator('.ui-radio-card').nth(1).click(),
  },
  {
    name: 'question-choice-hint',
    view: (locale) => questionView(locale, 'choice', { phase: 'open' }, {}, { isHintShown: true }),
  },
  { name: 'question-ranking', view: (locale) => questionView(locale, 'ranking', { phase: 'open' }) },
  {
    name: 'question-skip',
    view: (locale) => questionView(locale, 'choice', { phase: 'open' }),
    prepare: (page) => page.locator('.c-prompt__tools .ui-button--quiet').click(),
  },
  {
    name: 'follow-up-waiting',
    view: (locale) =>
      viewOf(locale, { kind: 'follow_up', index: 6, since: inMs(60_000) }, { waiting: { done: 5, total: 7 } }),
  },
  {
    name: 'follow-up-question',
    view: (locale) =>
      itemView(
        locale,
        followUpItem(locale),
        think(28_000),
        { followsUp: FOLLOWED[locale] },
        { stage: 'probe', probe: 'result_missing' },
      ),
  },
  {
    name: 'follow-up-typed',
    view: (locale) =>
      itemView(
        locale,
        followUpItem(locale),
        { phase: 'open' },
        { followsUp: FOLLOWED[locale] },
        { stage: 'probe', probe: 'result_missing' },
      ),
  },
  {
    name: 'question-again',
    view: (locale) => questionView(locale, 'spoken', think(null), {}, { stage: 'again', take: 3 }),
  },
  { name: 'read-back', view: (locale) => readBackView(locale, 6) },
  { name: 'read-back-one', view: (locale) => readBackView(locale, 1, { canRerecord: false }) },
  { name: 'read-back-none', view: (locale) => readBackView(locale, 0) },
  {
    name: 'read-back-sixty',
    view: (locale) => readBackView(locale, 60),
    prepare: (page) => page.locator('.c-pages button').nth(1).click(),
  },
  {
    name: 'read-back-changed',
    view: (locale) => readBackView(locale, 6),
    prepare: async (page) => {
      await crossOut(page, 1);
      await editClause(page, 2, '我先把流水线停下来 / so first I stopped the line');
      await page.locator('.c-clause__tools .ui-button--primary').click();
      await page.locator('.c-read-back__added button').click();
    },
  },
  {
    name: 'read-back-editing',
    view: (locale) => readBackView(locale, 6),
    prepare: (page) => editClause(page, 4),
  },
  { name: 'role-play', view: (locale) => itemView(locale, rolePlayItem(locale, 0), think(28_000)) },
  {
    name: 'role-play-third',
    view: (locale) => itemView(locale, rolePlayItem(locale, 2), think(null), {}, { isHintShown: true }),
  },
  {
    name: 'role-play-recording',
    view: (locale) =>
      itemView(locale, rolePlayItem(locale, 1), {
        phase: 'recording',
        recordings: { av: RECORDING, pcm: null },
        startedAt: inMs(-20_000),
        deadlineAt: inMs(70_000),
      }),
  },
  { name: 'role-play-typed', view: (locale) => itemView(locale, rolePlayItem(locale, 1), { phase: 'open' }) },
  {
    name: 'rating-third',
    view: (locale) => itemView(locale, ratingItem(locale), { phase: 'open' }, {}, { isHintShown: true }),
    prepare: async (page) => {
      for (const value of [6, 2]) {
        await page
          .locator('.c-scale .ui-radio-card')
          .nth(value - 1)
          .click();
        await page.locator('.c-rating__foot button').click();
      }
      await page.locator('.c-scale .ui-radio-card').nth(6).click();
    },
  },
  {
    name: 'rating-all',
    view: (locale) =>
      itemView(locale, ratingItem(locale), { phase: 'open' }, { draft: { kind: 'rating', ratings: ALL_RATED } }),
  },
  { name: 'work-assembly', view: (locale) => itemView(locale, assemblyItem(locale), { phase: 'open' }) },
  {
    name: 'work-assembly-hint',
    view: (locale) => itemView(locale, assemblyItem(locale), { phase: 'open' }, {}, { isHintShown: true }),
  },
  {
    name: 'work-spot',
    view: (locale) => itemView(locale, spotItem(locale), { phase: 'open' }),
    prepare: async (page) => {
      for (const [x, y] of [
        [0.19, 0.36],
        [0.85, 0.58],
      ] as const)
        await touchPicture(page, x, y);
    },
  },
  {
    name: 'work-spot-keyboard',
    view: (locale) => itemView(locale, spotItem(locale, 'counter-hall'), { phase: 'open' }, {}, { isHintShown: true }),
    prepare: async (page) => {
      await page.keyboard.press('Tab');
      await page.locator('.c-spot__picture').focus();
      await page.keyboard.press('Shift+ArrowLeft');
    },
  },
  {
    name: 'work-sign',
    view: (locale) => itemView(locale, signItem(locale), { phase: 'open' }),
    prepare: (page) => page.locator('.ui-radio-card').nth(2).click(),
  },
  {
    name: 'work-change-tray',
    view: (locale) => itemView(locale, changeItem(locale), { phase: 'open' }, {}, { isHintShown: true }),
    prepare: async (page) => {
      for (const money of [3, 5, 5, 5, 6]) await page.locator('.c-till__money').nth(money).click();
      await primary(page);
      for (const money of [0, 1, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5, 6, 7, 7, 7])
        await page.locator('.c-till__money').nth(money).click();
    },
  },
  {
    name: 'paused',
    view: at({ kind: 'paused', from: { kind: 'survey' } }),
  },
  {
    name: 'stop',
    view: (locale) => questionView(locale, 'choice', { phase: 'open' }),
    prepare: (page) => dock(page, 4),
  },
  {
    name: 'stop-withdraw',
    view: (locale) => questionView(locale, 'choice', { phase: 'open' }),
    prepare: async (page) => {
      await dock(page, 4);
      await page.locator('.ui-dialog .ui-button--quiet').click();
    },
  },
  {
    name: 'person',
    view: (locale) => questionView(locale, 'choice', { phase: 'open' }),
    prepare: (page) => dock(page, 0),
  },
  {
    name: 'hidden',
    view: (locale) => questionView(locale, 'choice', { phase: 'open' }),
    prepare: (page) => dock(page, 2),
  },
  {
    name: 'idle-warning',
    view: (locale) => questionView(locale, 'typed', { phase: 'open' }, { idleWarning: { sealsAt: inMs(25_000) } }),
  },
  {
    name: 'problem',
    view: (locale) => questionView(locale, 'choice', { phase: 'open' }),
    setup: { refusal: { code: 'storage_failed', data: {} } },
    prepare: async (page) => {
      await page.locator('.ui-radio-card').first().click();
      await primary(page);
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'connection-lost',
    view: (locale) => questionView(locale, 'choice', { phase: 'open' }),
    setup: { isConnected: false },
    prepare: (page) => page.locator('.c-connection').waitFor(),
  },
  {
    name: 'survey',
    view: at({ kind: 'survey' }),
    prepare: async (page) => {
      await page.locator('.ui-radio-card').nth(4).click();
      await page.locator('.ui-radio-card').nth(8).click();
    },
  },
  { name: 'receipt', view: (locale) => viewOf(locale, { kind: 'receipt' }, { receipt: receipt(locale) }) },
  {
    name: 'receipt-own-words',
    view: (locale) =>
      viewOf(locale, { kind: 'receipt' }, { receipt: { ...receipt(locale), strengths: ownWords(locale) } }),
  },
  {
    name: 'receipt-longest',
    view: (locale) => viewOf(locale, { kind: 'receipt' }, { receipt: longest(locale) }),
  },
  {
    name: 'receipt-analysing',
    view: (locale) =>
      viewOf(locale, { kind: 'receipt' }, { receipt: { ...receipt(locale), strengths: [], isAnalysed: false } }),
  },
  { name: 'withdrawn', view: at({ kind: 'withdrawn' }) },
];
