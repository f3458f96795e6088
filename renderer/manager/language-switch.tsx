import { useTranslation } from 'react-i18next';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { LOCALES, type Locale } from '#shared/localized.ts';

/** The language of the staff's screens, each named in its own script; the kiosk's own language is a setting. */
export function LanguageSwitch({
  locale,
  onChange,
}: {
  readonly locale: Locale;
  readonly onChange: (locale: Locale) => void;
}) {
  const { t } = useTranslation(['manager', 'common']);
  return (
    <ToggleButtonGroup
      aria-label={t('common.language')}
      className="mgr-segments"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[locale]}
      onSelectionChange={([chosen]) => {
        const next = LOCALES.find((each) => each === chosen);
        if (next !== undefined) onChange(next);
      }}
    >
      {LOCALES.map((each) => (
        <ToggleButton key={each} id={each} className="mgr-segments__item">
          <span lang={each}>{t(`common:languageNames.${each}`)}</span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
