import type { Locale } from '#shared/localized.ts';

/** Characters (Chinese) or words (English) of a shingle: scoring.md §1.7. */
const SHINGLE = { 'zh-CN': 4, en: 3 } as const;

function shingles(text: string, locale: Locale): Set<string> {
  const plain = text.normalize('NFKC').toLowerCase();
  const units =
    locale === 'zh-CN' ? Array.from(plain.replaceAll(/[^\p{L}\p{N}]/gu, '')) : (plain.match(/[\p{L}\p{N}']+/gu) ?? []);
  const size = SHINGLE[locale];
  const found = new Set<string>();
  for (let at = 0; at + size <= units.length; at += 1) found.add(units.slice(at, at + size).join(' '));
  return found;
}

/**
 * How much of two answers is word for word the same: Jaccard index of their shingles, 0 to 1. From .6 on it may be a script
 * that was learnt by heart (scoring.md §1.7); that is for a person to judge, and never a deduction.
 */
export function shingleOverlap(one: string, other: string, locale: Locale): number {
  const [a, b] = [shingles(one, locale), shingles(other, locale)];
  const common = [...a].filter((shingle) => b.has(shingle)).length;
  const all = a.size + b.size - common;
  return all === 0 ? 0 : common / all;
}
