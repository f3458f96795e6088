import { expect, test } from '@playwright/test';
import { readJobs } from '#main/store/resource-files.ts';
import { IS_QUICK, LEFT_STORIES } from '#scripts/left-for-all.ts';
import { practiceAnswer, spokenAnswer } from '#tests/fixtures/answers.ts';
import { synthesizeSpeech } from '#tests/fixtures/speech.ts';
import { readRecordings } from '#tests/kiosk/read-recordings.ts';
import { setUpKiosk } from '#tests/kiosk/set-up-kiosk.ts';
import { ALL_CONSENTS, candidatePage } from '#tests/pages/candidate-page.ts';

test.use({ trace: 'off' });
test.skip(IS_QUICK, LEFT_STORIES.device);

test('with a wired handset the check hears it, the answer has its sound, the page its picture', async () => {
  test.setTimeout(150_000);
  const job = (await readJobs('resources/jobs')).find(({ id }) => id === 'store-associate');
  if (!job) throw new Error('the post is not shipped');
  const kiosk = await setUpKiosk({ locale: 'en', microphone: 'handset', handsetDevice: 'pulse' });
  try {
    const { page, microphone } = kiosk.browser;
    const candidate = candidatePage(page, 'en');
    await candidate.chooseJob('Store associate');
    await candidate.confirmLanguage();
    await candidate.understandNotice();
    await candidate.giveConsents(ALL_CONSENTS);
    await candidate.confirmConsents();
    await candidate.giveName('A', '139 0000 0000');
    await candidate.confirmAge();
    await candidate.next();
    await expect(page.getByText(candidate.t('check.handsetTitle'))).toBeVisible();
    await page.getByText(candidate.t('check.voiceTitle')).waitFor({ timeout: 30_000 });
    await expect(candidate.button('Next')).toBeDisabled();
    void microphone.play(synthesizeSpeech({ text: practiceAnswer('en'), locale: 'en' }));
    await expect(candidate.button('Next')).toBeEnabled({ timeout: 30_000 });
    microphone.hush();
    await candidate.next();
    await candidate.press(candidate.t('practice.skip'));

    const { prompt } = await candidate.question();
    await candidate.startSpeaking();
    const wav = synthesizeSpeech({
      text: spokenAnswer({ jobId: 'store-associate', locale: 'en', prompt, index: 0 }),
      locale: 'en',
    });
    const playing = microphone.play(wav);
    await playing;
    await candidate.finishSpeaking();
    await candidate.keep();
    await candidate.expectQuestion(2, job.items.length);

    expect(kiosk.browser.misdeeds()).toEqual([]);
    await kiosk.host().stop();
    const recordings = await readRecordings(kiosk.data);
    const sound = recordings.filter(({ kind }) => kind === 'pcm');
    expect(recordings).toHaveLength(2);
    expect(sound).toHaveLength(1);
    const samples = new Int16Array(new Uint8Array(sound[0]?.bytes ?? Buffer.alloc(0)).buffer);
    expect(samples.length / 16_000).toBeGreaterThan(10);
    const loudest = samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
    expect(loudest).toBeGreaterThan(1000);
  } finally {
    await kiosk.close();
  }
});
