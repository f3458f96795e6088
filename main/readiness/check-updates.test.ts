import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { WAIT_REASONS } from '#main/update/may-install.ts';
import { noUpdates, type UpdateStatus } from '#main/update/ports.ts';
import { UPDATE_FAILURES } from '#main/update/update-error.ts';
import { LOCALES } from '#shared/localized.ts';
import { MANIFEST_REFUSALS } from '#shared/update-manifest.ts';
import { checkUpdates } from './check-updates.ts';
import { UPDATE_FINDINGS } from './update-findings.ts';

const AT = '2026-11-29T02:00:00.000Z';
const running: UpdateStatus = {
  version: '1.0.0',
  off: null,
  waiting: null,
  reason: null,
  lastLookAt: null,
  failure: null,
};
const findingOf = (status: UpdateStatus) => checkUpdates({ status: () => status }).run();

/** Every state that can be shown. */
const STATES: UpdateStatus[] = [
  running,
  { ...running, lastLookAt: AT },
  { ...running, waiting: '1.1.0' },
  ...WAIT_REASONS.map((reason) => ({ ...running, waiting: '1.1.0', reason })),
  ...[...MANIFEST_REFUSALS, ...UPDATE_FAILURES, 'gave_up'].map((code) => ({
    ...running,
    failure: { code, at: AT, version: null },
  })),
  ...(['not_by_this_shell', 'no_publisher', 'no_launcher', 'state_unreadable'] as const).map((off) => ({
    ...running,
    off,
  })),
];

test.each(LOCALES)('every state has its sentence in %s, and every bad one a next step', async (locale) => {
  const file = new URL(`../../resources/locales/${locale}/manager.json`, import.meta.url);
  const { readiness } = JSON.parse(readFileSync(file, 'utf8')) as {
    readiness: { codes: Record<string, { found?: string; next?: string }> };
  };
  for (const state of STATES) {
    const finding = await findingOf(state);
    const words = readiness.codes[finding?.code ?? ''];
    expect({
      state,
      found: words?.found !== undefined,
      next: finding?.result === 'pass' || words?.next !== undefined,
    }).toEqual({ state, found: true, next: true });
    for (const [, name = ''] of `${words?.found} ${words?.next}`.matchAll(/\{\{(\w+)\}\}/g))
      expect(Object.keys(finding?.values ?? {})).toContain(name);
  }
});

test('every failure is grouped by hand', () => {
  const grouped = Object.values(UPDATE_FINDINGS).flat();
  const all = [...MANIFEST_REFUSALS, ...UPDATE_FAILURES, 'gave_up'].filter((code) => code !== 'state_unreadable');
  expect(grouped.toSorted()).toEqual(all.toSorted());
});

test('a shell that is not updated by itself says so plainly, and is no fault', async () => {
  const { status } = noUpdates('0.1.0').watch({} as never);
  expect(await findingOf(status())).toEqual({
    result: 'pass',
    code: 'updates_not_by_this_shell',
    values: { version: '0.1.0' },
  });
});
