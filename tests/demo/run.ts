import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { ensureSystemPackages } from '#scripts/system-packages.ts';
import { LOCALES, type Locale } from '#shared/localized.ts';
import { planOf } from '#shared/plan.ts';
import { readJobs } from '#main/store/resource-files.ts';
import { freePort } from '#tests/kiosk/free-port.ts';
import { hubClient } from '#tests/kiosk/hub-client.ts';
import { type KioskBrowser, openKioskBrowser } from '#tests/kiosk/kiosk-browser.ts';
import { type HostProgram, type HubProgram, startHostProgram, startHubProgram } from '#tests/kiosk/programs.ts';
import { candidatePage } from '#tests/pages/candidate-page.ts';
import { managerPage } from '#tests/pages/manager-page.ts';
import { setupPage } from '#tests/pages/setup-page.ts';
import { sessionReport, type SessionReport } from './session-report.ts';
import type { Strength } from '#tests/pages/candidate-page.ts';
import { createSteps } from './steps.ts';
import { assertHeld, judge } from './judge.ts';
import {
  answerFollowUps,
  answerQuestion,
  CANDIDATE,
  type FollowUpsSeen,
  type GivenAnswer,
  walkToQuestions,
} from './walk.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** A PIN for this workspace only, which is thrown away. */
const PIN = '730214';
const MANAGER = { 'zh-CN': '李经理', en: 'Li Ming' } as const;
const SITE = { 'zh-CN': '滨江工厂 2 号门', en: 'Riverside plant, gate 2' } as const;
const ARRIVAL_TIMEOUT_MS = 60_000;

interface Options {
  lang: Locale;
  job: string;
  out: string;
  json: boolean;
  keep: boolean;
  brief: boolean;
}

const program = new Command('anteroom demo')
  .description(
    'A scripted candidate walks through the real kiosk in a real browser: network down, then up, then at head office.',
  )
  .addOption(new Option('--lang <language>', 'language of the interview').choices([...LOCALES]).default('zh-CN'))
  .option('--job <id>', 'post to apply for', 'store-associate')
  .option('--out <folder>', 'where pictures and the report go', 'demo-out')
  .option('--json', 'the last line is the whole report as JSON', false)
  .option('--brief', 'speak only the first sentences of each answer', false)
  .option('--keep', 'keep the data folders of kiosk and head office', false);

/** A number with its range, or none. */
function scoreOf(answer: SessionReport['answers'][number]): string {
  const { assessment, score } = answer;
  if (assessment?.interval) {
    const { score: points, low, high } = assessment.interval;
    return `${Math.round(points)} (${Math.round(low)}–${Math.round(high)}), ${assessment.confidence?.label}`;
  }
  return score === null ? '–' : `${Math.round(100 * score.score)}`;
}

/** Waits until `check` holds, asking again every quarter of a second. */
async function until(what: string, check: () => Promise<boolean>, timeoutMs = ARRIVAL_TIMEOUT_MS): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${timeoutMs / 1000} s`);
    await new Promise<void>((again) => setTimeout(again, 250));
  }
}

async function demo(options: Options): Promise<boolean> {
  const { lang: locale } = options;
  const out = resolve(process.env['ANTEROOM_CALLER_DIRECTORY'] ?? process.cwd(), options.out);
  const say = (line: string) => (options.json ? console.error(line) : console.log(line));
  rmSync(join(out, locale), { recursive: true, force: true });
  mkdirSync(join(out, locale), { recursive: true });
  const missing = ensureSystemPackages(['browser', 'media', 'sound', 'recogniser'], say);
  if (missing.length > 0) return false;

  const job = (await readJobs(join(ROOT, 'resources', 'jobs'))).find(({ id }) => id === options.job);
  if (!job) throw new Error(`There is no post "${options.job}".`);
  const work = mkdtempSync(join(tmpdir(), 'anteroom-demo-'));
  const hubAddress = { port: await freePort(), token: randomBytes(24).toString('base64url') };
  const hubUrl = `http://127.0.0.1:${hubAddress.port}`;
  let browser: KioskBrowser | null = null;
  let host: HostProgram | null = null;
  let hub: HubProgram | null = null;
  const { steps, step } = createSteps({ directory: join(out, locale), page: () => browser?.page ?? null, log: say });
  let report: (SessionReport & { strengths: readonly Strength[]; followUps: FollowUpsSeen }) | null = null;
  let ok = false;
  try {
    const kiosk = await step(
      'kiosk starts, head office is not there',
      () => startHostProgram({ data: join(work, 'kiosk'), hub: { url: hubUrl, token: hubAddress.token } }),
      false,
    );
    host = kiosk;
    const opened = await step('browser with camera and microphone', () => openKioskBrowser(), false);
    browser = opened;
    const { page } = opened;
    const setup = setupPage(page, locale);
    const manager = managerPage(page, locale);
    const candidate = candidatePage(page, locale);
    await step('first run', () => setup.open(kiosk.ready.url));
    await step('first run: site', () => setup.nameSite(SITE[locale]));
    await step('first run: account and PIN', () => setup.makeAccount(MANAGER[locale], PIN));
    await step('first run: law', () => setup.confirmAccount());
    await step('first run: done', () => setup.acceptRest());
    await step('manager: nothing yet', () => setup.finish());
    await step('manager: readiness', async () => {
      await manager.goTo('readiness');
      await page.getByText(manager.t('readiness.codes.database_sound.found')).waitFor();
    });
    await step('manager signs out', () => manager.signOut(), false);
    await walkToQuestions({ candidate, browser: opened, job, locale, step });
    const given: GivenAnswer[] = [];
    const walk = { isBrief: options.brief, candidate, browser: opened, job, locale, step };
    for (const at of planOf(job)) given.push(await answerQuestion({ ...walk, at }));
    const followUps = await answerFollowUps(walk);
    await step('survey', () => candidate.answerSurvey());
    const strengths = await step('receipt', async () => {
      await candidate.sendSurvey();
      return candidate.strengths();
    });
    await step('back to the attract screen', () => candidate.finish());
    await step('manager signs in', () => manager.signIn(MANAGER[locale], PIN));
    await step('manager: interview in detail', () => manager.openInterview(CANDIDATE[locale].name));
    const firstSpoken = given.find(({ kind }) => kind === 'spoken');
    await step('manager: video plays and seeks', async () => {
      await manager.openAnswer(firstSpoken?.number ?? 1);
      await manager.playAndSeek();
    });
    await step('manager: a choice with its key', () =>
      manager.openAnswer(given.find(({ kind }) => kind === 'choice')?.number ?? 1),
    );
    await step('manager: waiting to be sent', () => manager.goTo('sync'));
    await step('manager: settings', () => manager.goTo('settings'));
    hub = await step('the network returns', () => startHubProgram({ data: join(work, 'hub'), ...hubAddress }), false);
    const office = hubClient({ url: hubUrl, token: hubAddress.token });
    const sessionId = await step('records and files arrive at head office', async () => {
      await until('everything at head office', async () => {
        const [session] = await office.sessions();
        return session !== undefined && session.mediaCount > 0 && session.mediaCompleteCount === session.mediaCount;
      });
      await manager.expectAllSent();
      const sessions = await office.sessions();
      assertHeld('exactly one session arrived', sessions.length === 1);
      return sessions[0]?.sessionId ?? '';
    });
    report = await step(
      'what arrived plays and is complete',
      async () => {
        const arrived = await sessionReport(office, sessionId);
        judge({ report: arrived, given, followUps, strengths, locale });
        return { ...arrived, strengths, followUps };
      },
      false,
    );
    await step(
      'no console error, nothing left this machine',
      async () => {
        assertHeld(opened.misdeeds().join('; '), opened.misdeeds().length === 0);
      },
      false,
    );
    ok = true;
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    say(host?.errors() ?? '');
  } finally {
    await browser?.close();
    await host?.stop();
    await hub?.stop();
    if (options.keep) say(`data kept in ${work}`);
    else rmSync(work, { recursive: true, force: true });
  }
  const summary = {
    ok,
    lang: locale,
    job: job.id,
    steps,
    totalMs: steps.reduce((sum, { ms }) => sum + ms, 0),
    receipt: report?.receipt ?? null,
  };
  writeFileSync(join(out, locale, 'session.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(
    join(out, locale, 'receipt.json'),
    `${JSON.stringify(report && { ...report.receipt, strengths: report.strengths }, null, 2)}\n`,
  );
  writeFileSync(join(out, locale, 'demo.json'), `${JSON.stringify(summary, null, 2)}\n`);
  for (const answer of report?.answers ?? [])
    say(`${answer.itemId.padEnd(36)} ${answer.status.padEnd(28)} ${scoreOf(answer)}`);
  for (const { text, quote } of report?.strengths ?? []) say(`receipt: ${text} “${quote}”`);
  say(
    ok
      ? `Every step held (${Math.round(summary.totalMs / 1000)} s). Pictures, session.json and receipt.json: ${join(out, locale)}`
      : 'A step did not hold: see above.',
  );
  if (options.json) console.log(JSON.stringify({ ...summary, session: report }));
  return ok;
}

program.parse();
process.exitCode = (await demo(program.opts<Options>())) ? 0 : 1;
