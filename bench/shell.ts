import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { BALLAST_BYTES } from '#main/store/ballast.ts';
import { workspaceOf } from '#main/store/workspace.ts';
import { holdCandidates } from '#tests/endurance/candidates.ts';
import { browserProcessId, openKioskBrowser } from '#tests/kiosk/kiosk-browser.ts';
import { treeCpuSeconds } from '#tests/kiosk/process-tree.ts';
import { startHostProgram } from '#tests/kiosk/programs.ts';
import { prepareWorkspace } from '#tests/kiosk/set-up-kiosk.ts';
import { candidatePage } from '#tests/pages/candidate-page.ts';

const STARTS = 5;
const IDLE_S = 20;
/** How long after a start the first thing of a new data folder, a file to let go of when the disk is full, may take. */
const BALLAST_TIMEOUT_S = 180;

/** One start as `npm start` does it: the kiosk's program, then a browser with a new profile, then the page. */
async function start(data: string) {
  const begun = performance.now();
  const host = await startHostProgram({ data });
  const hostMs = performance.now() - begun;
  const browser = await openKioskBrowser();
  const browserMs = performance.now() - begun - hostMs;
  await browser.page.goto(host.ready.url);
  await candidatePage(browser.page, 'en').expectAttract();
  const totalMs = performance.now() - begun;
  return {
    host,
    browser,
    timings: { hostMs, browserMs, pageMs: totalMs - hostMs - browserMs, totalMs },
    async close() {
      await browser.close();
      await host.stop();
    },
  };
}

/** Processor time of core and browser while nobody touches the attract screen, as percent of one core. */
async function idlePercent(
  running: Awaited<ReturnType<typeof start>>,
  data: string,
): Promise<{ core: number; browser: number }> {
  const browserId = await browserProcessId(running.browser.page);
  const used = () => ({ core: treeCpuSeconds(running.host.ready.pid), browser: treeCpuSeconds(browserId) });
  const ballast = () => statSync(workspaceOf(data).ballastFile, { throwIfNoEntry: false })?.size ?? 0;
  for (let second = 0; ballast() < BALLAST_BYTES; second += 1) {
    if (second > BALLAST_TIMEOUT_S) throw new Error('The kiosk did not come to rest.');
    await setTimeout(1000);
  }
  const before = used();
  const begun = performance.now();
  await setTimeout(IDLE_S * 1000);
  const seconds = (performance.now() - begun) / 1000;
  const after = used();
  const percent = (kind: 'core' | 'browser') => (100 * (after[kind] - before[kind])) / seconds;
  return { core: percent('core'), browser: percent('browser') };
}

const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * The kiosk over loopback in a real Chromium, the shell of `npm start` where there is no Electron. The disk's cache is warm.
 *
 * @returns `start_*_ms`: medians of five starts, `start_slowest_ms` among them; `idle_*_percent` of one core
 */
export async function benchShell(): Promise<Record<string, number>> {
  const data = mkdtempSync(join(tmpdir(), 'bench-shell-'));
  const timings: Awaited<ReturnType<typeof start>>['timings'][] = [];
  let idle = { core: Number.NaN, browser: Number.NaN };
  try {
    await prepareWorkspace(data, { locale: 'en' });
    for (let turn = 1; turn <= STARTS; turn += 1) {
      const running = await start(data);
      try {
        timings.push(running.timings);
        if (turn === STARTS) idle = await idlePercent(running, data);
      } finally {
        await running.close();
      }
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
  return {
    start_program_ms: medianOf(timings.map(({ hostMs }) => hostMs)),
    start_browser_ms: medianOf(timings.map(({ browserMs }) => browserMs)),
    start_page_ms: medianOf(timings.map(({ pageMs }) => pageMs)),
    start_to_attract_ms: medianOf(timings.map(({ totalMs }) => totalMs)),
    start_slowest_ms: Math.max(...timings.map(({ totalMs }) => totalMs)),
    idle_core_percent: idle.core,
    idle_browser_percent: idle.browser,
  };
}

/**
 * Memory of the same kiosk while candidates come and go; `npm run endurance` is the long run of the same.
 *
 * @param candidates in a row, at least 11
 * @returns `memory_*_ratio`: after the last candidate against after the tenth; `leftovers`: candidates of whom something was left
 */
export async function benchCandidates(candidates = 20): Promise<Record<string, number>> {
  const visits = await holdCandidates(candidates, 'none');
  const [tenth, last] = [visits[9], visits.at(-1)];
  if (tenth === undefined || last === undefined) throw new Error('Memory is measured from the tenth candidate on.');
  return {
    candidates,
    leftovers: visits.filter(({ leftovers }) => leftovers.length > 0).length,
    memory_core_ratio: last.coreBytes / tenth.coreBytes,
    memory_browser_ratio: last.browserBytes / tenth.browserBytes,
    memory_heap_ratio: last.heapBytes / tenth.heapBytes,
    memory_nodes_ratio: last.nodes / tenth.nodes,
  };
}
