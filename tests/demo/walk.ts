import type { Job } from '#shared/job.ts';
import { localizedText, type Locale } from '#shared/localized.ts';
import { practiceAnswer, spokenAnswer, typedAnswer } from '#tests/fixtures/answers.ts';
import { synthesizeSpeech } from '#tests/fixtures/speech.ts';
import type { KioskBrowser } from '#tests/kiosk/kiosk-browser.ts';
import type { PlanStep } from '#shared/plan.ts';
import type { CandidatePage } from '#tests/pages/candidate-page.ts';
import { touchedAnswers } from '#tests/pages/touched-answers.ts';
import type { Steps } from './steps.ts';

/** Who walks in. */
export const CANDIDATE = {
  'zh-CN': { name: '陈秀英', phone: '139 0000 0000' },
  en: { name: 'Mary Chen', phone: '139 0000 0000' },
} as const;

/** Everything from the attract screen to the first question. */
export async function walkToQuestions(parts: {
  candidate: CandidatePage;
  browser: KioskBrowser;
  job: Job;
  locale: Locale;
  step: Steps['step'];
}): Promise<void> {
  const { candidate, browser, job, locale, step } = parts;
  const { page, microphone } = browser;
  const { t } = candidate;
  await step('attract', () => candidate.expectAttract());
  await step('language', () => candidate.chooseJob(localizedText(job.title, locale)));
  await step('notice', () => candidate.confirmLanguage());
  await step('consent recording', async () => {
    await candidate.understandNotice();
    await candidate.heading(t('consent.recording.title')).waitFor();
  });
  for (const kind of ['recording', 'scoring', 'sending', 'talentPool'] as const) {
    await step(`consent to ${kind} given`, () => candidate.answerConsent(kind, true));
  }
  await step('identity', () => candidate.confirmConsents());
  await step('age and needs', async () => {
    await candidate.giveName(CANDIDATE[locale].name, CANDIDATE[locale].phone);
    await candidate.confirmAge();
  });
  await step('device check: quiet room', async () => {
    await candidate.next();
    await page.getByText(t('check.voiceTitle')).waitFor({ timeout: 20_000 });
  });
  await step('device check: voice heard', async () => {
    const speaking = microphone.play(synthesizeSpeech({ text: practiceAnswer(locale), locale }));
    await page.getByText(t('check.voice.ok.title')).waitFor({ timeout: 20_000 });
    await speaking;
  });
  await step('practice', () => candidate.next());
  await step('practice: speaking', async () => {
    await candidate.press(t('practice.start'));
    await microphone.play(synthesizeSpeech({ text: practiceAnswer(locale), locale }));
  });
  await step('practice: playback', async () => {
    await candidate.press(t('question.done'));
    await candidate.button(t('practice.begin')).waitFor();
  });
  await step('questions begin', () => candidate.press(t('practice.begin')), false);
}

/** The first two sentences. */
function beginning(text: string): string {
  return (text.match(/[^。.!?！？]+[。.!?！？]/gu) ?? [text]).slice(0, 2).join('');
}

/** A true story that stops before it ends: what a follow-up question is for. */
const WITHOUT_END = {
  'zh-CN':
    '上个月我在超市上晚班，有一位顾客等了很久，很生气地跟我说收银太慢。我先跟他道歉，请他到旁边的台，我去开了那个台，一件一件给他扫，又帮他把东西装好袋子。',
  en: 'Last month I worked the late shift in a supermarket and a customer shouted at me that the till was too slow. I said sorry, I asked him to come to the next till, I opened it for him and I packed his bags.',
} as const;
const THE_END = {
  'zh-CN': '最后他消了气，走的时候说了谢谢，五分钟以后队伍也没有了。',
  en: 'In the end he calmed down and thanked me, and after 5 minutes the queue was gone.',
} as const;

/** What the candidate said to one question, for comparison with what arrived. */
export interface GivenAnswer {
  /** The item's id, or `item.turn`. */
  answerKey: string;
  number: number;
  kind: string;
  prompt: string;
  spokenMs: number | null;
}

/** One step of the plan as the demo answers it. */
export interface AnswerParts {
  /** Only the first sentences are spoken: long enough to be an answer, short enough for a test run. */
  isBrief: boolean;
  candidate: CandidatePage;
  browser: KioskBrowser;
  job: Job;
  locale: Locale;
  step: Steps['step'];
}

/** The second spoken question is answered in writing, and without its end. */
function isTypedInstead(job: Job, { item }: PlanStep): boolean {
  return job.items.filter(({ kind }) => kind === 'spoken')[1]?.id === item.id;
}

/** Answers the question on the screen as a person would, in its own way. */
export async function answerQuestion(parts: AnswerParts & { at: PlanStep }): Promise<GivenAnswer> {
  const { isBrief, candidate, browser, job, locale, step, at } = parts;
  const { number, answerKey, item, turn } = at;
  const name = turn === null ? `question ${number}` : `question ${number}, turn ${turn + 1}`;
  await step(name, () => candidate.expectQuestion(number, job.items.length));
  const { kind, prompt } = await candidate.question();
  const request = { jobId: job.id, locale, prompt, index: number - 1 };
  let spokenMs: number | null = null;
  if (kind === 'spoken' && isTypedInstead(job, at)) {
    await step(`${name}: typed, without its end`, async () => {
      await candidate.press(candidate.t('question.type'));
      await candidate.typeAnswer(WITHOUT_END[locale]);
    });
    await step(`${name}: given`, () => candidate.give('typed'), false);
    return { answerKey, number, kind: 'typed', prompt, spokenMs };
  }
  if (kind === 'spoken') {
    const text = spokenAnswer(request);
    const wav = synthesizeSpeech({ text: isBrief && turn === null ? beginning(text) : text, locale });
    const begun = performance.now();
    await step(`${name}: speaking`, async () => {
      await candidate.startSpeaking();
      await browser.microphone.play(wav);
    });
    await step(`${name}: saved`, () => candidate.finishSpeaking());
    spokenMs = performance.now() - begun;
    await step(`${name}: kept`, () => candidate.keep(), false);
  } else if (kind === 'typed') {
    await step(`${name}: typed`, () => candidate.typeAnswer(typedAnswer(request)));
    await step(`${name}: given`, () => candidate.give(kind), false);
  } else await step(`${name}: ${kind}`, () => touchedAnswers(browser.page, locale).giveRight(item));
  return { answerKey, number, kind, prompt, spokenMs };
}

/** What happened between the last question and the survey. */
export interface FollowUpsSeen {
  readBacks: number;
  probes: number;
}

/** Looks through every read-back and answers every follow-up question, until the survey is on the screen. */
export async function answerFollowUps({ candidate, browser, locale, step }: AnswerParts): Promise<FollowUpsSeen> {
  const { page } = browser;
  const { t } = candidate;
  const survey = candidate.heading(t('survey.title'));
  const readBack = candidate.heading(t('readBack.title'));
  const probe = page.getByText(t('followUp.asked'));
  const waiting = candidate.heading(t('followUp.waitTitle'));
  const seen: FollowUpsSeen = { readBacks: 0, probes: 0 };
  for (;;) {
    await survey.or(readBack).or(probe).first().waitFor({ timeout: 120_000 });
    if (await survey.isVisible()) return seen;
    if (await readBack.isVisible()) {
      seen.readBacks += 1;
      const question = await page.locator('.c-read-back__question').innerText();
      await step(`read-back ${seen.readBacks}`, async () => undefined);
      await candidate.press(t('readBack.confirm'));
      // the next read-back has the same title: wait until this one is gone
      await page.waitForFunction(
        (before) => document.querySelector('.c-read-back__question')?.textContent !== before,
        question,
      );
    } else if (await probe.isVisible()) {
      seen.probes += 1;
      await step(`follow-up ${seen.probes}`, async () => {
        const kind = (await candidate.question()).kind;
        if (kind === 'spoken') await candidate.press(t('question.type'));
        await candidate.typeAnswer(THE_END[locale]);
      });
      await candidate.leaveFollowUp(() => candidate.give('typed'));
    }
    await waiting.waitFor({ state: 'hidden', timeout: 120_000 });
  }
}
