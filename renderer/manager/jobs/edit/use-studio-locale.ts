import { useTranslation } from 'react-i18next';
import { Locale } from '#shared/localized.ts';

/** The language of the screen, in which parts of a post are named. */
export function useStudioLocale(): Locale {
  const { i18n } = useTranslation();
  return Locale.catch('zh-CN').parse(i18n.language);
}
