import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { nodeKeyring } from '#main/node-keyring.ts';
import { readJobs } from '#main/store/resource-files.ts';
import { verifyWorkspace } from '#main/verify-workspace.ts';
import { spokenAnswer } from '#tests/fixtures/answers.ts';
import { synthesizeSpeech } from '#tests/fixtures/speech.ts';
import { readRecording } from '#tests/capture/recorded-file.ts';
import { readRecordings } from '#tests/kiosk/read-recordings.ts';
import { type SetUpKiosk, setUpKiosk } from '#tests/kiosk/set-up-kiosk.ts';
import { candidatePage } from '#tests/pages/candidate-page.ts';
import { touchedAnswers } from '#tests/pages/touched-answers.ts';
import { createSteps } from '#tests/demo/steps.ts';
import { walkToQuestions } from '#tests/demo/walk.ts';

test.use({ trace: 'off' });

/** Every recording on the disk with the hash of its sealed bytes. */
function recordings(kiosk: SetUpKiosk): Map<string, string> {
  const media = join(kiosk.data, 'media');
  const hashOf = (id: string) => {
    const hash = createHash('sha256');
    for (const name of readdirSync(join(media, id)).toSorted()) hash.update(readFileSync(join(media, id, name)));
    return hash.digest('hex');
  };
  return new Map(readdirSync(media).map((id) => [id, hashOf(id)]));
}

test('kill -9 in the middle of the third answer: it goes on there, nothing before is touched, at most 2 s are lost', async () => {
  test.setTimeout(240_000);
  const kiosk = await setUpKiosk();
  try {
    const { browser } = kiosk;
    const job = (await readJobs('resources/jobs')).find(({ id }) => id === 'store-associate');
    if (!job) throw new Error('the post is not shipped');
    const candidate = candidatePage(browser.page, 'zh-CN');
    const { step } = createSteps({ directory: '', page: () => null, log: () => undefined });
    await walkToQuestions({ candidate, browser, job, locale: 'zh-CN', step });

    // answer 1 spoken, answer 2 by touch
    const speak = async (ms: number) => {
      const { prompt } = await candidate.question();
      const wav = synthesizeSpeech({
        text: spokenAnswer({ jobId: job.id, locale: 'zh-CN', prompt, index: 0 }),
        locale: 'zh-CN',
      });
      await candidate.startSpeaking();
      const started = performance.now();
      void browser.microphone.play(wav);
      await expect.poll(() => performance.now() - started, { timeout: ms + 5000 }).toBeGreaterThan(ms);
      return started;
    };
    await speak(6000);
    browser.microphone.hush();
    await candidate.finishSpeaking();
    await candidate.keep();
    await candidate.expectQuestion(2, job.items.length);
    const second = job.items[1];
    if (!second) throw new Error('the post has one item only');
    await touchedAnswers(browser.page, 'zh-CN').giveRight(second);
    await candidate.expectQuestion(3, job.items.length);
    const before = recordings(kiosk);
    const code = await candidate.returnCode();

    // the power goes in the middle of answer 3
    const started = await speak(9000);
    const spokenMs = performance.now() - started;
    await kiosk.killAndRestart();
    browser.microphone.hush();

    const { isSound, findings } = await verifyAfterStop(kiosk, async () => {
      await candidate.expectAttract();
      await candidate.comeBack(code);
      await candidate.expectQuestion(3, job.items.length);
      await expect(browser.page.getByText(candidate.t('question.partSaved'))).toBeVisible();

      // the answer goes on as its next part, and the interview after it
      await speak(4000);
      browser.microphone.hush();
      await candidate.finishSpeaking();
      await candidate.keep();
      await candidate.expectQuestion(4, job.items.length);
    });

    const after = recordings(kiosk);
    for (const [id, hash] of before) expect(after.get(id), `recording ${id} of answers 1 and 2`).toBe(hash);
    expect(findings.flatMap(({ problems }) => problems)).toEqual([]);
    expect(isSound).toBe(true);
    const interrupted = (await readRecordings(kiosk.data)).filter(({ id }) => !before.has(id));
    // two parts of answer 3, picture and sound each
    expect(interrupted).toHaveLength(4);
    const pcm = interrupted.filter(({ kind }) => kind === 'pcm');
    const longest = Math.max(...pcm.map(({ bytes }) => bytes.length / 32));
    console.log(
      `answer 3: ${Math.round(spokenMs)} ms recorded before the kill, ${Math.round(longest)} ms of sound kept`,
    );
    expect(longest).toBeGreaterThan(spokenMs - 2000);
    const films = interrupted.filter(({ kind }) => kind === 'av');
    expect(Math.max(...films.map(({ bytes }) => readRecording(bytes).durationSeconds * 1000))).toBeGreaterThan(
      spokenMs - 2000,
    );
  } finally {
    await kiosk.close();
  }
});

/** Does the work, stops the kiosk, and reads its whole workspace. */
async function verifyAfterStop(kiosk: SetUpKiosk, work: () => Promise<void>) {
  await work();
  await kiosk.host().stop();
  return verifyWorkspace(kiosk.data, nodeKeyring(process.env));
}
