import { Languages } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/index.ts';
import { LOCALES, type Locale } from '#shared/localized.ts';

export interface LanguageProps {
  readonly locale: Locale;
  readonly onLocaleChange: (locale: Locale) => void;
}

/** Goes on to the next language, named in its own script. */
export function LanguageButton({ locale, onLocaleChange }: LanguageProps) {
  const { t } = useTranslation();
  const next = LOCALES[(LOCALES.indexOf(locale) + 1) % LOCALES.length] ?? locale;
  return (
    <Button variant="quiet" icon={<Languages aria-hidden="true" />} onPress={() => onLocaleChange(next)}>
      <span lang={next}>{t(`languages.${next}`)}</span>
    </Button>
  );
}
