import type { ResourceLanguage } from 'i18next';

/** `…/resources/locales/<locale>/<namespace>.json` → nested by locale and namespace. */
export function nestResources(
  files: Readonly<Record<string, ResourceLanguage>>,
): Record<string, Record<string, ResourceLanguage>> {
  const byLocale: Record<string, Record<string, ResourceLanguage>> = {};
  for (const [path, texts] of Object.entries(files)) {
    const [, locale, namespace] = /([^/]+)\/([^/]+)\.json$/.exec(path) ?? [];
    if (locale !== undefined && namespace !== undefined) (byLocale[locale] ??= {})[namespace] = texts;
  }
  return byLocale;
}
