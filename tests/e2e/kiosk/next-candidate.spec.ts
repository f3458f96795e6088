import { expect, test } from '@playwright/test';
import { readJobs } from '#main/store/resource-files.ts';
import { setUpKiosk } from '#tests/kiosk/set-up-kiosk.ts';
import { filesWith, tracesIn } from '#tests/kiosk/traces.ts';
import { typedInterview } from '#tests/kiosk/typed-interview.ts';

test.use({ trace: 'off' });

const NAME = 'Canarino Zwölfgelb';
const PHONE = '139 7418 5296';
const ANSWER = 'flamingoflagpole standing in the seventeenth aisle';

test('the next candidate finds nothing of the last, in any place a page can keep something', async () => {
  test.setTimeout(180_000);
  const job = (await readJobs('resources/jobs')).find(({ id }) => id === 'store-associate');
  if (!job) throw new Error('the post is not shipped');
  const beganAtMs = Date.now();
  const kiosk = await setUpKiosk({ locale: 'en' });
  try {
    const { page } = kiosk.browser;
    const deletionCode = await typedInterview({
      page,
      job,
      locale: 'en',
      who: { name: NAME, phone: PHONE },
      answer: ANSWER,
      async beforeFirstIsGiven() {
        // negative control: while the interview is on the screen, the search finds it
        const during = await tracesIn(page);
        expect(during['fields']).toContain(ANSWER);
        expect(during['memory']).toContain(ANSWER);
      },
    });

    const after = await tracesIn(page);
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
