import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { nodeKeyring } from '#main/node-keyring.ts';
import { openKeeper } from '#main/store/keeper.native.ts';
import { openKeys } from '#main/store/keys/open-keys.ts';
import { workspaceOf } from '#main/store/workspace.ts';
import { ensureBrowser } from '#scripts/browser.ts';
import { startHostProgram } from '#tests/kiosk/programs.ts';
import { prepareWorkspace } from '#tests/kiosk/set-up-kiosk.ts';
import { managerPage } from '#tests/pages/manager-page.ts';
import { manyInterviews } from './many-interviews.ts';

const INTERVIEWS = Number(process.env['BENCH_INTERVIEWS'] ?? 100_000);
/** From the touch to the list on the screen. */
const MOST_PAINT_MS = 200;
/** From the program's start to a kiosk that can be used, on a quiet machine (ADR 33). */
const MOST_START_MS = 10_000;
const ROUNDS = 15;
/** Younger than any pack deletes: the kiosk would begin to delete them. */
const PERIOD_DAYS = 40;
/** The key of each interview is forced to the disk when it is made; in memory that costs nothing, and nothing here reads a disk. */
const MEMORY = '/dev/shm';

/**
 * The real kiosk with so many interviews, its console in Chromium: from the touch of `Interviews` to the frame that shows the first
 * rows.
 *
 * @returns ms: of the program's start, of the first time after it, and of the times after that
 */
export async function benchFirstPaint(): Promise<Record<string, number>> {
  const data = await mkdtemp(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'bench-list-'));
  try {
    await prepareWorkspace(data, { locale: 'zh-CN' });
    const workspace = workspaceOf(data);
    const keys = await openKeys(workspace, nodeKeyring(process.env));
    const period = { days: PERIOD_DAYS, lastMs: Date.now() };
    // by the kiosk's own way, or it would put the database right from its journal
    const keeper = openKeeper(workspace, () => new Date());
    await manyInterviews(keeper.database, INTERVIEWS, keys, period);
    // the start would read the whole journal
    keeper.forgetCopies();
    keeper.database.close();
    const begun = performance.now();
    const host = await startHostProgram({ data });
    const startMs = performance.now() - begun;
    const browser = await chromium.launch({ executablePath: ensureBrowser() });
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.goto(host.ready.url);
      const manager = managerPage(page, 'zh-CN');
      await manager.signIn('A', '730214');
      const place = manager.t('shell.interviews');
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        await manager.goTo('settings');
        await page.locator('.ui-table__row').waitFor({ state: 'detached' });
        // a person sees the place they are at before they touch another
        await page.locator('.mgr-page input').first().waitFor();
        times.push(
          await page.getByRole('button', { name: place, exact: true }).evaluate(async (button) => {
            const begun = performance.now();
            (button as HTMLElement).click();
            while (document.querySelector('.ui-table__row') === null)
              await new Promise((resolve) => requestAnimationFrame(resolve));
            // the frame that holds them has been painted when the next one begins
            await new Promise((resolve) => requestAnimationFrame(resolve));
            return performance.now() - begun;
          }),
        );
      }
      const [first = Number.NaN, ...later] = times;
      const sorted = later.toSorted((a, b) => a - b);
      const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
      const slowest = Math.max(...times);
      if (!(slowest <= MOST_PAINT_MS && startMs <= MOST_START_MS)) process.exitCode = 1;
      return {
        interviews: INTERVIEWS,
        start_ms: startMs,
        first_paint_first_ms: first,
        first_paint_p50_ms: middle,
        first_paint_max_ms: sorted.at(-1) ?? Number.NaN,
      };
    } finally {
      await browser.close();
      await host.stop();
    }
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}
