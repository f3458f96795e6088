import { readFile } from 'node:fs/promises';
import { type HttpReceiver, startHttpReceiver } from '#hub/http/http-receiver.fake.ts';
import { CandidateSummary } from '#shared/hub/candidates.ts';
import { pageOf } from '#shared/hub/page.ts';
import { QueueJob } from '#shared/hub/queue.ts';
import { type HeadOffice, expect, look, test } from './head-office.ts';
import { lookInBoth, person, place, signIn } from './operations-page.ts';

// one story over one hub
test.describe.configure({ mode: 'serial', timeout: 300_000 });
test.use({ story: 'operations' });
test.use({ reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Asia/Shanghai', permissions: ['clipboard-write'] });
test.use({ actionTimeout: 15_000 });

const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const reason = '三个维度均达到要求';
let erp: HttpReceiver;
test.beforeAll(async () => {
  erp = await startHttpReceiver();
});
test.afterAll(() => erp.close());

async function applicationOf(office: HeadOffice, name: string): Promise<string> {
  const find = async () => {
    const answer = await office.ask(`/v1/candidates?q=${encodeURIComponent(name)}`);
    return pageOf(CandidateSummary).parse(await answer.json()).items[0]?.applications[0]?.id;
  };
  await expect.poll(find).toBeDefined();
  return (await find()) ?? '';
}

async function handOver(office: HeadOffice, name: string): Promise<void> {
  const id = await applicationOf(office, name);
  const answer = await office.ask(`/v1/applications/${id}/actions`, { action: { kind: 'hand_over' }, reason });
  expect(answer.status).toBe(200);
}

async function queueSettled(office: HeadOffice): Promise<void> {
  const untouched = async () => {
    const page = pageOf(QueueJob).parse(await (await office.ask('/v1/queue?limit=200')).json());
    return page.items.filter(({ state, attempts }) => state === 'running' || (state === 'waiting' && attempts === 0));
  };
  await expect.poll(untouched).toEqual([]);
}

test('connectors: set up, checked, tried without sending, changed; their queue', async ({
  page,
  office,
  complaints,
}) => {
  await office.sendRecords([
    ...person('0199-lin', '林娜', '13800001234', [72, 81, 66]),
    ...person('0199-chen', '陈立', '13800005678', [55, 61, 70]),
    ...person('0199-okafor', 'Ada Okafor', '13800009876', [88, 79, 91]),
  ]);
  await signIn(page, office);
  await place(page, 'Connectors').click();
  await expect(page.getByText('No connector is set up')).toBeVisible();
  await lookInBoth(page, 'connectors-empty');

  // what is wrong is said where it is wrong
  await page.getByRole('button', { name: 'Add a connector' }).first().click();
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  await dialog.getByRole('button', { name: /Kind/ }).click();
  await page.getByRole('option', { name: 'Webhook' }).click();
  await dialog.getByLabel('Name').fill('erp');
  await dialog.getByLabel('Address', { exact: true }).fill('hr.example.com');
  await dialog.getByLabel('Address of this hub').fill('https://hub.example.com');
  await dialog.getByLabel('Signing key').fill('not a key');
  await dialog.getByRole('button', { name: 'Add it' }).click();
  await expect(dialog.getByText('An address that begins with')).toBeVisible();
  await expect(dialog.getByText('Each key is whsec_')).toBeVisible();
  await look(page, 'connectors-wrong');
  await dialog.getByLabel('Address', { exact: true }).fill(`${erp.url}/results`);
  await dialog.getByLabel('Signing key').fill(SECRET);
  await dialog.getByRole('button', { name: 'Add it' }).click();
  await expect(page.getByRole('row', { name: /erp/ })).toContainText('Nothing sent yet');

  // the secret is not shown again, and stays when nothing is entered
  await page.getByRole('row', { name: /erp/ }).getByRole('button', { name: 'Change' }).click();
  await expect(dialog.getByLabel('Signing key')).toHaveValue('');
  await expect(dialog.getByText('Set, and not shown')).toBeVisible();
  expect(await page.content()).not.toContain(SECRET);
  await dialog.getByLabel('Address of this hub').fill('https://hub.example.org');
  await look(page, 'connectors-change');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  // it is not taken along to another address
  await page.getByRole('row', { name: /erp/ }).getByRole('button', { name: 'Change' }).click();
  await dialog.getByLabel('Address', { exact: true }).fill('https://elsewhere.example.com/');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('secrets have to be entered again');
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('row', { name: /erp/ }).getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText('erp answers and takes the settings')).toBeVisible();

  // what would be sent, without sending it
  const before = erp.received.length;
  await page.getByRole('row', { name: /erp/ }).getByRole('button', { name: 'Dry run' }).click();
  await dialog.getByLabel('Whose result').fill('Okafor');
  await page.keyboard.press('Enter');
  await dialog.getByText('Ada Okafor').click();
  await dialog.getByRole('button', { name: 'Show what would be sent' }).click();
  await expect(dialog.getByText('Nothing was sent')).toBeVisible();
  await expect(dialog.getByText('data.candidate.name')).toBeVisible();
  expect(erp.received.length).toBe(before);
  await look(page, 'connectors-dry-run');
  await dialog.getByRole('button', { name: 'Close' }).click();

  // one goes through, one is refused for good, one meets a server that is down for now
  erp.answerNext(200, 422, 503);
  for (const name of ['Ada Okafor', '林娜', '陈立']) {
    await handOver(office, name);
    await queueSettled(office);
  }
  await place(page, 'Interviews').click();
  await place(page, 'Connectors').click();
  const row = page.getByRole('row', { name: /erp Webhook/ });
  await expect(row).toContainText('1 failed');
  await expect(row).toContainText('1 tried again');
  await expect(page.getByText('did not take this result')).toBeVisible();
  await expect(page.getByText('it is tried again by itself')).toBeVisible();
  await lookInBoth(page, 'connectors');

  // a person tries again; another one is given up
  await page.getByRole('row').filter({ hasText: 'Failed' }).getByRole('button', { name: 'Try now' }).click();
  await queueSettled(office);
  await page.getByRole('row').filter({ hasText: 'Tried again' }).getByRole('button', { name: 'Give up' }).click();
  await look(page, 'connectors-give-up');
  await dialog.getByRole('button', { name: 'Give up' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Given up' })).toHaveCount(1);
  await page.getByRole('button', { name: /All State/ }).click();
  await page.getByRole('option', { name: 'Done' }).click();
  // beside the documents that were prepared, which are work too
  await expect(page.getByRole('row').filter({ hasText: 'Done' }).filter({ hasText: 'erp' })).toHaveCount(2);

  // removed: its settings are gone, its name stays
  await page
    .getByRole('row', { name: /erp Webhook/ })
    .getByRole('button', { name: 'Change' })
    .click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await look(page, 'connectors-remove');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('row', { name: /erp Webhook/ })).toContainText('Removed');
  expect(complaints).toEqual([]);
});

test('publications: a file that is not good, one that is, which kiosks have it, withdrawn', async ({
  page,
  office,
  complaints,
}) => {
  const kiosk = await office.enrolKiosk('kiosk-gate-2', 'Gate 2');
  await office.enrolKiosk('kiosk-east', '东门');
  await signIn(page, office);
  await place(page, 'Publications').click();
  await expect(page.getByText('Nothing is published')).toBeVisible();
  await lookInBoth(page, 'publications-empty');

  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  const choose = (name: string, text: string) =>
    dialog.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/yaml', buffer: Buffer.from(text) });
  const job = await readFile('resources/jobs/store-associate.yaml', 'utf8');
  await page.getByRole('button', { name: 'Publish from a file' }).click();
  await choose('notes.yaml', 'id: a\ntitle: {en: x\nitems: 3');
  await expect(dialog.getByText('Line 3 is neither YAML nor JSON')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled();
  await choose(
    'store.yaml',
    job.replace('weight: 0.45', 'weight: 4.5').replace('illustration: store', 'illustration: shop'),
  );
  await expect(dialog.getByText('Store associate')).toBeVisible();
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(dialog.getByText('card › illustration')).toBeVisible();
  await look(page, 'publications-faults');
  await choose('store.yaml', job);
  await expect(dialog.getByText('card › illustration')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText('Published: Store associate, version 1')).toBeVisible();
  await page.getByRole('button', { name: 'Publish from a file' }).click();
  await choose('cn.yaml', await readFile('resources/packs/cn.yaml', 'utf8'));
  await dialog.getByLabel('Sites').fill('东门');
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByRole('row', { name: /cn/ })).toContainText('0 of 1 have it');

  // a kiosk that asks on from the end has it all
  await kiosk.askAll();
  await place(page, 'Interviews').click();
  await place(page, 'Publications').click();
  await expect(page.getByRole('row', { name: /Store associate/ })).toContainText('1 of 2 have it');
  await lookInBoth(page, 'publications');
  await page.getByRole('row', { name: /Store associate/ }).click();
  await expect(dialog.getByRole('row', { name: /kiosk-gate-2/ })).toContainText('Has it');
  await expect(dialog.getByRole('row', { name: /kiosk-east/ })).toContainText('Not yet');
  await look(page, 'publications-kiosks');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page
    .getByRole('row', { name: /Store associate/ })
    .getByRole('button', { name: 'Withdraw' })
    .click();
  await look(page, 'publications-withdraw');
  await dialog.getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByRole('row', { name: /store-associate/ })).toContainText('Withdrawn');
  expect(complaints).toEqual([]);
});
