import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { nodeKeyring } from '#main/node-keyring.ts';
import { readJobs } from '#main/store/resource-files.ts';
import { verifyWorkspace } from '#main/verify-workspace.ts';
import { IS_QUICK, LEFT_STORIES } from '#scripts/left-for-all.ts';
import { createSteps } from '#tests/demo/steps.ts';
import { walkToQuestions } from '#tests/demo/walk.ts';
import { createFiller } from '#tests/faults/disk-filler.ts';
import { makeImage, whyNoLoopImages } from '#tests/faults/loop-image.ts';
import { whyNoStrace } from '#tests/faults/syscalls.ts';
import { readRecordings } from '#tests/kiosk/read-recordings.ts';
import { type SetUpKiosk, setUpKiosk } from '#tests/kiosk/set-up-kiosk.ts';
import { candidatePage } from '#tests/pages/candidate-page.ts';
import { managerPage } from '#tests/pages/manager-page.ts';
import { touchedAnswers } from '#tests/pages/touched-answers.ts';

test.use({ trace: 'off' });
test.skip(IS_QUICK, LEFT_STORIES.loop);

const MIB = 1024 * 1024;
/** More than recordings leave free, sparse: only what is written takes room. */
const DISK_BYTES = 1200 * MIB;
/** Pictures stop at 512 MiB, sound at 256. */
const NO_PICTURES = 400 * MIB;
const NOTHING = 100 * MIB;
const WRITTEN = '我先停下来，再请班长来看。';

async function toQuestions(kiosk: SetUpKiosk) {
  const job = (await readJobs('resources/jobs')).find(({ id }) => id === 'store-associate');
  if (!job) throw new Error('the post is not shipped');
  const candidate = candidatePage(kiosk.browser.page, 'zh-CN');
  const { step } = createSteps({ directory: '', page: () => null, log: () => undefined });
  await walkToQuestions({ candidate, browser: kiosk.browser, job, locale: 'zh-CN', step });
  return { job, candidate };
}

/** Waits until so much time of an answer has passed. */
async function spoken(begun: number, ms: number): Promise<void> {
  await expect.poll(() => performance.now() - begun, { timeout: ms + 5000 }).toBeGreaterThan(ms);
}

async function expectSound(data: string): Promise<void> {
  const { findings } = await verifyWorkspace(data, nodeKeyring(process.env));
  expect(findings.flatMap(({ problems }) => problems)).toEqual([]);
}

/** The reporter says that a test was skipped, not why. */
function skipAloud(whyNot: string | null): void {
  if (whyNot !== null) console.log(`skipped: ${whyNot}`);
  test.skip(whyNot !== null, whyNot ?? '');
}

test('the disk fills up while somebody speaks: the picture stops, the sound goes on; then the answer is typed; with room again both are recorded', async () => {
  const whyNot = await whyNoLoopImages();
  skipAloud(whyNot);
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-disk-'));
  try {
    const image = await makeImage(folder, ['-m', '0'], DISK_BYTES);
    await image.mounted(async (disk) => {
      const kiosk = await setUpKiosk({}, disk);
      const filler = createFiller(disk);
      try {
        const { job, candidate } = await toQuestions(kiosk);
        const { page } = kiosk.browser;
        const soundAlone = page.getByText(candidate.t('recordingNote.sound.text'));
        const nothing = page.getByText(candidate.t('recordingNote.nothing.text'));
        const picture = (name: string) =>
          page.screenshot({ path: join(test.info().project.outputDir, 'disk', `${name}.png`) });

        await candidate.startSpeaking();
        const begun = performance.now();
        await spoken(begun, 3000);
        await expect(soundAlone).toBeHidden();
        await filler.leave(NO_PICTURES);
        await expect(soundAlone).toBeVisible();
        await picture('sound-alone');
        await spoken(begun, 9000);
        await candidate.finishSpeaking();
        await candidate.keep();
        await candidate.expectQuestion(2, job.items.length);
        const second = job.items[1];
        if (!second) throw new Error('the post has one item only');
        await touchedAnswers(page, 'zh-CN').giveRight(second);
        await candidate.expectQuestion(3, job.items.length);

        filler.empty();
        await candidate.startSpeaking();
        const again = performance.now();
        await expect(soundAlone).toBeHidden();
        await spoken(again, 3000);
        await filler.leave(NOTHING);
        await expect(nothing).toBeVisible();
        await picture('nothing');
        await page.getByRole('button', { name: candidate.t('question.type'), exact: true }).click();
        await page.getByRole('textbox', { name: candidate.t('question.yourAnswer') }).fill(WRITTEN);
        await page.getByRole('button', { name: candidate.t('question.give'), exact: true }).click();
        await candidate.expectQuestion(4, job.items.length);

        // the manager is told, and hears all of it
        await page.getByRole('button', { name: candidate.t('dock.stop'), exact: true }).click();
        await page.getByRole('button', { name: candidate.t('stop.leaveKeep'), exact: true }).click();
        await candidate.expectAttract();
        const manager = managerPage(page, 'zh-CN');
        await manager.signIn('A', '730214');
        await manager.openInterview('陈秀英');
        await manager.openAnswer(1);
        await expect(page.getByText(manager.t('player.no_picture'))).toBeVisible();
        const seconds = () =>
          page
            .locator('video')
            .first()
            .evaluate((video) => (video as HTMLVideoElement).duration);
        await expect.poll(seconds).toBeGreaterThan(8);
        await picture('manager');
        await manager.goTo('readiness');
        await expect(page.getByText(manager.t('readiness.codes.disk_no_sound.next'))).toBeVisible();
        await picture('readiness');

        await kiosk.host().stop();
        await expectSound(kiosk.data);
        const recordings = await readRecordings(kiosk.data);
        const [sound, film] = ['pcm', 'av'].map((kind) => recordings.find((each) => each.kind === kind));
        expect((sound?.bytes.length ?? 0) / 32).toBeGreaterThan(8000);
        expect(film?.bytes.length).toBeGreaterThan(0);
      } finally {
        filler.empty();
        await kiosk.close();
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Makes the next calls of a running program fail that bring something to the disk, on the thread that writes the database. */
async function failDiskOf(pid: number) {
  const strace = spawn(
    'strace',
    ['-p', String(pid), '-o', '/dev/null', '-e', 'trace=fdatasync', '-e', 'inject=fdatasync:error=EIO:when=1..2'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const said = createInterface({ input: strace.stderr });
  await once(said, 'line');
  return async () => {
    strace.kill('SIGINT');
    await once(strace, 'exit');
  };
}

test('the disk fails under a candidate: nothing is taken as saved, the store is opened again, and they go on where they were', async () => {
  const whyNot = whyNoStrace();
  skipAloud(whyNot);
  test.setTimeout(150_000);
  const kiosk = await setUpKiosk();
  try {
    const { job, candidate } = await toQuestions(kiosk);
    const { page } = kiosk.browser;
    const code = await candidate.returnCode();
    const heal = await failDiskOf(kiosk.host().ready.pid);
    await page.getByRole('button', { name: candidate.t('question.type'), exact: true }).click();
    await expect.poll(() => kiosk.host().errors(), { timeout: 30_000 }).toContain('store: open again');
    await heal();
    // the same question, not yet typed: what was pressed was not saved
    await candidate.expectQuestion(1, job.items.length);
    expect(await candidate.returnCode()).toBe(code);
    await page.getByRole('button', { name: candidate.t('question.type'), exact: true }).click();
    await page.getByRole('textbox', { name: candidate.t('question.yourAnswer') }).fill(WRITTEN);
    await page.getByRole('button', { name: candidate.t('question.give'), exact: true }).click();
    await candidate.expectQuestion(2, job.items.length);
    await kiosk.host().stop();
    await expectSound(kiosk.data);
  } finally {
    await kiosk.close();
  }
});
