import type { Page } from '@playwright/test';
import ICAL from 'ical.js';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { interviewRecords } from '#hub/candidates/flow-bench.fake.ts';
import { pageOf } from '#shared/hub/page.ts';
import { QueueJob } from '#shared/hub/queue.ts';
import { InterviewResult } from '#shared/result.ts';
import { ERP_SECRET, JOB, lookTwice, ok, place, signIn, test } from './flow-world.ts';
import { expect } from './head-office.ts';

const Headers = z.record(z.string(), z.string());

test.describe.configure({ timeout: 600_000 });
test.use({ story: 'flow', reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Asia/Shanghai' });

/** Opens the inbox anew, waits for the proposal, and agrees by keyboard. */
async function approve(page: Page, action: string | RegExp, reason: string, look: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await place(page, 'Candidates');
    await place(page, 'Proposals');
    await expect(page.getByRole('option').filter({ hasText: action })).toBeVisible({ timeout: 3000 });
  }).toPass();
  await page.getByRole('option').filter({ hasText: action }).click();
  await expect(page.locator('.flow-pane__action')).toContainText(action);
  await look();
  await page.keyboard.press('a');
  await page.keyboard.type(reason);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Approved' })).toBeVisible();
}

const RESUME = {
  basics: {
    name: '林娜',
    label: 'Assembler',
    email: 'lin@example.com',
    phone: '13800001234',
    summary: 'Four years on two lines, last as a shift lead.',
  },
  work: [{ name: 'Haitong Electric', position: 'Assembler', startDate: '2021-03', endDate: '2025-06' }],
  education: [{ institution: 'Ningbo Technical School', area: 'Mechatronics', startDate: '2018', endDate: '2021' }],
  skills: [{ name: '叉车' }, { name: 'Soldering' }],
};

test('from an uploaded résumé to the hand-over, every step seen in the browser', async ({
  page,
  office,
  mail,
  provider,
  erp,
  secret,
  complaints,
}) => {
  await signIn(page, office, 'fang', '王芳');

  // nothing waits, nobody is there
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  await lookTwice(page, 'proposals-empty');
  await place(page, 'Candidates');
  await expect(page.getByText('Nobody has a file yet')).toBeVisible();
  await lookTwice(page, 'candidates-empty');

  // the résumé: chosen, read, looked at, taken in
  await place(page, 'Imports');
  await expect(page.getByText('Nothing was imported yet')).toBeVisible();
  await lookTwice(page, 'imports-empty');
  await page.locator('input[type=file]').setInputFiles({
    name: 'lin-na.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(RESUME)),
  });
  await page.getByRole('button', { name: 'Apply for' }).click();
  await page.getByRole('option', { name: 'Assembly operator' }).click();
  await page.getByRole('button', { name: 'Read the file' }).click();
  await expect(page.getByRole('row', { name: /林娜/ })).toContainText('Ready');
  await lookTwice(page, 'import-preview');
  await page.getByRole('button', { name: 'Take in 1 row' }).click();
  await expect(page.getByRole('row', { name: /林娜/ })).toContainText('New');
  await lookTwice(page, 'import-report');

  // the proposal to invite waits; a time is opened on the spot, and the invitation goes out
  const nav = page.getByRole('navigation');
  await expect(nav.getByRole('button', { name: 'Proposals' })).toContainText('1');
  await place(page, 'Proposals');
  await expect(page.getByText('An e-mail address is known.')).toBeVisible();
  await lookTwice(page, 'proposal-invite');
  expect(mail.received).toHaveLength(0);
  await page.keyboard.press('a');
  await page.getByRole('button', { name: 'Open another time' }).click();
  await page.getByLabel('Day').fill('2099-03-02');
  await page.getByLabel('Begins').fill('09:00');
  await lookTwice(page, 'proposal-new-time');
  await page.getByRole('button', { name: 'Open it' }).click();
  await expect(page.getByRole('button', { name: /Time/ })).toContainText('Mon, Mar 2, 2099 09:00–09:30 · East gate');
  await page.getByLabel('Why').fill('Experience fits');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Approved for 林娜' })).toBeVisible();
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  await expect.poll(() => mail.received.length, { timeout: 20_000 }).toBe(1);
  const calendarFile = mail.received[0]?.attachments.find(({ contentType }) => /calendar|ics/.test(contentType));
  const calendar = new ICAL.Component(ICAL.parse(calendarFile?.content.toString('utf8') ?? ''));
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined);
  expect(event.startDate.toJSDate().toISOString()).toBe('2099-03-02T01:00:00.000Z');

  // the file: invited, delivered, with the code that the mail has
  await place(page, 'Candidates');
  await expect(page.getByRole('row', { name: /林娜/ })).toContainText('Assembly operator');
  await lookTwice(page, 'candidates');
  await page.getByRole('row', { name: /林娜/ }).click();
  await expect(page.getByRole('list', { name: 'Stages' }).locator('[aria-current=step]')).toContainText(
    'Kiosk interview',
  );
  await expect(page.getByText('e-mail: sent')).toBeVisible();
  const code = ((await page.locator('.file-part__code .ui-mono').textContent()) ?? '').replace(' ', '');
  expect(mail.received[0]?.text).toContain(code);
  await lookTwice(page, 'file-invited');

  // the kiosk's records come over the wire; the code as somebody types it finds the file again
  const typed = `${code.slice(0, 4).toLowerCase()} ${code.slice(4).toLowerCase()}`;
  await office.sendRecords(
    interviewRecords({
      sessionId: 'whole-flow',
      identity: { by: 'invitation', code: typed },
      jobId: JOB,
      scores: [88, 84, 80],
    }),
  );
  await approve(page, 'Move to “Second interview”', 'Clear answers on safety', async () => {
    await expect(page.getByText('The total score of 84 (between 78 and 90) reaches 80.')).toBeVisible();
    await lookTwice(page, 'proposal-second-interview');
  });

  // the check: ordered by approval, verified by the published library, which refuses another key
  await approve(page, 'Order a check from Clearview Checks', 'Next step of the flow', () =>
    lookTwice(page, 'proposal-check'),
  );
  await expect.poll(() => provider.received.length, { timeout: 20_000 }).toBe(1);
  const order = provider.received[0];
  const orderHeaders = Headers.parse({ ...order?.headers });
  const { data } = z
    .object({ data: z.object({ checkId: z.string(), candidate: z.object({ name: z.string() }) }) })
    .parse(new Webhook(secret).verify(order?.body ?? '', orderHeaders));
  expect(() => new Webhook(ERP_SECRET).verify(order?.body ?? '', orderHeaders)).toThrow('No matching signature found');
  expect(data.candidate.name).toBe('林娜');
  await place(page, 'Candidates');
  await page.getByRole('row', { name: /林娜/ }).click();
  await expect(page.getByRole('region', { name: 'Checks and assessments' })).toContainText('Under way');
  await lookTwice(page, 'file-check-under-way');

  // the provider answers, first with a wrong key, which changes nothing
  const answer = async (key: string) => {
    const body = JSON.stringify({
      state: 'completed',
      outcome: 'clear',
      score: 97,
      summary: 'Identity and last employer confirmed.',
      reportUrl: 'https://checks.example.com/r/1',
    });
    const at = new Date();
    const response = await fetch(`${office.url}/v1/checks/${data.checkId}/result`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': 'answer-1',
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(key).sign('answer-1', at, body),
      },
      body,
    });
    return response.status;
  };
  const checks = page.getByRole('region', { name: 'Checks and assessments' });
  expect(await answer(ERP_SECRET)).toBe(401);
  await page.getByRole('button', { name: 'Look again' }).click();
  await expect(checks).toContainText('Under way');
  expect(await answer(secret)).toBe(200);
  await page.getByRole('button', { name: 'Look again' }).click();
  await expect(checks).toContainText('clear');
  await expect(checks).toContainText('Identity and last employer confirmed.');

  await approve(page, 'Move to “Onboarding”', 'Nothing stands in the way', () =>
    lookTwice(page, 'proposal-onboarding'),
  );

  // the hand-over arrives once, signed
  expect(erp.received).toHaveLength(0);
  await approve(page, 'Hand over to erp', 'Starts on Monday', () => lookTwice(page, 'proposal-hand-over'));
  await place(page, 'Candidates');
  await page.getByRole('row', { name: /林娜/ }).click();
  await expect(page.getByRole('region', { name: 'Hand-overs' })).toContainText('erp: delivered');
  await expect(page.getByText('Handed over to erp')).toBeVisible();
  await lookTwice(page, 'file-handed-over');
  expect(erp.received).toHaveLength(1);
  const sent = erp.received[0];
  const handed = z
    .object({ data: InterviewResult })
    .parse(new Webhook(ERP_SECRET).verify(sent?.body ?? '', Headers.parse({ ...sent?.headers })));
  expect(handed.data).toMatchObject({
    status: 'completed',
    candidate: { name: '林娜', email: 'lin@example.com', phone: '+8613800001234' },
    overall: { value: 84 },
  });

  // the same again by hand: the same result is not sent twice
  await page.getByRole('button', { name: 'Hand over' }).click();
  await page.getByRole('dialog').getByLabel('Why').fill('To be sure');
  await page.getByRole('dialog').getByRole('button', { name: 'Hand over' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText('“To be sure”')).toHaveCount(0);
  const jobs = await ok(office, pageOf(QueueJob), 'GET', '/v1/queue?kind=result.hand_over');
  expect(jobs.items.map(({ state }) => state)).toEqual(['done']);
  expect(erp.received).toHaveLength(1);

  // every reason is in the history
  for (const reason of ['Experience fits', 'Clear answers on safety', 'Starts on Monday'])
    await expect(page.locator('.file-history')).toContainText(reason);
  expect(complaints).toEqual([]);
});
