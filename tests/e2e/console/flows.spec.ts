import type { Page } from '@playwright/test';
import { Workflow } from '#shared/hub/workflow.ts';
import { isKioskRule } from '#shared/proposal.ts';
import { expect, look, test } from './head-office.ts';
import { lookInBoth, person, place, signIn } from './operations-page.ts';

test.describe.configure({ mode: 'serial', timeout: 300_000 });
test.use({ story: 'flows' });
test.use({ reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Asia/Shanghai', actionTimeout: 15_000 });

async function choose(page: Page, field: RegExp, option: string): Promise<void> {
  await page.getByRole('button', { name: field }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

test('a flow is edited: a stage, a paper and a rule, read back as a sentence, saved as a version', async ({
  page,
  office,
  complaints,
}) => {
  await office.sendRecords(person('0199-lin', '林娜', '13800001234', [72, 81, 66]));
  await expect
    .poll(async () => ((await (await office.ask('/v1/candidates')).json()) as { items: unknown[] }).items.length)
    .toBe(1);
  await signIn(page, office);
  await place(page, 'Flows').click();
  await expect(page.getByText('Nobody has changed this flow yet')).toBeVisible();
  await expect(page.getByText('when the interview is complete, every dimension has a score, and')).toBeVisible();
  await lookInBoth(page, 'flows');

  // a stage that a rule leads to stays until the rule has gone
  await page.getByRole('button', { name: 'Take away “Second interview”' }).click();
  await expect(page.getByText('these rules stand in it or lead to it: Second interview from 80')).toBeVisible();

  // a name is needed in both languages
  await page.getByRole('button', { name: 'Add a stage' }).click();
  const stage = page.getByLabel('Stage 8, English');
  await stage.fill(' ');
  await expect(page.getByText('Stage 8 needs a name in both languages.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save as version 1' })).toBeDisabled();
  await look(page, 'flows-nameless');
  await stage.fill('Trial day');
  await page.getByLabel('Stage 8, 中文').fill('试工');
  await page.getByRole('button', { name: 'Move “Trial day” up' }).click();
  await page.getByRole('button', { name: 'Add a document' }).click();
  await page.getByLabel('Document 1, English').fill('Health certificate');
  await page.getByLabel('Document 1, 中文').fill('健康证');

  await page.getByRole('button', { name: 'Add a rule' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name, English').fill('Trial day with a certificate');
  await dialog.getByLabel('Name, 中文').fill('有健康证可试工');
  await choose(page, /For people in$/, 'Second interview');
  await choose(page, /Condition 1$/, 'Document brought');
  await dialog.getByRole('button', { name: 'Add a condition' }).click();
  await choose(page, /Condition 2$/, 'Total score');
  await dialog.getByLabel('At least (0–100)').fill('101');
  await expect(dialog.getByText('A whole number from 0 to 100.')).toBeVisible();
  await dialog.getByLabel('At least (0–100)').fill('75');
  await choose(page, / To$/, 'Trial day');
  await expect(
    dialog.getByText(
      'While somebody stands in “Second interview”: when “Health certificate” has been brought and the total score is 75 or more, propose: Move to “Trial day”.',
    ),
  ).toBeVisible();
  await look(page, 'flows-rule');
  await dialog.getByRole('button', { name: 'Take it over' }).click();
  await page.getByRole('button', { name: 'Save as version 1' }).click();
  await expect(page.getByText('Saved as version 1.')).toBeVisible();

  const kept = Workflow.parse(await (await office.ask('/v1/workflows/assembly-operator')).json());
  expect(kept.version).toBe(1);
  expect(kept.stages.map(({ id }) => id)).toEqual([
    'screening',
    'kiosk-interview',
    'second-interview',
    'assessment',
    'background-check',
    'offer',
    'new-stage',
    'onboarding',
  ]);
  expect(kept.rules.at(-1)).toMatchObject({
    stageId: 'second-interview',
    when: [
      { kind: 'document_received', documentId: 'new-document' },
      { kind: 'total_at_least', score: 75, of: 'score' },
    ],
    propose: { kind: 'advance', to: 'new-stage' },
  });

  // to the kiosks of one site: what they will do, in words, before it is done
  const kiosk = await office.enrolKiosk('kiosk-rules', 'Suzhou');
  const atKiosks = page.locator('section', { has: page.getByRole('heading', { name: 'Rules at the kiosks' }) });
  await expect(atKiosks.getByText('each site uses rules of its own.')).toBeVisible();
  await atKiosks.getByRole('button', { name: 'Publish the saved rules' }).click();
  await expect(dialog.getByText('These stay at head office')).toContainText('Trial day with a certificate');
  await dialog.getByLabel('Sites').fill('Suzhou');
  await look(page, 'flows-publish');
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(atKiosks.getByText(/^Publication 1, .* for: Suzhou$/)).toBeVisible();
  await kiosk.askAll();
  await page.reload();
  await expect(atKiosks.getByText('1 of 1 have it')).toBeVisible();
  const read = await (await office.ask('/v1/publications/rules/assembly-operator')).json();
  const told = kept.rules.filter(isKioskRule);
  expect(told.length).toBeGreaterThan(0);
  expect(read).toMatchObject({ sites: ['Suzhou'], body: { id: 'assembly-operator', version: 1, rules: told } });
  await atKiosks.scrollIntoViewIfNeeded();
  await lookInBoth(page, 'flows-at-kiosks');
  // once more would change nothing
  await atKiosks.getByRole('button', { name: 'Publish the saved rules' }).click();
  await expect(dialog.getByText('The kiosks at these sites have just these rules.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await atKiosks.getByRole('button', { name: 'Withdraw' }).click();
  await dialog.getByRole('button', { name: 'Withdraw' }).click();
  await expect(atKiosks.getByText('each site uses rules of its own.')).toBeVisible();

  // somebody else was faster: nothing is overwritten
  await office.ask(
    '/v1/workflows/assembly-operator',
    { ...kept, baseVersion: 1, createdAt: undefined, createdBy: undefined, jobId: undefined, version: undefined },
    'PUT',
  );
  await page.getByLabel('Stage 1, English').fill('First look');
  await page.getByRole('button', { name: 'Save as version 2' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByRole('button', { name: 'Load the newest version' }).click();
  await expect(page.getByText('Version 2, saved')).toBeVisible();
  await expect(page.getByLabel('Stage 1, English')).toHaveValue('Screening');

  await page.getByRole('button', { name: 'Earlier versions' }).click();
  await expect(page.getByRole('gridcell', { name: '8 stages, 5 rules' }).first()).toBeVisible();
  await look(page, 'flows-versions');
  expect(complaints).toEqual([]);
});
