import { useTranslation } from 'react-i18next';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { LOCALES, type Locale } from '#shared/localized.ts';

/** Each language in its own script, so that nobody needs the other one to find it. */
const OWN_NAMES: Readonly<Record<Locale, string>> = { 'zh-CN': '中文', en: 'English' };

/** The language of the staff's screens; the kiosk's own language is a setting. */
export function LanguageSwitch({
  locale,
  onChange,
}: {
  readonly locale: Locale;
  readonly onChange: (locale: Locale) => void;
}) {
  const { t } = useTranslation('manager');
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
          <span lang={each}>{OWN_NAMES[each]}</span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
