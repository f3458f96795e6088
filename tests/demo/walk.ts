import type { Job } from '#shared/job.ts';
import { localizedText, type Locale } from '#shared/localized.ts';
import { practiceAnswer, spokenAnswer, typedAnswer } from '#tests/fixtures/answers.ts';
import { synthesizeSpeech } from '#tests/fixtures/speech.ts';
import type { KioskBrowser } from '#tests/kiosk/kiosk-browser.ts';
import type { CandidatePage } from '#tests/pages/candidate-page.ts';
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

/** What the candidate said to one question, for comparison with what arrived. */
export interface GivenAnswer {
  number: number;
  kind: string;
  prompt: string;
  spokenMs: number | null;
}

/** Answers the question on the screen as a person would, in its own way. */
export async function answerQuestion(parts: {
  /** Only the first sentences are spoken: long enough to be an answer, short enough for a test run. */
  isBrief: boolean;
  candidate: CandidatePage;
  browser: KioskBrowser;
  job: Job;
  locale: Locale;
  number: number;
  step: Steps['step'];
}): Promise<GivenAnswer> {
  const { isBrief, candidate, browser, job, locale, number, step } = parts;
  await step(`question ${number}`, () => candidate.expectQuestion(number, job.items.length));
  const { kind, prompt } = await candidate.question();
  const request = { jobId: job.id, locale, prompt, index: number - 1 };
  let spokenMs: number | null = null;
  if (kind === 'spoken') {
    const wav = synthesizeSpeech({ text: isBrief ? beginning(spokenAnswer(request)) : spokenAnswer(request), locale });
    const begun = performance.now();
    await step(`question ${number}: speaking`, async () => {
      await candidate.startSpeaking();
      const speaking = browser.microphone.play(wav);
      await speaking;
    });
    await step(`question ${number}: saved`, () => candidate.finishSpeaking());
    spokenMs = performance.now() - begun;
    await step(`question ${number}: kept`, () => candidate.keep(), false);
  } else {
    await step(`question ${number}: ${kind}`, async () => {
      if (kind === 'typed') await candidate.typeAnswer(typedAnswer(request));
      else if (kind === 'choice') await candidate.choose(0);
      else await candidate.moveFirstDown();
    });
    await step(`question ${number}: given`, () => candidate.give(kind), false);
  }
  return { number, kind, prompt, spokenMs };
}
