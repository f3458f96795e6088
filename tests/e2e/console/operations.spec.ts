import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { interviewRecords } from '#hub/candidates/flow-bench.fake.ts';
import { type HttpReceiver, startHttpReceiver } from '#hub/http/http-receiver.fake.ts';
import { CandidateSummary } from '#shared/hub/candidates.ts';
import { pageOf } from '#shared/hub/page.ts';
import { QueueJob } from '#shared/hub/queue.ts';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import { certificateText } from '#shared/wire/deletion-certificate.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import { v7 as uuidv7 } from 'uuid';
import { type HeadOffice, expect, look, type OfficeKiosk, PASSWORD, test } from './head-office.ts';

// one story over one hub
test.describe.configure({ mode: 'serial', timeout: 300_000 });
test.use({ reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Asia/Shanghai', permissions: ['clipboard-write'] });
test.use({ actionTimeout: 15_000 });

const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const reason = '三个维度均达到要求';
let erp: HttpReceiver;
test.beforeAll(async () => {
  erp = await startHttpReceiver();
});
test.afterAll(() => erp.close());

/** Somebody with every role but that of a site; made once, signed in by the page. */
async function signIn(page: Page, office: HeadOffice): Promise<void> {
  const roles = ['administrator', 'hr', 'auditor', 'integrator'];
  const made = await office.ask('/v1/people', { login: 'operations', name: '林晓', roles, sites: null });
  if (made.status === 201) {
    const { code } = (await made.json()) as { code: string };
    await page.goto(`${office.url}/#/welcome/${code}`);
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByLabel('The same once more').fill(PASSWORD);
  } else {
    await page.goto(office.url);
    await page.getByLabel('Sign-in name').fill('operations');
    await page.getByLabel('Password').fill(PASSWORD);
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation')).toBeVisible();
}

const place = (page: Page, name: string) => page.getByRole('navigation').getByRole('button', { name, exact: true });

/** The same screen in both languages; ends in English. */
async function lookInBoth(page: Page, name: string): Promise<void> {
  await look(page, name);
  await page.getByRole('button', { name: '中文' }).click();
  await look(page, name);
  await page.getByRole('button', { name: 'English' }).click();
}

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

const person = (sessionId: string, name: string, phone: string, scores: readonly number[]) =>
  interviewRecords({ sessionId, identity: { by: 'name', name, phone }, scores });

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
  await expect(dialog.getByRole('alert')).toContainText('enter the secrets for it again');
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
  await expect(page.getByRole('row').filter({ hasText: 'Done' })).toHaveCount(2);

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

/** The certificate a kiosk signs when it has deleted. */
function certificateOf(kiosk: OfficeKiosk, deviceId: string, sessionId: string): Record<string, unknown> {
  const certificate = {
    format: 'anteroom.deletion-certificate',
    version: 1,
    certificateId: uuidv7(),
    deviceId,
    sessionId,
    recordIds: [uuidv7(), uuidv7(), uuidv7()],
    files: [{ recordingId: 'answer-1-av', sha256: '5f'.repeat(32), sizeBytes: 48_211 }],
    method: 'head_office',
    actor: 'head_office:1',
    deletedAt: '2026-11-28T09:30:00.000Z',
    keyEpochDestroyed: 12,
    previousAuditHead: { seq: 431, sha256: 'ab'.repeat(32) },
    publicKey: kiosk.publicKey,
  };
  return { ...certificate, signature: kiosk.sign(certificateText(certificate)) };
}

test('deletions: asked for with a reason, followed at the kiosk, proven by certificates', async ({
  page,
  office,
  complaints,
}) => {
  const record = (sessionId: string, seq: number, more: Partial<WireRecord> = {}) =>
    sampleRecord({ deviceId: 'kiosk-north', sessionId, seq, ...more });
  await office.sendRecords([record('0199-north', 1), record('0199-north', 2), record('0199-code', 3)]);
  const kiosk = await office.enrolKiosk('kiosk-north', 'Gate 2');
  // one candidate asked for it at the kiosk
  await office.sendRecords([
    record('0199-code', 4, {
      type: 'session.erased',
      body: { certificate: certificateOf(kiosk, 'kiosk-north', '0199-code') },
    }),
  ]);
  await signIn(page, office);
  await place(page, 'Deletion requests').click();
  await expect(page.getByRole('row').filter({ hasText: '0199-code' })).toContainText('By the candidate');

  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  await page.getByRole('button', { name: 'Ask for a deletion' }).click();
  await dialog.getByText('One interview', { exact: true }).click();
  await dialog.getByLabel('Interview', { exact: true }).fill('0199-north');
  await expect(dialog.getByRole('button', { name: 'Go on' })).toBeDisabled();
  await dialog.getByLabel('Reason').fill('来电要求删除，工单 20261128-07');
  await look(page, 'deletions-new');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await look(page, 'deletions-sure');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  const north = page.getByRole('row').filter({ hasText: '0199-north' });
  await expect(north).toContainText('not told yet');
  await expect(north).toContainText('When the kiosk has');

  // a person, with everything
  await page.getByRole('button', { name: 'Ask for a deletion' }).click();
  await dialog.getByRole('textbox', { name: 'Candidate' }).fill('Okafor');
  await page.keyboard.press('Enter');
  await dialog.getByText('Ada Okafor').click();
  await dialog.getByLabel('Reason').fill('GDPR Art. 17, request by e-mail');
  await look(page, 'deletions-candidate');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'GDPR Art. 17' })).toContainText('cannot be told');

  // the kiosk is told, deletes, and says so
  const reload = async () => {
    await place(page, 'Interviews').click();
    await place(page, 'Deletion requests').click();
  };
  await kiosk.askAll();
  await reload();
  await expect(north).toContainText('told');
  await lookInBoth(page, 'deletions');
  await office.sendRecords([
    record('0199-north', 5, {
      type: 'session.erased',
      body: { certificate: certificateOf(kiosk, 'kiosk-north', '0199-north') },
    }),
  ]);
  await reload();
  await expect(north).toContainText('Deleted');
  await north.getByRole('button', { name: 'Certificate' }).click();
  await expect(dialog.getByText('Signature checked')).toBeVisible();
  await look(page, 'deletions-certificate');
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save as a file' }).click();
  expect((await download).suggestedFilename()).toBe('deletion-0199-north.json');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('row').filter({ hasText: 'GDPR Art. 17' }).getByRole('button', { name: 'Certificate' }).click();
  await expect(dialog.getByText('Line of the audit log')).toBeVisible();
  await look(page, 'deletions-certificate-candidate');
  expect(complaints).toEqual([]);
});
