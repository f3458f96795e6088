import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Waits until fonts are there, what fades in has done so, and what measures itself has. Else axe takes half a dialog for none. */
export async function waitUntilStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    // bars that run for as long as an answer may take never stand still
    const ending = document.getAnimations().filter(({ effect, playState }) => {
      const { endTime } = effect?.getComputedTiming() ?? {};
      return playState === 'running' && typeof endTime === 'number' && endTime < 2000;
    });
    await Promise.allSettled(ending.map(({ finished }) => finished));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}

/**
 * What axe finds wrong with the page as it stands, with the elements concerned.
 *
 * @param of.tags only rules that carry one of them; all rules without
 * @param of.except what is left out, as a selector
 */
export async function findBarriers(page: Page, of: { tags?: string[]; except?: string } = {}): Promise<string[]> {
  // axe is half a megabyte of script, and a look at a screen takes less time than reading it again
  const isThere = await page.evaluate(() => 'axe' in window);
  const builder = new AxeBuilder(isThere ? { page, axeSource: 'void 0' } : { page })
    // there are no frames; without this axe opens a page of its own to put results together
    .setLegacyMode()
    .options({ resultTypes: ['violations'] });
  if (of.tags !== undefined) builder.withTags(of.tags);
  if (of.except !== undefined) builder.exclude(of.except);
  const { violations } = await builder.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
