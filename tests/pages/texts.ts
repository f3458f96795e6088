import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Locale } from '#shared/localized.ts';

type Tree = { readonly [key: string]: string | Tree };

const LOCALES = resolve(import.meta.dirname, '../../resources/locales');

/** The words on the screens, as the screens themselves find them. `{{name}}` is filled from `values`. */
export function texts(locale: Locale, namespace: 'candidate' | 'common' | 'manager' | 'review' | 'setup' | 'studio') {
  const tree = JSON.parse(readFileSync(resolve(LOCALES, locale, `${namespace}.json`), 'utf8')) as Tree;
  return function text(key: string, values: Readonly<Record<string, string | number>> = {}): string {
    const found = key
      .split('.')
      .reduce<string | Tree | undefined>((at, part) => (typeof at === 'object' ? at[part] : undefined), tree);
    if (typeof found !== 'string') throw new Error(`${locale}/${namespace} has no text "${key}".`);
    return found.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_whole, name: string) => String(values[name] ?? ''));
  };
}
