import { expect, type Page } from '@playwright/test';
import type { Locale } from '#shared/localized.ts';
import { texts } from './texts.ts';

/** The first run of a kiosk. The set-up opens in the kiosk's first language, Chinese, until somebody switches. */
export function setupPage(page: Page, locale: Locale) {
  const t = texts(locale, 'setup');
  const heading = (step: string) => page.getByRole('heading', { name: t(`${step}.title`), exact: true });
  const next = (step: string) => page.getByRole('button', { name: t(`${step}.next`), exact: true }).click();

  return {
    async open(url: string): Promise<void> {
      await page.goto(url);
      if (locale === 'en') await page.getByText('English', { exact: true }).first().click();
      await expect(heading('welcome')).toBeVisible();
    },
    async nameSite(name: string): Promise<void> {
      await next('welcome');
      await page.getByRole('textbox', { name: t('site.name') }).fill(name);
    },
    async makeAccount(name: string, pin: string): Promise<void> {
      await next('site');
      await expect(heading('account')).toBeVisible();
      await page.getByRole('textbox', { name: t('account.name') }).fill(name);
      await page.getByLabel(t('account.pin'), { exact: true }).fill(pin);
      await page.getByLabel(t('account.again'), { exact: true }).fill(pin);
    },
    async confirmAccount(): Promise<void> {
      await next('account');
      await expect(heading('pack')).toBeVisible({ timeout: 20_000 });
    },
    /** Keeps the pack, the posts and head office as they stand. */
    async acceptRest(): Promise<void> {
      for (const step of ['pack', 'posts', 'hub']) {
        await expect(heading(step)).toBeVisible();
        await next(step);
      }
      await expect(heading('done')).toBeVisible();
    },
    async finish(): Promise<void> {
      await next('done');
    },
  };
}
