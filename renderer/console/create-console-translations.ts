import { createInstance, type i18n, type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { nestResources } from '#renderer/i18n/nest-resources.ts';
import { Locale, LOCALES } from '#shared/localized.ts';

const FILES = import.meta.glob<ResourceLanguage>('../../resources/locales/*/console*.json', {
  eager: true,
  import: 'default',
});
const KEPT_AS = 'anteroom-console-locale';

/** The language chosen last in this browser; before that the browser's own, if we have it. */
function firstLocale(): Locale {
  const kept = Locale.safeParse(localStorage.getItem(KEPT_AS));
  if (kept.success) return kept.data;
  return navigator.language.startsWith('zh') ? 'zh-CN' : 'en';
}

export function keepLocale(locale: Locale): void {
  localStorage.setItem(KEPT_AS, locale);
}

/** Each screen's file (`console-people.json`) has texts under a name of its own; together they are one namespace. */
function gathered(): Record<string, Record<string, ResourceLanguage>> {
  const byLocale = Object.entries(nestResources(FILES));
  return Object.fromEntries(
    byLocale.map(([locale, files]) => [locale, { console: Object.assign({}, ...Object.values(files)) }]),
  );
}

/** The console's texts, bundled; the kiosk's screens stay out. */
export function createConsoleTranslations(): i18n {
  const translations = createInstance();
  void translations.use(initReactI18next).init({
    initAsync: false,
    lng: firstLocale(),
    fallbackLng: false,
    supportedLngs: [...LOCALES],
    load: 'currentOnly',
    resources: gathered(),
    ns: ['console'],
    defaultNS: 'console',
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  return translations;
}
