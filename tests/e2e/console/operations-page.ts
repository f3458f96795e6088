import type { Page } from '@playwright/test';
import { interviewRecords } from '#hub/candidates/flow-bench.fake.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import { type HeadOffice, expect, look, PASSWORD } from './head-office.ts';

/** Somebody with every role but that of a site; made once, signed in by the page. */
export async function signIn(page: Page, office: HeadOffice): Promise<void> {
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

/** A place of the console, by its name. */
export const place = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('button', { name, exact: true });

/** The same screen in both languages; ends in English. */
export async function lookInBoth(page: Page, name: string): Promise<void> {
  await look(page, name);
  await page.getByRole('button', { name: '中文' }).click();
  await look(page, name);
  await page.getByRole('button', { name: 'English' }).click();
}

/** Records of a finished interview of somebody who gave a name. */
export const person = (sessionId: string, name: string, phone: string, scores: readonly number[]): WireRecord[] =>
  interviewRecords({ sessionId, identity: { by: 'name', name, phone }, scores });
