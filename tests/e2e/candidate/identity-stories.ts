import type { Page } from '@playwright/test';
import type { InvitationAnswer } from '#shared/invitation.ts';
import { fillIdentity, primary } from './hands.ts';
import { at, type Story } from './story.ts';

const invited = (isOtherJob: boolean): InvitationAnswer => ({
  kind: 'invited',
  jobTitle: 'Warehouse operator, night shift · 仓库操作员（夜班）',
  isOtherJob,
  startsAt: '2026-12-01T01:30:00.000Z',
  endsAt: '2026-12-01T02:00:00.000Z',
});

async function typeCode(page: Page): Promise<void> {
  await page.locator('.ui-radio-card').nth(1).click();
  await page.getByRole('textbox').fill('K7RM-2XPA');
  await page.locator('.ui-banner').waitFor();
}

/** Who somebody is, and what would make it easier. */
export const IDENTITY_STORIES: readonly Story[] = [
  { name: 'identity', view: at({ kind: 'identity' }), prepare: fillIdentity },
  {
    name: 'identity-code',
    view: at({ kind: 'identity' }),
    prepare: (page) => page.locator('.ui-radio-card').nth(1).click(),
  },
  {
    name: 'identity-invited',
    view: at({ kind: 'identity' }),
    setup: { invitation: invited(false) },
    prepare: typeCode,
  },
  {
    name: 'identity-invited-elsewhere',
    view: at({ kind: 'identity' }),
    setup: { invitation: invited(true) },
    prepare: typeCode,
  },
  {
    name: 'identity-code-unknown',
    view: at({ kind: 'identity' }),
    setup: { invitation: { kind: 'unknown' } },
    prepare: typeCode,
  },
  {
    name: 'needs',
    view: at({ kind: 'identity' }),
    prepare: async (page) => {
      await fillIdentity(page);
      await primary(page);
      await page.locator('.ui-checkbox').first().click();
      await page.locator('.ui-checkbox').nth(3).click();
    },
  },
];
