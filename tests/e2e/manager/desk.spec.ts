import { LOCALES } from '#shared/localized.ts';
import { IS_QUICK, LEFT_STORIES } from '#scripts/left-for-all.ts';
import { STAFF_PURPOSES } from '#shared/purpose.ts';
import { texts } from '#tests/pages/texts.ts';
import { expect, SIZES, test } from './console.ts';

test.describe.configure({ timeout: 300_000 });

for (const locale of LOCALES) {
  for (const size of process.env['ANTEROOM_SCREENS'] === 'all' ? SIZES : [SIZES[0]]) {
    test.describe(`${locale} ${size.width}×${size.height}`, () => {
      test.skip(IS_QUICK && locale === 'zh-CN', LEFT_STORIES.language);
      test.use({ viewport: size, reducedMotion: 'reduce' });

      test('today: what waits leads to exactly those, and who completes meanwhile is told', async ({ kiosk }) => {
        const { page } = kiosk;
        const t = texts(locale, 'manager');
        await kiosk.openSignedIn(locale, { place: 'today' });
        await page.locator('.mgr-today__check').first().waitFor();
        await kiosk.look('today-1');
        await kiosk.turn((fake) => fake.complete());
        const alert = page.locator('.ui-banner', { hasText: t('today.completed_now', { name: '' }).slice(0, 4) });
        await expect(alert).toBeVisible({ timeout: 25_000 });
        await kiosk.look('today-2-completed');
        const tile = page.getByRole('button', { name: new RegExp(t('today.waits.to_listen')) });
        const count = Number(await tile.locator('.mgr-tile__count').textContent());
        await tile.click();
        await expect(page.getByRole('radio', { name: t('waits.to_listen') })).toBeChecked();
        await expect(page.locator('.mgr-bar__count')).toHaveText(t('list.found_other', { count }));
      });

      test('today on a quiet morning', async ({ kiosk }) => {
        await kiosk.openSignedIn(locale, { isEmpty: true, place: 'today' });
        await kiosk.page.getByText(texts(locale, 'manager')('today.quiet')).waitFor();
        await kiosk.page.locator('.mgr-today__check').first().waitFor();
        await kiosk.look('today-3-quiet');
      });

      test('somebody is expected: by hand or from a file, with a code of this kiosk’s own', async ({ kiosk }) => {
        const { page } = kiosk;
        const t = texts(locale, 'manager');
        await kiosk.openSignedIn(locale, { place: 'today' });
        await expect(page.locator('.mgr-expected__line')).toHaveCount(2);
        await page.locator('.mgr-today__check').first().waitFor();
        await kiosk.look('expected-1-card');
        await page.getByRole('button', { name: t('expected.add') }).click();
        const dialog = page.getByRole('dialog');
        const make = dialog.getByRole('button', { name: t('expected.make_code') });
        await expect(make).toBeDisabled();
        const choose = (name: string) =>
          page.locator('input[type=file]').setInputFiles({ name, mimeType: '', buffer: Buffer.from('x') });
        await choose('scan.pdf');
        await expect(dialog.getByText(t('problems.resume_no_text'))).toBeVisible();
        await kiosk.look('expected-2-scan');
        await choose('resume.json');
        await expect(dialog.getByText(t('expected.name_first_line'))).toBeVisible();
        await expect(dialog.getByLabel(t('expected.name'), { exact: true })).toHaveValue('王芳');
        // of three skills the post's questions know two
        await expect(dialog.getByRole('checkbox', { checked: true })).toHaveCount(2);
        await expect(dialog.getByText(t('expected.found_other', { count: 3, matter: 2 }))).toBeVisible();
        const phone = dialog.getByLabel(t('expected.phone'));
        await phone.fill('12');
        await expect(dialog.getByText(t('expected.phone_wrong'))).toBeVisible();
        await expect(make).toBeDisabled();
        await phone.fill('138 1111 0003');
        await dialog.getByText('夜班', { exact: true }).click();
        await kiosk.look('expected-3-read');
        await make.click();
        await expect(dialog.locator('.mgr-expected__code')).toHaveText(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
        await kiosk.look('expected-4-code');
        await dialog.getByRole('button', { name: t('expected.code_done') }).click();
        const line = page.locator('.mgr-expected__line', { hasText: '王芳' });
        await expect(line.locator('.ui-badge')).toHaveText(['sap', '叉车', '夜班']);
        await line.getByRole('button', { name: t('expected.remove', { name: '王芳' }) }).click();
        await expect(line).toHaveCount(0);
        // another post asks everybody the same
        await page.getByRole('button', { name: t('expected.add') }).click();
        await dialog.getByRole('button', { name: t('expected.post') }).click();
        await page.getByRole('option').nth(1).click();
        await expect(dialog.getByText(t('expected.no_skills'))).toBeVisible();
        await kiosk.look('expected-5-same-for-all');
      });

      test('people side by side: marked in the list, hidden until rated, never ranked', async ({ kiosk }) => {
        const { page } = kiosk;
        const t = texts(locale, 'manager');
        await kiosk.openSignedIn(locale);
        const boxes = page.locator('.ui-table__row .ui-mark');
        await boxes.first().waitFor();
        for (const at of [0, 2, 3, 4]) await boxes.nth(at).click();
        await kiosk.look('list-marked');
        await page.getByRole('button', { name: t('list.compare_other', { count: 4 }) }).click();
        await page.locator('.mgr-compare').waitFor();
        await kiosk.look('compare-1');
        await page.getByRole('button', { name: t('detail.back') }).click();
        await expect(page.locator('.ui-table__row[data-selected]')).toHaveCount(4);
      });

      test('interviews with colleagues: found by their purpose, ended in their own words, in no list of hiring', async ({
        kiosk,
      }) => {
        const { page } = kiosk;
        const t = texts(locale, 'manager');
        const r = texts(locale, 'review');
        const places = page.locator('.mgr-contents__item');
        const decide = async () => {
          await places.nth((await places.count()) - 2).click();
          await page.locator('.rev-decide').waitFor();
        };
        for (const purpose of STAFF_PURPOSES) {
          await kiosk.openSignedIn(locale, { place: 'today' });
          await page.locator('.mgr-today__check').first().waitFor();
          const tile = page.getByRole('button', { name: new RegExp(t(`today.staff_hints.${purpose}`)) });
          await expect(tile.locator('.mgr-tile__count')).toHaveText('1');
          if (purpose === 'promotion') await kiosk.look('colleagues-today');
          await tile.click();
          await expect(page.locator('.ui-table__row')).toHaveCount(1);
          await expect(page.getByText(t(`list.order_note_${purpose}`))).toBeVisible();
          // people are held against each other only where somebody is chosen
          await expect(page.locator('.ui-table__row .ui-mark')).toHaveCount(purpose === 'promotion' ? 1 : 0);
          await kiosk.look(`colleagues-${purpose}-1-list`);
          await page.locator('.ui-table__row').click();
          await places.first().waitFor();
          await expect(page.locator('.mgr-detail__name .ui-badge')).toHaveText(t(`purposes.${purpose}`));
          await kiosk.look(`colleagues-${purpose}-2-first`);
          await decide();
          await expect(page.locator('.rev-decide .ui-radio-card')).toHaveCount(purpose === 'training' ? 2 : 1);
          await kiosk.look(`colleagues-${purpose}-3-end`);
          await places.last().click();
          await expect(page.getByText(t('result.absent.not_rated'))).toBeVisible();
          if (purpose === 'promotion') continue;

          if (purpose === 'training') {
            await kiosk.rateAll(['2']);
            await page.getByRole('button', { name: r('rate.lock'), exact: true }).click();
            await page.getByRole('button', { name: r('lock.confirm'), exact: true }).click();
            await page.locator('.rev-compare').first().waitFor();
            await decide();
            await expect(page.getByText(r('training.lead'))).toBeVisible();
            await expect(page.getByRole('button', { name: r('papers.kinds.training') })).toHaveCount(2);
            await expect(page.getByRole('button', { name: r('papers.kinds.explanation') })).toHaveCount(0);
            await kiosk.look('colleagues-training-4-suggestions');
            await places.last().click();
            await expect(page.getByText(t('result.absent.hidden'))).toBeVisible();
            await kiosk.look('colleagues-training-5-result');
            continue;
          }
          await decide();
          await page.locator('.rev-decide .ui-radio-card').click();
          await page.locator('.rev-decide .rev-chips button').first().click();
          await page
            .locator('.rev-decide textarea')
            .fill('Told to the plant manager, gloves are ordered. 已告知车间主任。');
          await page.getByRole('button', { name: r('decide.save_exit'), exact: true }).click();
          await page.locator('.rev-decision').waitFor();
          await kiosk.look('colleagues-exit-4-noted');
          // the list of hiring holds nobody of them
          await kiosk.goTo('interviews');
          await page.getByRole('searchbox').fill('K7-099');
          await expect(page.getByText(t('list.nothing_found'), { exact: true })).toBeVisible();
        }
      });

      test('accounts: added, changed, refused in words', async ({ kiosk }) => {
        const { page } = kiosk;
        const t = texts(locale, 'manager');
        await kiosk.openSignedIn(locale);
        await kiosk.goTo('staff');
        await page.locator('.ui-table__row').first().waitFor();
        await kiosk.look('staff-1');
        await page.getByRole('button', { name: t('staff.add'), exact: true }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel(t('staff.name')).fill('林晓 Lin Xiao');
        await dialog.getByText(t('roles.manager'), { exact: true }).click();
        const fields = dialog.locator('input[type=password]');
        await fields.nth(0).fill('111111');
        await fields.nth(1).fill('111112');
        await expect(dialog.getByText(t('staff.pins_differ'))).toBeVisible();
        await fields.nth(1).fill('111111');
        await fields.nth(2).fill('111222');
        const add = dialog.getByRole('button', { name: t('staff.add_confirm'), exact: true });
        await add.click();
        await expect(fields.nth(2)).toHaveAttribute('aria-invalid', 'true');
        await fields.nth(2).fill('482915');
        await add.click();
        await expect(fields.nth(0)).toHaveAttribute('aria-invalid', 'true');
        await kiosk.look('staff-2-refused');
        for (const at of [0, 1]) await fields.nth(at).fill('739104');
        await add.click();
        await dialog.waitFor({ state: 'hidden' });
        await expect(page.locator('.ui-table__row', { hasText: '林晓' })).toBeVisible();

        await page.locator('.ui-table__row', { hasText: 'Ingrid' }).getByRole('button').click();
        await dialog.getByText(t('staff.changes.end'), { exact: true }).click();
        await fields.first().fill('482915');
        await kiosk.look('staff-3-end');
        await dialog.getByRole('button', { name: t('staff.confirm.end'), exact: true }).click();
        await dialog.waitFor({ state: 'hidden' });
        await expect(page.locator('.ui-table__row', { hasText: 'Ingrid' })).toContainText(t('staff.states.ended'));
      });

      test('the last manager cannot be ended', async ({ kiosk }) => {
        const { page } = kiosk;
        const t = texts(locale, 'manager');
        await kiosk.openSignedIn(locale, { isEmpty: true });
        await kiosk.goTo('staff');
        await expect(page.getByText(t('staff.alone'))).toBeVisible();
        await page.locator('.ui-table__row').getByRole('button').click();
        const dialog = page.getByRole('dialog');
        await dialog.getByText(t('staff.changes.end'), { exact: true }).click();
        await dialog.locator('input[type=password]').fill('482915');
        await dialog.getByRole('button', { name: t('staff.confirm.end'), exact: true }).click();
        await expect(dialog.getByText(t('problems.last_manager'))).toBeVisible();
        await kiosk.look('staff-4-last-manager');
      });

      test('the audit log in words, by kind and interview, and verified', async ({ kiosk }) => {
        const { page } = kiosk;
        const t = texts(locale, 'manager');
        await kiosk.openSignedIn(locale);
        await kiosk.goTo('audit');
        const rows = page.locator('.ui-table__row');
        await expect(rows).toHaveCount(100);
        await page.getByRole('button', { name: t('audit.verify') }).click();
        await page.locator('.ui-banner--info').waitFor();
        await kiosk.look('audit-1');
        await page.getByRole('button', { name: t('audit.older') }).click();
        await expect(rows).toHaveCount(200);
        await page.getByPlaceholder(t('audit.reference')).fill('Q2M4T2');
        await expect(rows.first()).toContainText(t('audit.actions.session_expired'));
        await page.getByPlaceholder(t('audit.reference')).fill('nobody');
        await expect(page.getByText(t('audit.empty'), { exact: true })).toBeVisible();
      });
    });
  }
}
