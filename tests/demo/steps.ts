import { join } from 'node:path';
import type { Page } from '@playwright/test';

/** One step of the demo: what was done, whether it held, how long it took. */
export interface DemoStep {
  name: string;
  ok: boolean;
  ms: number;
  screenshot: string | null;
  error: string | null;
}

/** Runs the demo step by step; the first that fails ends it, and everything up to there is in the report. */
export function createSteps(options: { directory: string; page: () => Page | null; log: (line: string) => void }) {
  const steps: DemoStep[] = [];

  async function shoot(name: string): Promise<string | null> {
    const page = options.page();
    if (page === null) return null;
    const file = `${String(steps.length + 1).padStart(2, '0')}-${name.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase()}.png`;
    await page.screenshot({ path: join(options.directory, file), animations: 'disabled' });
    return file;
  }

  /**
   * @param picture taken after the work is done, when true
   */
  async function step<T>(name: string, work: () => Promise<T>, picture = true): Promise<T> {
    const start = performance.now();
    const done = (error: string | null, screenshot: string | null) => {
      const ms = Math.round(performance.now() - start);
      steps.push({ name, ok: error === null, ms, screenshot, error });
      options.log(
        `${error === null ? 'ok  ' : 'FAIL'} ${name.padEnd(44)} ${String(ms).padStart(7)} ms${screenshot === null ? '' : `  ${screenshot}`}`,
      );
    };
    try {
      const value = await work();
      done(null, picture ? await shoot(name) : null);
      return value;
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      done(message, await shoot(`failed-${name}`).catch(() => null));
      throw error;
    }
  }

  return { steps, step };
}
export type Steps = ReturnType<typeof createSteps>;
