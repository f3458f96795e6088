import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import ICAL from 'ical.js';
import { Webhook } from 'standardwebhooks';
import { parse } from 'yaml';
import { z } from 'zod';
import { interviewRecords } from '#hub/candidates/flow-bench.fake.ts';
import { type HttpReceiver, startHttpReceiver } from '#hub/http/http-receiver.fake.ts';
import { type MailServer, startMailServer } from '#hub/messages/mail-server.fake.ts';
import { PartnerCreated } from '#shared/hub/checks.ts';
import { pageOf } from '#shared/hub/page.ts';
import { QueueJob } from '#shared/hub/queue.ts';
import { Workflow } from '#shared/hub/workflow.ts';
import { Job } from '#shared/job.ts';
import { InterviewResult } from '#shared/result.ts';
import { expect, type HeadOffice, look, PASSWORD, test as base } from './head-office.ts';

const JOB = 'assembly-operator';
const ERP_SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const Headers = z.record(z.string(), z.string());

/** Asks as an integrator does; every answer must be good. */
async function ok<T>(
  office: HeadOffice,
  schema: z.ZodType<T>,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await office.ask(path, body, method);
  const json: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(json)}`);
  return schema.parse(json);
}

/** A published job, a site, a mail server, a check provider and an HR system: what operators set up once. @returns the provider's secret */
async function setUp(
  office: HeadOffice,
  parts: { readonly mail: MailServer; readonly provider: HttpReceiver; readonly erp: HttpReceiver },
): Promise<string> {
  const shipped = Job.parse(parse(await readFile(`resources/jobs/${JOB}.yaml`, 'utf8')));
  const [safety, second, ...others] = shipped.competencyModel.dimensions;
  if (safety === undefined || second === undefined) throw new Error('The shipped job has no dimensions.');
  // the interviews of these tests are scored on safety, care and teamwork
  const dimensions = [safety, { ...second, id: 'care' }, ...others];
  const body = { ...shipped, competencyModel: { dimensions } };
  await ok(office, z.unknown(), 'PUT', `/v1/publications/job/${JOB}`, { sites: null, body });
  await ok(office, z.unknown(), 'PATCH', '/v1/message-settings', {
    organisation: 'Dongmen Appliances',
    smtp: {
      host: '127.0.0.1',
      port: parts.mail.port,
      security: 'none',
      user: 'hr',
      password: 'pw',
      from: 'HR <hr@example.com>',
    },
    sites: [
      {
        id: 'gate-2',
        name: { 'zh-CN': '东门招聘点', en: 'East gate' },
        address: '1 Factory Road',
        phone: '021 5555 0100',
        timeZone: 'Asia/Shanghai',
      },
    ],
  });
  const { secret } = await ok(office, PartnerCreated, 'POST', '/v1/partners', {
    id: 'checker',
    kind: 'background_check',
    name: 'Clearview Checks',
    url: `${parts.provider.url}/orders`,
  });
  await ok(office, z.unknown(), 'POST', '/v1/connectors', {
    kind: 'webhook',
    id: 'erp',
    url: `${parts.erp.url}/results`,
    source: 'https://hub.example.com/',
    keys: [{ kind: 'hmac', secret: ERP_SECRET }],
  });
  const flow = await ok(office, Workflow, 'GET', `/v1/workflows/${JOB}`);
  await ok(office, Workflow, 'PUT', `/v1/workflows/${JOB}`, {
    baseVersion: flow.version,
    stages: flow.stages,
    documents: [
      { id: 'id-card', name: { 'zh-CN': '身份证复印件', en: 'Copy of the identity card' } },
      { id: 'health', name: { 'zh-CN': '健康证', en: 'Health certificate' } },
    ],
    rules: [
      ...flow.rules,
      {
        id: 'check-after-second',
        name: { 'zh-CN': '复试后背调', en: 'Check after the second interview' },
        stageId: 'second-interview',
        when: [{ kind: 'session_is', state: 'finalized' }],
        propose: { kind: 'order_check', to: 'background-check', providerId: 'checker' },
      },
      {
        id: 'clear-to-onboarding',
        name: { 'zh-CN': '背调无异常', en: 'Check is clear' },
        stageId: 'background-check',
        when: [{ kind: 'check_is', providerId: 'checker', outcome: 'clear' }],
        propose: { kind: 'advance', to: 'onboarding' },
      },
    ],
  });
  return secret;
}

/** The parts of head office's world that are not head office, set up at it. */
interface World {
  readonly mail: MailServer;
  /** Checks backgrounds. */
  readonly provider: HttpReceiver;
  /** The HR system. */
  readonly erp: HttpReceiver;
  /** What the provider and head office share. */
  readonly secret: string;
}

const test = base.extend<object, World>({
  mail: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, provide) => {
      const mail = await startMailServer({ name: 'hr', password: 'pw' });
      await provide(mail);
      await mail.close();
    },
    { scope: 'worker' },
  ],
  provider: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, provide) => {
      const provider = await startHttpReceiver();
      await provide(provider);
      await provider.close();
    },
    { scope: 'worker' },
  ],
  erp: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, provide) => {
      const erp = await startHttpReceiver();
      await provide(erp);
      await erp.close();
    },
    { scope: 'worker' },
  ],
  secret: [
    async ({ office, mail, provider, erp }, provide) => provide(await setUp(office, { mail, provider, erp })),
    { scope: 'worker' },
  ],
});

// one story over one hub
test.describe.configure({ mode: 'serial', timeout: 300_000 });
test.use({ reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Asia/Shanghai' });

/** Somebody of HR opens the link and chooses a password. */
async function signIn(page: Page, office: HeadOffice, login: string, name: string): Promise<void> {
  const made = await ok(office, z.object({ code: z.string() }), 'POST', '/v1/people', {
    login,
    name,
    roles: ['hr'],
    sites: null,
  });
  await page.goto(`${office.url}/#/welcome/${made.code}`);
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByLabel('The same once more').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation')).toBeVisible();
}

/** Looks at the screen in English and in Chinese, at every size; nothing of the page is lost by it. */
async function lookTwice(page: Page, name: string): Promise<void> {
  await look(page, name);
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await look(page, name);
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
}

const place = (page: Page, name: string) => page.getByRole('navigation').getByRole('button', { name }).click();

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
  await look(page, 'dialog-hand-over');
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

test('columns put right, duplicates joined and taken apart, decisions by hand, in Chinese', async ({
  page,
  office,
  secret,
  complaints,
}) => {
  expect(secret).toMatch(/^whsec_/);
  await signIn(page, office, 'li', '李雷');
  await page.getByRole('button', { name: '中文' }).click();

  // nobody's header is known: a person says which column is the name, and which is no code
  await place(page, '导入');
  await page.locator('input[type=file]').setInputFiles({
    name: '春招名单.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('应聘者,手机,code\n张伟,13911110001,NL\n李静,13911110002,NL\n王强,12,NL\n'),
  });
  await page.getByRole('button', { name: '应聘岗位' }).click();
  await page.getByRole('option', { name: '装配操作工' }).click();
  await page.getByRole('button', { name: '读取文件' }).click();
  await expect(page.getByText('没有一列是姓名').first()).toBeVisible();
  await expect(page.getByRole('button', { name: '导入 0 行' })).toBeDisabled();
  await look(page, 'import-columns');
  await page.getByRole('button', { name: '应聘者' }).click();
  await page.getByRole('option', { name: '姓名' }).click();
  await page.getByRole('button', { name: 'code' }).click();
  await page.getByRole('option', { name: '不使用' }).click();
  await page.getByRole('button', { name: '按这些列重新读取' }).click();
  await expect(page.getByRole('row', { name: /张伟/ })).toContainText('可导入');
  await page.getByRole('button', { name: '导入 2 行' }).click();
  await expect(page.getByText('可读取的内容均已进入候选人档案')).toBeVisible();
  await look(page, 'import-mixed');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载未通过的行' }).click();
  const rejects = await readFile(await (await download).path(), 'utf8');
  expect(rejects).toContain('"4","电话号码无法识别。"');
  await page.getByRole('button', { name: '返回列表' }).click();
  await expect(page.getByRole('row', { name: /春招名单/ }).first()).toContainText('已导入');
  await look(page, 'imports');

  // the same telephone by hand: two files, compared, joined, taken apart
  await place(page, '候选人');
  await page.getByRole('button', { name: '添加候选人' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('姓名').fill('张伟');
  await dialog.getByLabel('电话').fill('12345');
  await dialog.getByRole('button', { name: '添加' }).click();
  await expect(dialog).toContainText('有一个电话号码无法识别');
  await dialog.getByLabel('电话').fill('139 1111 0001');
  await dialog.getByLabel('技能').fill('叉车，焊接');
  await look(page, 'dialog-add');
  await dialog.getByRole('button', { name: '添加' }).click();
  await expect(page.getByText('此人可能与另一份档案是同一人')).toBeVisible();
  await look(page, 'file-without-job');
  await page.getByRole('button', { name: '对比' }).click();
  await expect(page.getByText('两者的电话相同')).toBeVisible();
  await look(page, 'merges');
  await page.getByRole('button', { name: '合并，以此份为主' }).first().click();
  await page.getByLabel('理由').fill('同一人，已电话确认');
  await look(page, 'merges-decide');
  await page.keyboard.press('Enter');
  await expect(page.getByText('没有等待您处理的档案')).toBeVisible();
  await page.getByRole('radio', { name: '已合并' }).click();
  await page.getByRole('button', { name: '拆分' }).click();
  await page.getByLabel('理由').fill('其实是两个人');
  await page.keyboard.press('Enter');
  await expect(page.getByText('没有合并过')).toBeVisible();
  await page.getByRole('radio', { name: '已拆分' }).click();
  await expect(page.getByText('其实是两个人')).toBeVisible();
  await look(page, 'merges-undone');

  // found by name and by job; the one without a job is not among those who stand in a stage
  await page.getByRole('button', { name: '返回列表' }).click();
  await page.getByLabel('搜索').fill('张');
  await expect(page.getByRole('row', { name: /林娜/ })).toHaveCount(0);
  await expect(page.getByRole('row', { name: /张伟/ })).toHaveCount(2);
  await page.getByRole('button', { name: '岗位', exact: false }).first().click();
  await page.getByRole('option', { name: '装配操作工' }).click();
  await expect(page.getByRole('row', { name: /张伟/ })).toHaveCount(1);
  await look(page, 'candidates-found');
  await page.getByRole('row', { name: /张伟/ }).click();

  // a person acts without a rule
  await page.getByRole('button', { name: '邀请' }).click();
  await expect(dialog).toBeVisible();
  await look(page, 'dialog-invite');
  await dialog.getByRole('button', { name: '取消' }).click();
  await page.getByRole('checkbox', { name: '健康证' }).click({ force: true });
  await expect(page.getByText('“健康证”已提交')).toBeVisible();
  await page.getByRole('button', { name: '移动阶段' }).click();
  await dialog.getByRole('button', { name: '随后进入阶段' }).click();
  await page.getByRole('option', { name: '录用' }).click();
  await dialog.getByLabel('理由').fill('老员工推荐');
  await look(page, 'dialog-move');
  await page.keyboard.press('Enter');
  await expect(page.locator('[aria-current=step]')).toContainText('录用');
  await page.getByRole('button', { name: '关闭' }).click();
  await dialog.getByRole('button', { name: '结果' }).click();
  await page.getByRole('option', { name: '本人放弃' }).click();
  await dialog.getByLabel('理由').fill('另有工作');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: '重新打开' })).toBeVisible();
  await look(page, 'file-closed');
  await page.getByRole('button', { name: '重新打开' }).click();
  await dialog.getByLabel('理由').fill('改变主意');
  await page.keyboard.press('Enter');
  await expect(page.getByText('进行中')).toBeVisible();

  // everything of a person goes
  await page.getByRole('button', { name: '删除' }).click();
  const warning = page.getByRole('alertdialog');
  await expect(warning).toContainText('永久删除');
  await look(page, 'dialog-delete');
  await warning.getByRole('button', { name: '永久删除' }).click();
  await expect(page.getByText('审计日志第')).toBeVisible();
  await expect(page.getByText(/13911110001|张伟|另有工作/)).toHaveCount(0);
  await look(page, 'file-deleted');

  // many at once: how far it is can be seen, and the list goes on page by page
  await place(page, '导入');
  const people = Array.from({ length: 1500 }, (_, index) => `批量${index},bulk-${index}@example.com`);
  await page.locator('input[type=file]').setInputFiles({
    name: '大名单.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['姓名,邮箱', ...people].join('\n')),
  });
  await page.getByRole('button', { name: '读取文件' }).click();
  await page
    .getByRole('button', { name: '导入 1,500 行' })
    .or(page.getByRole('button', { name: '导入 1500 行' }))
    .click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await look(page, 'import-under-way');
  await expect(page.getByText('可读取的内容均已进入候选人档案')).toBeVisible({ timeout: 120_000 });
  await place(page, '候选人');
  await expect(page.getByRole('row', { name: /批量/ })).toHaveCount(50);
  await page.getByRole('button', { name: '显示更多' }).click();
  await expect(page.getByRole('row', { name: /批量/ })).toHaveCount(100);
  await look(page, 'candidates-many');
  expect(complaints).toEqual([]);
});
