import type { BankEntry } from '#shared/contract/jobs.ts';
import { LOCALES } from '#shared/localized.ts';

/** Every tag of the bank, the most used first. */
export function bankTags(entries: readonly BankEntry[]): string[] {
  const counted = new Map<string, number>();
  for (const tag of entries.flatMap(({ tags }) => tags)) counted.set(tag, (counted.get(tag) ?? 0) + 1);
  return [...counted].toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([tag]) => tag);
}

/** Questions that hold every word that is looked for, in their text, their tags or the post they come from. @param tag null: any */
export function matchBank(entries: readonly BankEntry[], search: string, tag: string | null): BankEntry[] {
  const words = search.toLowerCase().split(/\s+/u).filter(Boolean);
  return entries.filter(({ item, tags, from }) => {
    if (tag !== null && !tags.includes(tag)) return false;
    const text = [...LOCALES.map((locale) => item.prompt[locale]), ...tags, from.jobTitle].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
