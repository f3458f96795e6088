import type { Page } from '@playwright/test';

/** What a candidate's hands do on the screens that the stories are about. */
export const dock = (page: Page, index: number) => page.locator('.c-dock__help button').nth(index).click();
export const primary = (page: Page) => page.locator('.c-dock__actions .ui-button--primary').click();

/** Buttons of a line that stands as heard: change, cross out. */
export const clauseTool = (page: Page, clause: number, tool: number) =>
  page.locator('.c-clause').nth(clause).locator('.c-clause__tools button').nth(tool);
export const crossOut = (page: Page, clause: number) => clauseTool(page, clause, 1).click();
export async function editClause(page: Page, clause: number, text?: string): Promise<void> {
  await clauseTool(page, clause, 0).click();
  if (text !== undefined) await page.locator('.c-clause textarea').fill(text);
}

/** A place in the picture, in shares of its width and height. */
export async function touchPicture(page: Page, x: number, y: number): Promise<void> {
  const box = await page.locator('.c-spot__picture').boundingBox();
  if (box === null) throw new Error('no picture to touch');
  await page.mouse.click(box.x + x * box.width, box.y + y * box.height);
}

export const ALL_RATED = Object.fromEntries([6, 2, 7, 3, 4, 6, 1].map((value, at) => [`way-${at + 1}`, value]));

export async function answerConsents(page: Page): Promise<void> {
  for (const answer of [0, 0, 1, 0]) {
    await page.locator('.ui-radio-card').nth(answer).click();
    await primary(page);
  }
}

export async function fillIdentity(page: Page): Promise<void> {
  await page.locator('input[type=text]').first().fill('李秀英');
  await page.locator('input[type=tel]').fill('13800138000');
}
