import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { readJobs } from '#main/store/resource-files.ts';
import { planOf } from '#shared/plan.ts';
import { setUpKiosk } from '#tests/kiosk/set-up-kiosk.ts';
import { candidatePage } from '#tests/pages/candidate-page.ts';
import { touchedAnswers } from '#tests/pages/touched-answers.ts';

test.use({ trace: 'off' });

const NAME = 'Canarino Zwölfgelb';
const PHONE = '139 7418 5296';
const ANSWER = 'flamingoflagpole standing in the seventeenth aisle';

/** Everything a page could keep of somebody: what is drawn, typed, stored, cached, addressed and held in memory. */
async function traces(page: Page): Promise<Record<string, string>> {
  const kept = await page.evaluate(async () => {
    const fields = [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value);
    const cached: string[] = [];
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) cached.push(request.url);
    }
    return {
      dom: document.documentElement.outerHTML,
      fields: fields.join('\n'),
      localStorage: JSON.stringify(localStorage),
      sessionStorage: JSON.stringify(sessionStorage),
      databases: JSON.stringify(await indexedDB.databases()),
      caches: cached.join('\n'),
      url: location.href,
      history: JSON.stringify(history.state),
      cookies: document.cookie,
    };
  });
  return { ...kept, memory: await heap(page) };
}

/** Strings in the page's JavaScript heap, after garbage collection. */
async function heap(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  const { strings } = JSON.parse(chunks.join('')) as { strings: string[] };
  return strings.join('\n');
}

/** Files written since, and those among them that hold one of the texts, in the encodings a program could have used. */
async function filesWith(folders: readonly string[], sinceMs: number, canaries: readonly string[]) {
  const forms = canaries.flatMap((text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')]);
  const files: string[] = [];
  const withCanary: string[] = [];
  for (const folder of folders.filter((each) => existsSync(each))) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      // the page's own profile is the browser's, and its test is above
      if (!entry.isFile() || path.includes('playwright') || path.includes('org.chromium')) continue;
      // other programs' files come and go
      const found = await stat(path).catch(() => null);
      if (found === null || found.mtimeMs < sinceMs || found.size > 64 * 1024 * 1024) continue;
      const bytes = await readFile(path).catch(() => Buffer.alloc(0));
      files.push(path);
      if (forms.some((form) => bytes.includes(form))) withCanary.push(path);
    }
  }
  return { files, withCanary };
}

test('the next candidate finds nothing of the last, in any place a page can keep something', async () => {
  test.setTimeout(180_000);
  const job = (await readJobs('resources/jobs')).find(({ id }) => id === 'store-associate');
  if (!job) throw new Error('the post is not shipped');
  const beganAtMs = Date.now();
  const kiosk = await setUpKiosk({ locale: 'en' });
  try {
    const { page } = kiosk.browser;
    const candidate = candidatePage(page, 'en');
    const touched = touchedAnswers(page, 'en');
    await candidate.chooseJob('Store associate');
    await candidate.confirmLanguage();
    await candidate.understandNotice();
    await candidate.giveConsents({ recording: false, scoring: true, sending: false, talentPool: false });
    await candidate.confirmConsents();
    await candidate.giveName(NAME, PHONE);
    await candidate.confirmAge();
    await candidate.next();
    await candidate.typeAnswer(ANSWER);

    // negative control: while the interview is on the screen, the search finds it
    const during = await traces(page);
    expect(during['fields']).toContain(ANSWER);
    expect(during['memory']).toContain(ANSWER);

    await candidate.give('typed');
    for (const { item, number, turn } of planOf(job).slice(1)) {
      await candidate.expectQuestion(number, job.items.length);
      if (turn === null && item.kind !== 'spoken' && item.kind !== 'typed') await touched.giveRight(item);
      else {
        // a turn of a role-play has the number of the one before
        if (item.kind === 'role_play')
          await page
            .getByText(item.turns[turn ?? 0]?.says.en ?? '')
            .first()
            .waitFor();
        await candidate.typeAnswer(`${ANSWER} ${number}`);
        await candidate.give('typed');
      }
    }
    // what is asked once more is skipped
    while ((await candidate.afterQuestion()) !== 'survey') await candidate.skipFollowUp();
    await candidate.answerSurvey();
    await candidate.sendSurvey();
    const deletionCode = await page.locator('.c-ticket__secret').innerText();
    await candidate.finish();

    const after = await traces(page);
    for (const [place, content] of Object.entries(after)) {
      for (const canary of [NAME, PHONE, ANSWER, 'flamingoflagpole', deletionCode]) {
        expect(content.includes(canary), `"${canary}" is still in the page's ${place}`).toBe(false);
      }
    }
    // nor is it on the disk while the kiosk runs: database, WAL, journal, keys, recordings, logs, temporary files
    const { files, withCanary } = await filesWith([kiosk.data, kiosk.temporary, '/dev/shm'], beganAtMs, [
      NAME,
      PHONE,
      ANSWER,
    ]);
    expect(withCanary).toEqual([]);
    expect(files.length).toBeGreaterThan(8);
    // negative control: what is not personal is found in the database and its journal
    const { withCanary: withAction } = await filesWith([kiosk.data], beganAtMs, ['session.started']);
    expect(withAction.join()).toMatch(/anteroom\.db(-wal)?/);
    expect(withAction.join()).toMatch(/journal/);

    await page.goBack();
    expect(await page.content()).not.toContain('Canarino');
    expect(kiosk.browser.misdeeds()).toEqual([]);
  } finally {
    await kiosk.close();
  }
});
