import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS, Settings } from '#shared/settings.ts';
import { wrongFields } from './settings-check.ts';

test('the default settings are right', () => expect([...wrongFields(DEFAULT_SETTINGS)]).toEqual([]));

test('every wrong field is named', () => {
  const wrong = wrongFields({
    ...DEFAULT_SETTINGS,
    site: { name: ' ', phone: '1'.repeat(41) },
    idle: { warnAfterMs: 1, sealAfterMs: 19_999 },
    autoLockMs: Number.NaN,
    hub: { url: 'ftp://hub', token: 'short' },
    sending: { kbitPerSecond: 63, window: { from: '24:00', to: '' }, caPem: 'PEM', pins: ['short'] },
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
    'sending.caPem',
    'sending.kbitPerSecond',
    'sending.pins',
    'sending.window.from',
    'sending.window.to',
    'site.name',
    'site.phone',
  ]);
});

test('hours that begin when they end are wrong', () => {
  const sending = { ...DEFAULT_SETTINGS.sending, window: { from: '22:00', to: '22:00' } };
  expect([...wrongFields({ ...DEFAULT_SETTINGS, sending })]).toEqual(['sending.window.to']);
});

test('settings of before there were hours and certificates are read as they stand', () => {
  const { sending, ...earlier } = DEFAULT_SETTINGS;
  expect(Settings.parse(earlier)).toEqual({ ...earlier, sending });
});
