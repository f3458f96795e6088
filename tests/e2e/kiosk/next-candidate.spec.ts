import { expect, type Page, test } from '@playwright/test';
import { setUpKiosk } from '#tests/kiosk/set-up-kiosk.ts';
import { candidatePage } from '#tests/pages/candidate-page.ts';

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

test('the next candidate finds nothing of the last, in any place a page can keep something', async () => {
  test.setTimeout(180_000);
  const kiosk = await setUpKiosk({ locale: 'en' });
  try {
    const { page } = kiosk.browser;
    const candidate = candidatePage(page, 'en');
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
    for (let number = 2; number <= 8; number += 1) {
      await candidate.expectQuestion(number, 8);
      const { kind } = await candidate.question();
      if (kind === 'typed') await candidate.typeAnswer(`${ANSWER} ${number}`);
      else if (kind === 'choice') await candidate.choose(1);
      else await candidate.moveFirstDown();
      await candidate.give(kind);
    }
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
    await page.goBack();
    expect(await page.content()).not.toContain('Canarino');
    expect(kiosk.browser.misdeeds()).toEqual([]);
  } finally {
    await kiosk.close();
  }
});
