import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { nodeKeyring } from '#main/node-keyring.ts';
import { LOCALES } from '#shared/localized.ts';
import { DeviceList, MadeCode } from '#shared/wire/device.ts';
import { HubSessionList, type HubSessionSummary } from '#shared/wire/hub-session.ts';
import { present } from '#tests/fixtures/present.ts';
import { withKiosk } from '#tests/kiosk/finished-kiosk.ts';
import { freePort } from '#tests/kiosk/free-port.ts';
import { type HostProgram, type HubProgram, startHostProgram, startHubProgram } from '#tests/kiosk/programs.ts';
import { prepareWorkspace } from '#tests/kiosk/set-up-kiosk.ts';
import { managerPage } from '#tests/pages/manager-page.ts';

/** The slowest ceiling there is, and a file that takes ten seconds through it. */
const CEILING_KBIT = 64;
const FILE_BYTES = 80_000;
/** What arrives, arrives late on a busy machine; what does not, never does. */
const SOON = { timeout: 60_000 };

/** One more finished interview that waits to be sent; the kiosk is not running. */
async function interview(data: string): Promise<void> {
  await withKiosk(data, nodeKeyring(process.env), async ({ save, store }) => {
    const bytes = randomBytes(FILE_BYTES);
    const id = await save({ recordings: [{ itemId: 'found-a-fault', kind: 'av', mimeType: 'video/webm', bytes }] });
    const held = present(store.sessions.find(id), 'not saved');
    // its candidate has left
    store.sessions.commit({ interview: { ...held, state: { kind: 'wiped' } }, records: [], audit: [] });
  });
}

/** The same place at both sizes. */
async function look(page: Page, name: string, place: Locator): Promise<void> {
  const lang = await page.locator('html').getAttribute('lang');
  const before = page.viewportSize() ?? { width: 1280, height: 800 };
  for (const size of [before, { width: 1920, height: 1080 }]) {
    await page.setViewportSize(size);
    await place.scrollIntoViewIfNeeded();
    await page.screenshot({ path: `${test.info().project.outputDir}/head-office/${lang}/${name}-${size.width}.png` });
  }
  await page.setViewportSize(before);
}

for (const locale of LOCALES) {
  test(`a kiosk is connected by a code, ended, connected again, and sends at its hours and speed (${locale})`, async ({
    page,
  }) => {
    test.setTimeout(600_000);
    const folder = mkdtempSync(join(tmpdir(), 'anteroom-head-office-'));
    const data = join(folder, 'kiosk');
    await prepareWorkspace(data, { locale });
    await interview(data);
    const hub: HubProgram = await startHubProgram({
      data: join(folder, 'hub'),
      port: await freePort(),
      token: 'the-token-of-the-hub',
    });
    let host: HostProgram = await startHostProgram({ data });
    const manager = managerPage(page, locale);
    const { t } = manager;
    const button = (key: string) => page.getByRole('button', { name: t(key), exact: true });
    // some sentences stand in a title and among the facts
    const text = (key: string, values?: Parameters<typeof t>[1]) =>
      page.getByText(t(key, values), { exact: true }).first();
    const card = page.locator('section', { has: page.getByRole('heading', { name: t('enrolment.title') }) });
    const sending = page.locator('section', { has: page.getByRole('heading', { name: t('settings.sending') }) });

    async function atHub(path: string, body?: object): Promise<unknown> {
      const answer = await fetch(hub.ready.url + path, {
        headers: { authorization: `Bearer ${hub.ready.token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      });
      return answer.status === 204 ? null : ((await answer.json()) as unknown);
    }
    const newCode = async (): Promise<string> =>
      MadeCode.parse(await atHub('/v1/enrolment-codes', { site: '东门 Gate 2' })).code;
    const arrived = async (): Promise<HubSessionSummary[]> =>
      HubSessionList.parse(await atHub('/v1/sessions')).sessions.filter(
        ({ mediaCount, mediaCompleteCount }) => mediaCount > 0 && mediaCount === mediaCompleteCount,
      );
    async function connect(code: string): Promise<void> {
      await page.getByLabel(t('enrolment.code'), { exact: true }).fill(code);
      await card
        .getByRole('button', { name: new RegExp(`^(${t('enrolment.enrol')}|${t('enrolment.enrol_again')})$`) })
        .click();
    }

    try {
      await page.goto(host.ready.url);
      await manager.signIn('A', '730214');
      await manager.goTo('settings');
      await page.getByLabel(t('enrolment.url'), { exact: true }).fill(hub.ready.url);
      await connect('ACDE-FGHJ');
      await expect(page.getByText(t('problems.code_wrong'))).toBeVisible(SOON);
      await look(page, '1-wrong-code', card);

      const code = await newCode();
      await connect(`${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase());
      await expect(text('enrolment.done.enrolled')).toBeVisible(SOON);
      await expect(card.getByText('东门 Gate 2')).toBeVisible();
      await look(page, '2-connected', card);
      await expect.poll(async () => (await arrived()).length, SOON).toBe(1);

      // ended at head office: the kiosk says so, and what to do
      const [device] = DeviceList.parse(await atHub('/v1/devices')).devices;
      await atHub(`/v1/devices/${present(device, 'no device').deviceId}/revoke`, {});
      await manager.goTo('sync');
      await button('sync.send_now').click();
      await expect(text('sync.states.refused_revoked.title')).toBeVisible(SOON);
      await expect(text('sync.states.refused_revoked.next')).toBeVisible();
      await look(page, '3-ended', text('sync.states.refused_revoked.title'));
      await manager.goTo('settings');
      await connect(await newCode());
      await expect(text('enrolment.done.enrolled')).toBeVisible(SOON);
      await manager.expectAllSent();

      // a speed limit that cannot be is told; hours and speed are kept
      await manager.goTo('settings');
      const ceiling = page.getByLabel(t('settings.ceiling'), { exact: true });
      await ceiling.fill('63');
      await button('settings.save').click();
      await expect(ceiling).toHaveAttribute('aria-invalid', 'true');
      await ceiling.fill(String(CEILING_KBIT));
      await sending.getByText(t('settings.hours_on'), { exact: true }).click();
      const from = new Date(Date.now() + 3 * 3_600_000).getHours();
      const hour = (at: number): string => `${String(at % 24).padStart(2, '0')}:00`;
      await sending.getByLabel(t('settings.hours_from'), { exact: true }).fill(hour(from));
      await sending.getByLabel(t('settings.hours_to'), { exact: true }).fill(hour(from + 1));
      await button('settings.save').click();
      await expect(text('settings.saved')).toBeVisible(SOON);
      await look(page, '4-hours', sending);

      // the next interview waits for its hours, also after a restart
      await host.stop();
      await interview(data);
      host = await startHostProgram({ data });
      await page.goto(host.ready.url);
      await manager.signIn('A', '730214');
      await manager.goTo('sync');
      await expect(text('sync.states.scheduled.title', { at: hour(from) })).toBeVisible(SOON);
      await look(page, '5-waits', text('sync.states.scheduled.next'));
      expect(await arrived()).toHaveLength(1);
      const begunMs = performance.now();
      await button('sync.send_now').click();
      await expect.poll(async () => (await arrived()).length, { timeout: 120_000 }).toBe(2);
      // never faster than it may be; how much slower is the machine's affair
      expect(performance.now() - begunMs).toBeGreaterThan((FILE_BYTES * 8) / CEILING_KBIT / 2);
      await manager.expectAllSent();
    } finally {
      await host.stop();
      await hub.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
