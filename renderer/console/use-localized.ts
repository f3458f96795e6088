import { useTranslation } from 'react-i18next';
import { Locale, type Localized, localizedText } from '#shared/localized.ts';

/** The hub's sentences in the language of the page. */
export function useLocalized(): (text: Localized) => string {
  const { i18n } = useTranslation();
  const locale = Locale.catch('en').parse(i18n.language);
  return (text) => localizedText(text, locale);
}
