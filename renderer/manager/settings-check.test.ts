import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '#shared/settings.ts';
import { wrongFields } from './settings-check.ts';

test('the default settings are right', () => expect([...wrongFields(DEFAULT_SETTINGS)]).toEqual([]));

test('every wrong field is named', () => {
  const wrong = wrongFields({
    ...DEFAULT_SETTINGS,
    site: { name: ' ', phone: '1'.repeat(41) },
    idle: { warnAfterMs: 1, sealAfterMs: 19_999 },
    autoLockMs: Number.NaN,
    hub: { url: 'ftp://hub', token: 'short' },
    probeModel: { url: 'localhost', model: ' ' },
  });
  expect([...wrong].sort()).toEqual([
    'autoLockMs',
    'hub.token',
    'hub.url',
    'idle.sealAfterMs',
    'idle.warnAfterMs',
    'probeModel.model',
    'probeModel.url',
    'site.name',
    'site.phone',
  ]);
});
