import { randomBytes } from 'node:crypto';
import { readJobs } from '#main/store/resource-files.ts';
import type { Page } from '@playwright/test';
import { browserProcessId } from '#tests/kiosk/kiosk-browser.ts';
import { treeMemoryBytes } from '#tests/kiosk/process-tree.ts';
import { type SetUpKiosk, setUpKiosk } from '#tests/kiosk/set-up-kiosk.ts';
import { filesWith, tracesIn } from '#tests/kiosk/traces.ts';
import { drawingBrowser, ensureBrowser } from '#scripts/browser.ts';
import { typedInterview } from '#tests/kiosk/typed-interview.ts';

/** What is made to go wrong, to show that it would be seen. `page`: a name stays in the page's storage. `core`: memory is kept. */
export type Leak = 'none' | 'page' | 'core';

/** One candidate came and went. Memory in bytes. */
export interface Visit {
  readonly number: number;
  readonly seconds: number;
  /** The kiosk's program with its children, and the browser with all its processes. */
  readonly coreBytes: number;
  readonly browserBytes: number;
  /** The page's JavaScript heap after garbage collection, and nodes of its document. */
  readonly heapBytes: number;
  readonly nodes: number;
  /** Where something of this candidate, or of one before, was still found. */
  readonly leftovers: readonly string[];
}

/** What every candidate's name, phone number and answers have in common, and no program has of itself. */
const MARKS = ['Canarino', '139 7418', 'flamingoflagpole'] as const;
/** Every fifth answers all questions, the others the first three, and skip the rest: a hundred in less than an hour. */
const WHOLE_EVERY = 5;
const ANSWERED = 3;
/** Deletion codes have nothing in common: this many are searched for one by one. */
const CODES_SOUGHT = 20;

function makeCandidate(number: number) {
  const mark = randomBytes(5).toString('hex');
  const [name, phone, answer] = MARKS;
  return {
    who: { name: `${name} ${mark}`, phone: `${phone} ${String(number).padStart(4, '0')}` },
    answer: `${answer} ${mark} standing in the seventeenth aisle`,
  };
}

/** The forms in which a program could have kept a text. */
const formsOf = (text: string): string[] => [text, text.replaceAll(' ', ''), JSON.stringify(text).slice(1, -1)];

async function pageSize(page: Page): Promise<{ heapBytes: number; nodes: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes } = await session.send('Memory.getDOMCounters');
  await session.detach();
  return { heapBytes: usedSize, nodes };
}

async function leftoversIn(kiosk: SetUpKiosk, sinceMs: number, texts: readonly string[]): Promise<string[]> {
  const forms = texts.flatMap(formsOf);
  const places = Object.entries(await tracesIn(kiosk.browser.page));
  const inPage = places.filter(([, content]) => forms.some((form) => content.includes(form)));
  const { withCanary } = await filesWith([kiosk.temporary, kiosk.data, '/dev/shm'], sinceMs, texts);
  return [...inPage.map(([place]) => `the page's ${place}`), ...withCanary];
}

/**
 * Candidates in a row at one kiosk that is never restarted, each from the attract screen to the receipt, in a real browser;
 * after each, page and disk are searched for this one and all before.
 *
 * @param tell called after each
 */
export async function holdCandidates(
  count: number,
  leak: Leak,
  tell: (visit: Visit) => void = () => undefined,
): Promise<Visit[]> {
  const job = (await readJobs('resources/jobs')).find(({ id }) => id === 'store-associate');
  if (job === undefined) throw new Error('The post is not shipped.');
  const beganAtMs = Date.now();
  const leaking = { NODE_OPTIONS: `--import ${new URL('./leak.ts', import.meta.url).href}` };
  const kiosk = await setUpKiosk({ locale: 'en' }, undefined, {
    variables: leak === 'core' ? leaking : {},
    // nobody is recorded, and without devices it takes half the time
    browserProgram: drawingBrowser() ?? ensureBrowser(),
  });
  const visits: Visit[] = [];
  try {
    const { page } = kiosk.browser;
    const browserId = await browserProcessId(page);
    const codes: string[] = [];
    for (let number = 1; number <= count; number += 1) {
      const begun = performance.now();
      const { who, answer } = makeCandidate(number);
      const answered = number % WHOLE_EVERY === 0 ? undefined : ANSWERED;
      const deletionCode = await typedInterview({
        page,
        job,
        locale: 'en',
        who,
        answer,
        ...(answered === undefined ? {} : { answered }),
      });
      const seconds = (performance.now() - begun) / 1000;
      codes.push(deletionCode);
      if (leak === 'page') await page.evaluate((name) => localStorage.setItem('last', name), who.name);
      const sizes = {
        ...(await pageSize(page)),
        coreBytes: treeMemoryBytes(kiosk.host().ready.pid),
        browserBytes: treeMemoryBytes(browserId),
      };
      const sought = [...MARKS, ...codes.slice(-CODES_SOUGHT)];
      const visit = { number, seconds, ...sizes, leftovers: await leftoversIn(kiosk, beganAtMs, sought) };
      visits.push(visit);
      tell(visit);
    }
    const misdeeds = kiosk.browser.misdeeds();
    if (misdeeds.length > 0) throw new Error(misdeeds.join('; '));
    return visits;
  } finally {
    await kiosk.close();
  }
}
