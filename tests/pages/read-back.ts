import { expect, type Locator, type Page } from '@playwright/test';
import type { texts } from './texts.ts';

/** The screen that shows what the computer heard. Lines are counted from 1. */
export function readBackPage(page: Page, t: ReturnType<typeof texts>) {
  const heading = page.getByRole('heading', { name: t('readBack.title'), exact: true });
  const lines = page.getByRole('list', { name: t('readBack.list') }).getByRole('listitem');
  const line = (number: number): Locator => lines.nth(number - 1);
  /** A button of a line, by the words its name begins with. */
  const tool = (number: number, key: string): Locator =>
    line(number).getByRole('button', { name: t(key, { text: '' }).trim() });
  const press = (key: string) => page.getByRole('button', { name: t(key), exact: true }).click();

  return {
    heading,
    lines,
    line,
    async expectShown(): Promise<void> {
      await expect(heading).toBeVisible();
    },
    async play(number: number): Promise<void> {
      await tool(number, 'readBack.play').click();
    },
    async correct(number: number, text: string): Promise<void> {
      await tool(number, 'readBack.changeNamed').click();
      await line(number).getByRole('textbox').fill(text);
      await line(number)
        .getByRole('button', { name: t('readBack.done'), exact: true })
        .click();
    },
    async crossOut(number: number): Promise<void> {
      await tool(number, 'readBack.crossOutNamed').click();
    },
    async undo(number: number): Promise<void> {
      await tool(number, 'readBack.undoNamed').click();
    },
    async add(text: string): Promise<void> {
      const field = page.getByRole('textbox', { name: t('readBack.added'), exact: true });
      if (!(await field.isVisible())) await press('readBack.add');
      await field.fill(text);
    },
    async confirm(): Promise<void> {
      await press('readBack.confirm');
    },
    async sayAgain(): Promise<void> {
      await press('readBack.again');
      await press('readBack.againConfirm');
    },
  };
}
