import { expect, type Page } from '@playwright/test';
import { candidatePage } from '#tests/pages/candidate-page.ts';
import { heardClauses } from './sample-items.ts';
import { test } from './story-test.ts';
import { inMs, readBackView, RECORDING, viewOf } from './views.ts';

const HEARD = heardClauses('en', 6);
/** Eight seconds of quiet as a WAV: 8 kHz, one channel, eight bits. */
function quietWav(): Buffer {
  const samples = Buffer.alloc(8 * 8000, 128);
  const header = Buffer.from('RIFF    WAVEfmt                     data    ');
  header.writeUInt32LE(36 + samples.length, 4);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

const sent = (page: Page) => page.evaluate(() => window.sentEvents);

test('what is right is confirmed as it was heard', async ({ page, openStory }) => {
  await openStory(page, { view: readBackView('en', 6) });
  await candidatePage(page, 'en').readBack.confirm();
  expect(await sent(page)).toEqual([{ type: 'read_back_confirmed', clauses: HEARD, added: '' }]);
});

test('a line is corrected, another crossed out, one crossed out by mistake is back, and something is added', async ({
  page,
  openStory,
}) => {
  await openStory(page, { view: readBackView('en', 6) });
  const { readBack } = candidatePage(page, 'en');
  await readBack.correct(3, 'so first I stopped the line');
  await readBack.crossOut(6);
  await readBack.crossOut(3);
  await expect(readBack.line(3)).toContainText('You did not say this.');
  await readBack.undo(3);
  await expect(readBack.line(3)).toContainText('so first I stopped the line');
  await readBack.add('I told the night shift too');
  await readBack.confirm();
  const clauses = HEARD.with(2, 'so first I stopped the line').with(5, '');
  expect(await sent(page)).toEqual([{ type: 'read_back_confirmed', clauses, added: 'I told the night shift too' }]);
});

test('a correction that is still being typed counts', async ({ page, openStory }) => {
  await openStory(page, { view: readBackView('en', 1) });
  const { readBack } = candidatePage(page, 'en');
  await readBack.line(1).getByRole('button', { name: 'Change' }).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('we had fans to build');
  await readBack.confirm();
  expect(await sent(page)).toEqual([{ type: 'read_back_confirmed', clauses: ['we had fans to build'], added: '' }]);
});

test('corrections outlive a pause', async ({ page, openStory }) => {
  const view = readBackView('en', 6);
  await openStory(page, { view });
  const { readBack } = candidatePage(page, 'en');
  await readBack.crossOut(1);
  const paused = viewOf('en', { kind: 'paused', from: { kind: 'read_back', index: 2, of: 'answer' } });
  await page.evaluate((next) => window.showView(next), paused);
  await expect(page.getByRole('heading', { name: 'Take a break' })).toBeVisible();
  await page.evaluate((next) => window.showView(next), view);
  await expect(readBack.line(1)).toContainText('You did not say this.');
});

test('corrections that the core has on disk are on the screen after a power cut', async ({ page, openStory }) => {
  const clauses = [null, 'so first I stopped the line', '', null, null, null];
  const draft = { kind: 'read_back', clauses, added: 'I told the night shift' } as const;
  await openStory(page, { view: { ...readBackView('en', 6), draft } });
  const { readBack } = candidatePage(page, 'en');
  await expect(readBack.line(2)).toContainText('so first I stopped the line');
  await expect(readBack.line(3)).toContainText('You did not say this.');
  await readBack.undo(3);
  await readBack.confirm();
  const left = HEARD.with(1, 'so first I stopped the line');
  expect(await sent(page)).toEqual([{ type: 'read_back_confirmed', clauses: left, added: 'I told the night shift' }]);
});

test('every correction is saved as a draft, and the screen says so', async ({ page, openStory }) => {
  await openStory(page, { view: readBackView('en', 3) });
  const { readBack } = candidatePage(page, 'en');
  await readBack.correct(1, 'we had fans to build');
  await readBack.crossOut(3);
  await readBack.add('twelve of them');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect(await page.evaluate(() => window.savedDrafts.at(-1))).toEqual({
    draftKey: 'what-is-worked-on',
    draft: { kind: 'read_back', clauses: ['we had fans to build', null, ''], added: 'twelve of them' },
  });
});

test('an answer that is said again starts with nothing put right', async ({ page, openStory }) => {
  const view = readBackView('en', 2);
  await openStory(page, { view });
  const { readBack } = candidatePage(page, 'en');
  await readBack.crossOut(1);
  const again = { ...view.readBack!, clauses: view.readBack!.clauses.map((each) => ({ ...each, text: 'once more' })) };
  await page.evaluate((next) => window.showView(next), { ...view, readBack: again });
  await expect(readBack.line(1)).toContainText('once more');
  await expect(readBack.line(1)).not.toContainText('You did not say this.');
});

test('saying it again is asked once, so that a misfire loses nothing', async ({ page, openStory }) => {
  await openStory(page, { view: readBackView('en', 6) });
  const candidate = candidatePage(page, 'en');
  await candidate.press('Say it again');
  await candidate.press('No, go back');
  expect(await sent(page)).toEqual([]);
  await candidate.readBack.sayAgain();
  expect(await sent(page)).toEqual([{ type: 'answer_rerecorded' }]);
});

test('said again once, it is not offered a second time', async ({ page, openStory }) => {
  await openStory(page, { view: readBackView('en', 6, { canRerecord: false }) });
  await expect(page.getByRole('button', { name: 'Say it again' })).toHaveCount(0);
});

test('a line plays its own part of the recording and stops at its end', async ({ context, openStory }) => {
  const page = await context.newPage();
  const wav = quietWav();
  await page.route(`**/media/${RECORDING}`, async (route) => {
    const [, from = '0'] = /bytes=(\d+)-/.exec(route.request().headers()['range'] ?? '') ?? [];
    const start = Number(from);
    await route.fulfill({
      status: 206,
      contentType: 'audio/wav',
      headers: { 'accept-ranges': 'bytes', 'content-range': `bytes ${start}-${wav.length - 1}/${wav.length}` },
      body: wav.subarray(start),
    });
  });
  await page.addInitScript(() => {
    const heard: number[] = [];
    Object.assign(window, { heard });
    for (const act of ['play', 'pause'] as const) {
      const original = Audio.prototype[act];
      Audio.prototype[act] = function noted() {
        heard.push(this.currentTime);
        return original.call(this) as Promise<void>;
      };
    }
  });
  const view = readBackView('en', 2);
  const clauses = view.readBack!.clauses.map((clause, at) =>
    at === 1 ? { ...clause, sound: { recordingId: RECORDING, startMs: 3000, endMs: 3600 } } : clause,
  );
  await openStory(page, { view: { ...view, readBack: { ...view.readBack!, clauses } } });
  await candidatePage(page, 'en').readBack.play(2);
  const heard = () => page.evaluate(() => (window as unknown as { heard: number[] }).heard);
  await expect.poll(async () => (await heard()).length).toBeGreaterThanOrEqual(2);
  const [from, to] = await heard();
  expect(from).toBeCloseTo(3, 1);
  expect(to).toBeGreaterThanOrEqual(3.6);
  expect(to).toBeLessThan(4.2);
});

test('sixty lines are reached by the large arrows, and the way on stays in sight', async ({ page, openStory }) => {
  await openStory(page, { view: readBackView('en', 60) });
  const { readBack, button } = candidatePage(page, 'en');
  await button('Further down').focus();
  for (let press = 0; press < 40; press += 1) await page.keyboard.press('Enter');
  await expect(readBack.line(60)).toBeInViewport();
  await expect(button('This is right')).toBeInViewport();
});

test('waiting for the answers to be read asks nothing of anybody', async ({ page, openStory }) => {
  const view = viewOf('en', { kind: 'follow_up', index: 6, since: inMs(0) }, { waiting: { done: 6, total: 7 } });
  await openStory(page, { view });
  await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuetext', '6 of 7 read');
  await expect(page.locator('.c-dock__actions button')).toHaveCount(0);
});
