import { useTranslation } from 'react-i18next';
import { LOCALES } from '#shared/localized.ts';
import { RadioCards } from '#renderer/ui/index.ts';
import { ListenButton } from './listen-button.tsx';
import { useCandidateSession } from './session-context.tsx';
import './language-choice.css';

/** The languages in their own script, each with a spoken sample. */
export function LanguageChoice({ onChosen }: { readonly onChosen?: () => void }) {
  const { t, i18n } = useTranslation(['candidate', 'common']);
  const { view, send } = useCandidateSession();
  return (
    <RadioCards
      className="c-languages"
      label={t('language.title')}
      isLabelHidden
      layout="tiles"
      value={view.locale}
      onChange={(value) => {
        const locale = LOCALES.find((known) => known === value);
        if (locale === undefined) return;
        onChosen?.();
        if (locale !== view.locale) void send({ type: 'language_changed', locale });
      }}
      options={LOCALES.map((locale) => {
        const inIt = i18n.getFixedT(locale, 'candidate');
        return {
          value: locale,
          label: <span lang={locale}>{t(`common:languageNames.${locale}`)}</span>,
          description: <span lang={locale}>{inIt('language.greeting')}</span>,
          aside: (
            <ListenButton
              isIconOnly
              variant="secondary"
              text={inIt('language.sample')}
              locale={locale}
              label={inIt('language.listen')}
            />
          ),
        };
      })}
    />
  );
}
