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
import { ALL_RATED, answerConsents, crossOut, dock, editClause, primary, touchPicture } from './hands.ts';
import { IDENTITY_STORIES } from './identity-stories.ts';
import { RECEIPT_STORIES } from './receipt-stories.ts';
import { STAFF_STORIES } from './staff-stories.ts';
import { at, type Story } from './story.ts';
import { inMs, itemView, questionView, readBackView, RECORDING, selfIdentificationView, viewOf } from './views.ts';

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
  {
    name: 'consent-keypad',
    view: at({ kind: 'consent' }),
    setup: { hasKeypad: true },
    prepare: (page) => page.locator('[data-keypad-key]').first().waitFor(),
  },
  { name: 'consent-summary', view: at({ kind: 'consent' }), prepare: answerConsents },
  ...IDENTITY_STORIES,
  ...STAFF_STORIES,
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
    name: 'choice-keypad',
    view: (locale) => questionView(locale, 'choice', { phase: 'open' }),
    setup: { hasKeypad: true },
    prepare: (page) => page.locator('[data-keypad-key]').first().waitFor(),
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
  {
    name: 'self-identification',
    view: selfIdentificationView,
    prepare: async (page) => {
      await page.locator('.ui-radio-card').first().click();
    },
  },
  ...RECEIPT_STORIES,
  { name: 'withdrawn', view: at({ kind: 'withdrawn' }) },
];
