import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { LOCALES } from '#shared/localized.ts';
import { type Pack, termsOf } from '#shared/pack.ts';
import { STAFF_PURPOSES } from '#shared/purpose.ts';
import { type RetentionFacts, retentionDaysOf, retentionOf } from '#shared/retention.ts';
import { readPack } from './resource-files.ts';

const PACKS = join(import.meta.dirname, '../../resources/packs');

describe('shipped packs', () => {
  const ids = ['strict', 'cn', 'eu', 'us-ny', 'us-il'];

  test('these five and no other', async () => {
    expect((await readdir(PACKS)).toSorted()).toEqual(ids.map((id) => `${id}.yaml`).toSorted());
  });

  describe.each(ids)('%s', (id) => {
    let pack: Pack;
    beforeEach(async () => {
      pack = await readPack(PACKS, id);
    });

    test('says in each consent how long it is kept and from when, as the program deletes (shared/retention.ts)', () => {
      const fromReceipt = { en: /(\d+) days after head office/, 'zh-CN': /总部收到 (\d+) 天后删除/ };
      const fromInterview = { en: /(\d+) days after the interview/, 'zh-CN': /面试 (\d+) 天后删除/ };
      const daysIn = (pattern: RegExp, text: string) => Number(pattern.exec(text)?.[1]);
      const counted = (change: Partial<RetentionFacts>, consents: { talentPool: boolean }) => {
        const days = retentionDaysOf(pack, {
          job: {},
          phase: 'finalized',
          consents: { recording: true, scoring: true, sending: true, ...consents },
        });
        const at = '2026-03-02T08:00:00.000Z';
        const kept = retentionOf({
          phase: 'finalized',
          days,
          openRecords: 0,
          openFiles: 0,
          receivedAt: at,
          startedAt: at,
          startedRanMs: 0,
          ...change,
        });
        if (kept.state !== 'counting') throw new Error(kept.state);
        return { from: kept.from, days: (Date.parse(kept.dueAt) - Date.parse(at)) / 86_400_000 };
      };
      const { recording, scoring, sending, talentPool } = pack.consents;
      for (const locale of LOCALES) {
        const all = (text: string) => [...text.matchAll(/(\d+) (?:天|days)/g)].map((match) => Number(match[1]));
        const sent = counted({}, { talentPool: false });
        expect(sent.from).toBe('receipt');
        const clock = pack.notice.find(({ icon }) => icon === 'clock')?.text[locale] ?? '';
        for (const text of [recording.text[locale], scoring.text[locale], clock])
          expect(daysIn(fromReceipt[locale], text)).toBe(sent.days);
        const unsent = counted({ receivedAt: null }, { talentPool: false });
        expect(unsent.from).toBe('interview');
        expect(daysIn(fromInterview[locale], sending.refusal[locale])).toBe(unsent.days);
        expect(all(sending.text[locale])).toEqual([pack.retentionDays]);
        expect(all(talentPool.text[locale])).toEqual([counted({}, { talentPool: true }).days]);
      }
    });

    test('fits the screen: consents up to 240 English or 100 Chinese characters, points half of it', () => {
      const fits = (text: Record<string, string>, share: number) =>
        (text['en']?.length ?? 0) <= 240 * share && (text['zh-CN']?.length ?? 0) <= 100 * share;
      for (const { text, refusal } of Object.values(pack.consents)) {
        expect(fits(text, 1)).toBe(true);
        expect(fits(refusal, 0.5)).toBe(true);
      }
      expect(pack.notice.every(({ text }) => fits(text, 0.5))).toBe(true);
    });

    test('tells of the computer and of the person who decides, before the start', () => {
      expect(pack.notice.map(({ icon }) => icon)).toEqual(['camera', 'computer', 'person', 'lock', 'clock']);
    });
  });

  describe.each(ids.flatMap((id) => STAFF_PURPOSES.map((purpose) => ({ id, purpose }))))('$id for $purpose', (each) => {
    const { purpose } = each;
    let pack: Pack;
    beforeEach(async () => {
      pack = await readPack(PACKS, each.id);
    });

    test('has texts of its own, none of them one of hiring, and asks for no talent pool', () => {
      const terms = termsOf(pack, purpose);
      if (terms === null) throw new Error('There are none.');
      expect(Object.keys(terms.consents)).toEqual(['recording', 'scoring', 'sending']);
      for (const kind of ['recording', 'scoring', 'sending'] as const)
        for (const locale of LOCALES) {
          expect(terms.consents[kind]?.text[locale]).not.toBe(pack.consents[kind].text[locale]);
          expect(terms.consents[kind]?.text[locale]).not.toMatch(/hiring (team|for)|招聘人员|应聘/);
        }
      expect(terms.notice.map(({ icon }) => icon)).toEqual(['camera', 'computer', 'person', 'lock', 'clock']);
    });

    test('every number of days in a text is the period the program deletes by', () => {
      const terms = termsOf(pack, purpose);
      const consents = { recording: true, scoring: true, sending: true, talentPool: true };
      const days = retentionDaysOf(pack, { job: { purpose }, phase: 'finalized', consents });
      const texts = Object.values(terms?.consents ?? {}).flatMap(({ text, refusal }) => [text, refusal]);
      for (const locale of LOCALES) {
        const said = [...texts, ...(terms?.notice.map(({ text }) => text) ?? [])].flatMap((text) =>
          [...text[locale].matchAll(/(\d+) (?:天|days)/g)].map((match) => Number(match[1])),
        );
        // three consents, one refusal and the clock
        expect(said).toEqual([days, days, days, days, days]);
      }
    });

    test('fits the screen', () => {
      const terms = termsOf(pack, purpose);
      const fits = (text: Record<string, string>, share: number) =>
        (text['en']?.length ?? 0) <= 240 * share && (text['zh-CN']?.length ?? 0) <= 100 * share;
      for (const { text, refusal } of Object.values(terms?.consents ?? {})) {
        expect(fits(text, 1)).toBe(true);
        expect(fits(refusal, 0.5)).toBe(true);
      }
      expect(terms?.notice.every(({ text }) => fits(text, 0.5))).toBe(true);
    });
  });

  test('face presence is off except in the pack that allows it', async () => {
    const packs = await Promise.all(ids.map((id) => readPack(PACKS, id)));
    expect(packs.filter(({ features }) => features.facePresence).map(({ id }) => id)).toEqual(['cn']);
  });
});
