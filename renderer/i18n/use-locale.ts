import { useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Locale } from '#shared/localized.ts';

/** Makes texts, fonts and screen readers follow `locale`. */
export function useLocale(locale: Locale): void {
  const { i18n } = useTranslation();
  useLayoutEffect(() => {
    document.documentElement.lang = locale;
    if (i18n.language !== locale) void i18n.changeLanguage(locale);
  }, [i18n, locale]);
}
