import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locale } from '#shared/localized.ts';

function at(table: unknown, path: readonly string[]): string | null {
  let value = table;
  for (const [index, key] of path.entries()) {
    if (typeof value !== 'object' || value === null) return null;
    // names such as `command line` or a plural form stand in the files as they are
    const entries = value as Readonly<Record<string, unknown>>;
    value = entries[key] ?? (index === path.length - 1 ? entries[`${key}_other`] : undefined);
  }
  return typeof value === 'string' ? value : null;
}

/**
 * Texts of the screens for what is written without one. The first of the named files that has a key says it; a code no file
 * knows is given as it is, so that nothing of a document is left out for want of a word.
 *
 * @param namespaces names of files in resources/locales/<locale>/
 */
export async function localeWords(resourcesDirectory: string, locale: Locale, namespaces: readonly string[]) {
  const tables = await Promise.all(
    namespaces.map(async (name): Promise<unknown> => {
      return JSON.parse(await readFile(join(resourcesDirectory, 'locales', locale, `${name}.json`), 'utf8'));
    }),
  );
  return (key: string, values: Readonly<Record<string, string | number>> = {}): string => {
    const path = key.split('.');
    const text = tables.map((table) => at(table, path)).find((found) => found !== null) ?? key;
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => String(values[name] ?? ''));
  };
}
