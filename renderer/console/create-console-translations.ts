import { createInstance, type i18n, type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { nestResources } from '#renderer/i18n/nest-resources.ts';
import { Locale, LOCALES } from '#shared/localized.ts';

const FILES = import.meta.glob<ResourceLanguage>('../../resources/locales/*/{console*,manager}.json', {
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

/** The console's files of one language as one, `console.json` and those of single screens, beside the manager's. */
function together({ manager = {}, ...files }: Readonly<Record<string, ResourceLanguage>>): {
  readonly console: ResourceLanguage;
  readonly manager: ResourceLanguage;
} {
  const all: Record<string, Record<string, unknown>> = {};
  for (const sections of Object.values(files))
    for (const [section, texts] of Object.entries(sections)) all[section] = { ...all[section], ...Object(texts) };
  return { console: all, manager };
}

/** The console's texts, and the manager's for what both show of an interview; the kiosk's own screens stay out. */
export function createConsoleTranslations(): i18n {
  const translations = createInstance();
  void translations.use(initReactI18next).init({
    initAsync: false,
    lng: firstLocale(),
    fallbackLng: false,
    supportedLngs: [...LOCALES],
    load: 'currentOnly',
    resources: Object.fromEntries(
      Object.entries(nestResources(FILES)).map(([locale, files]) => [locale, together(files)]),
    ),
    ns: ['console', 'manager'],
    defaultNS: 'console',
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  return translations;
}
