import { expect, test } from 'vitest';
import { Pack } from './pack.ts';

const say = { 'zh-CN': '文字', en: 'Text' };
const consent = { version: 1, text: say, refusal: say };
const pack: Pack = {
  id: 'sample',
  version: 1,
  title: say,
  consents: { recording: consent, scoring: consent, sending: consent, talentPool: consent },
  notice: (['camera', 'computer', 'person', 'lock'] as const).map((icon) => ({ icon, text: say })),
  minimumAge: 16,
  retentionDays: 90,
  talentPoolDays: 180,
  features: { facePresence: true, voiceObservations: true, expression: false, voiceprint: false },
};

test('a complete pack is accepted, with and without a legal notice date', () => {
  expect(Pack.parse(pack)).toEqual(pack);
  expect(Pack.parse({ ...pack, legalNoticeDate: '2026-12-01' }).legalNoticeDate).toBe('2026-12-01');
  expect(Pack.safeParse({ ...pack, legalNoticeDate: '1 December' }).success).toBe(false);
});

test('no pack can switch expression or voiceprint on', () => {
  for (const feature of ['expression', 'voiceprint']) {
    expect(Pack.safeParse({ ...pack, features: { ...pack.features, [feature]: true } }).success).toBe(false);
  }
});

test('a pack without one of the four consents, or with a fifth, is refused', () => {
  const { talentPool, ...three } = pack.consents;
  expect(Pack.safeParse({ ...pack, consents: three }).success).toBe(false);
  expect(Pack.safeParse({ ...pack, consents: { ...pack.consents, emotions: talentPool } }).success).toBe(false);
});
