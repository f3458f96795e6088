import { expect, test } from '@playwright/test';
import { readJobs } from '#main/store/resource-files.ts';
import { readRecording } from '#tests/capture/recorded-file.ts';
import { createSteps } from '#tests/demo/steps.ts';
import { walkToQuestions } from '#tests/demo/walk.ts';
import { spokenAnswer } from '#tests/fixtures/answers.ts';
import { synthesizeSpeech } from '#tests/fixtures/speech.ts';
import { readRecordings } from '#tests/kiosk/read-recordings.ts';
import { setUpKiosk } from '#tests/kiosk/set-up-kiosk.ts';
import { candidatePage } from '#tests/pages/candidate-page.ts';

test.use({ trace: 'off' });

/** F24: a page that dies must be back after this long. */
const MAX_BACK_MS = 10_000;
/** I5: so much of an answer may be lost. */
const MAX_LOST_MS = 2000;
const SPOKEN_MS = 6000;

test('the page crashes in the middle of an answer: at most 2 s are lost, and the next page is at the same question', async () => {
  test.setTimeout(150_000);
  const job = (await readJobs('resources/jobs')).find(({ id }) => id === 'store-associate');
  if (!job) throw new Error('the post is not shipped');
  const kiosk = await setUpKiosk();
  try {
    const { browser } = kiosk;
    const { page, microphone } = browser;
    const candidate = candidatePage(page, 'zh-CN');
    const { step } = createSteps({ directory: '', page: () => null, log: () => undefined });
    await walkToQuestions({ candidate, browser, job, locale: 'zh-CN', step });
    const { prompt } = await candidate.question();
    const text = spokenAnswer({ jobId: job.id, locale: 'zh-CN', prompt, index: 0 });
    const wav = synthesizeSpeech({ text, locale: 'zh-CN' });
    await candidate.startSpeaking();
    const begun = performance.now();
    void microphone.play(wav);
    await expect.poll(() => performance.now() - begun, { timeout: SPOKEN_MS + 5000 }).toBeGreaterThan(SPOKEN_MS);

    const crashed = page.waitForEvent('crash');
    const crashing = page.goto('chrome://crash').catch(() => null);
    await crashed;
    const spokenMs = performance.now() - begun;
    await crashing;
    microphone.hush();

    // what a shell does: a new page in place of the dead one
    const crashedAt = performance.now();
    const next = await page.context().newPage();
    await next.goto(kiosk.host().ready.origin);
    const after = candidatePage(next, 'zh-CN');
    await after.expectQuestion(1, job.items.length);
    const backMs = performance.now() - crashedAt;
    await expect(next.getByText(after.t('question.partSaved'))).toBeVisible();

    await kiosk.host().stop();
    const recordings = await readRecordings(kiosk.data);
    const sound = recordings.find(({ kind }) => kind === 'pcm');
    const film = recordings.find(({ kind }) => kind === 'av');
    const soundMs = (sound?.bytes.length ?? 0) / 32;
    const filmMs = readRecording(film?.bytes ?? Buffer.alloc(0)).durationSeconds * 1000;
    console.log(
      `${Math.round(spokenMs)} ms spoken before the crash; kept ${Math.round(soundMs)} ms of sound, ${Math.round(filmMs)} ms of film; back after ${Math.round(backMs)} ms`,
    );
    expect(soundMs).toBeGreaterThan(spokenMs - MAX_LOST_MS);
    expect(filmMs).toBeGreaterThan(spokenMs - MAX_LOST_MS);
    expect(backMs).toBeLessThan(MAX_BACK_MS);
  } finally {
    await kiosk.close();
  }
});
