import { createInstance, type i18n, type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { LOCALES, type Locale } from '#shared/localized.ts';
import { nestResources } from './nest-resources.ts';

const FILES = import.meta.glob<ResourceLanguage>(['../../resources/locales/*/*.json', '!**/{console*,papers}.json'], {
  eager: true,
  import: 'default',
});

/** Every text of every screen, bundled: nothing is fetched and nothing about the choice is stored. */
export function createTranslations(locale: Locale): i18n {
  const translations = createInstance();
  void translations.use(initReactI18next).init({
    initAsync: false,
    lng: locale,
    fallbackLng: false,
    supportedLngs: [...LOCALES],
    load: 'currentOnly',
    resources: nestResources(FILES),
    ns: ['common', 'candidate', 'insights', 'manager', 'review', 'setup', 'studio'],
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  return translations;
}
