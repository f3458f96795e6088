import { createInstance, type i18n, type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { LOCALES, type Locale } from '#shared/localized.ts';

const FILES = import.meta.glob<ResourceLanguage>('../../resources/locales/*/*.json', {
  eager: true,
  import: 'default',
});

/** `…/resources/locales/<locale>/<namespace>.json` → nested by locale and namespace. */
function resources(): Record<string, Record<string, ResourceLanguage>> {
  const byLocale: Record<string, Record<string, ResourceLanguage>> = {};
  for (const [path, texts] of Object.entries(FILES)) {
    const [, locale, namespace] = /([^/]+)\/([^/]+)\.json$/.exec(path) ?? [];
    if (locale !== undefined && namespace !== undefined) (byLocale[locale] ??= {})[namespace] = texts;
  }
  return byLocale;
}

/** Every text of every screen, bundled: nothing is fetched and nothing about the choice is stored. */
export function createTranslations(locale: Locale): i18n {
  const translations = createInstance();
  void translations.use(initReactI18next).init({
    initAsync: false,
    lng: locale,
    fallbackLng: false,
    supportedLngs: [...LOCALES],
    load: 'currentOnly',
    resources: resources(),
    ns: ['common', 'candidate', 'manager', 'setup'],
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  return translations;
}
