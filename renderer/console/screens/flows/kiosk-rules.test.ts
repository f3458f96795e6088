import { expect, test } from 'vitest';
import type { Rule } from '#shared/hub/workflow.ts';
import { KIOSK_STAGE } from '#shared/proposal.ts';
import { PublishedRules, type PublicationWithBody } from '#shared/wire/publication.ts';
import { isSame, kioskRulesOf, rulesBody } from './kiosk-rules.ts';

const rule: Rule = {
  id: 'from-80',
  name: { 'zh-CN': '80 分', en: 'From 80' },
  stageId: KIOSK_STAGE,
  when: [{ kind: 'total_at_least', score: 80, of: 'score' }],
  propose: { kind: 'remind' },
};
const papers: Rule = {
  ...rule,
  id: 'papers',
  when: [...rule.when, { kind: 'document_received', documentId: 'id-card' }],
};
const later: Rule = { ...rule, id: 'later', stageId: 'offer' };
const published = (body: unknown, sites: string[] | null = null): PublicationWithBody => ({
  cursor: 7,
  kind: 'rules',
  id: 'welder',
  version: 3,
  sites,
  publishedAt: '2026-11-22T08:00:00.000Z',
  publishedBy: 'Min',
  isWithdrawn: body === null,
  title: null,
  sha256: 'a'.repeat(64),
  body,
});

test('only rules that a kiosk can tell go to kiosks', () => {
  const sorted = kioskRulesOf({ rules: [rule, papers, later] }, null);
  expect(sorted).toEqual({ fit: [rule], unfit: [papers, later], held: null });
  const body = rulesBody('welder', sorted, null);
  expect(PublishedRules.parse(body)).toEqual({ id: 'welder', version: 1, rules: [rule] });
  expect(rulesBody('welder', sorted, published(null)).version).toBe(4);
});

test('the same rules for the same sites are no news; other rules, other sites, or none at all are', () => {
  const sorted = (held: PublicationWithBody | null) => kioskRulesOf({ rules: [rule, papers] }, held);
  const held = published({ id: 'welder', version: 3, rules: [rule] }, ['B', 'A']);
  expect(isSame(sorted(held), ['A', 'B'])).toBe(true);
  expect(isSame(sorted(held), ['A'])).toBe(false);
  expect(isSame(sorted(held), null)).toBe(false);
  expect(isSame(sorted(published({ id: 'welder', version: 3, rules: [later] }, ['A'])), ['A'])).toBe(false);
  expect(isSame(sorted(null), null)).toBe(false);
  expect(sorted(published(null)).held).toBeNull();
});

test('what was published by a newer release and cannot be read is never taken for the same', () => {
  const strange = published({ id: 'welder', version: 3, rules: [{ ...rule, when: [{ kind: 'not_known_yet' }] }] });
  expect(isSame(kioskRulesOf({ rules: [rule] }, strange), null)).toBe(false);
});
