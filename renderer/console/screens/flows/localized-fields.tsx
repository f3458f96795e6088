import { useTranslation } from 'react-i18next';
import { TextField } from '#renderer/ui/index.ts';
import { LOCALES, type Localized } from '#shared/localized.ts';

/** A name in every language, side by side. */
export function LocalizedFields({
  label,
  isLabelHidden = false,
  value,
  onChange,
}: {
  /** What is named: spoken before the language. */
  readonly label: string;
  /** Under a row that shows it already. */
  readonly isLabelHidden?: boolean;
  readonly value: Localized;
  readonly onChange: (value: Localized) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      {LOCALES.map((locale) => (
        <TextField
          key={locale}
          isLabelHidden={isLabelHidden}
          label={t('flows.name_in', { what: label, language: t(`languages.${locale}`) })}
          lang={locale}
          value={value[locale]}
          maxLength={120}
          onChange={(text) => onChange({ ...value, [locale]: text })}
          {...(value[locale].trim() === '' ? { error: t('flows.name_needed') } : {})}
        />
      ))}
    </>
  );
}
