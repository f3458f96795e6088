import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { parse } from 'yaml';
import { z } from 'zod';
import { type HttpReceiver, startHttpReceiver } from '#hub/http/http-receiver.fake.ts';
import { type MailServer, startMailServer } from '#hub/messages/mail-server.fake.ts';
import { PartnerCreated } from '#shared/hub/checks.ts';
import { Workflow } from '#shared/hub/workflow.ts';
import { Job } from '#shared/job.ts';
import { expect, type HeadOffice, look, PASSWORD, test as base } from './head-office.ts';

export const JOB = 'assembly-operator';
export const ERP_SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

/** Asks as an integrator does; every answer must be good. */
export async function ok<T>(
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

export const test = base.extend<object, World>({
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

/** Somebody of HR opens the link and chooses a password. */
export async function signIn(page: Page, office: HeadOffice, login: string, name: string): Promise<void> {
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
export async function lookTwice(page: Page, name: string): Promise<void> {
  await look(page, name);
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await look(page, name);
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
}

export const place = (page: Page, name: string) => page.getByRole('navigation').getByRole('button', { name }).click();
