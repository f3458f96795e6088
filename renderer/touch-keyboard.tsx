import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type KeyboardLabels, type KeyboardMode, OnScreenKeyboard } from '#renderer/ui/index.ts';

/** The on-screen keyboard in the language of the screen. */
export function TouchKeyboard({ mode }: { readonly mode: KeyboardMode }) {
  const { t, i18n } = useTranslation('common');
  const labels = useMemo<KeyboardLabels>(
    () => ({
      keyboard: t('keyboard.label'),
      candidates: t('keyboard.candidates'),
      before: t('keyboard.before'),
      after: t('keyboard.after'),
      actions: {
        shift: t('keyboard.shift'),
        erase: t('keyboard.erase'),
        enter: t('keyboard.enter'),
        space: t('keyboard.space'),
        apostrophe: t('keyboard.apostrophe'),
        hide: t('keyboard.hide'),
        'to-letters': t('keyboard.toLetters'),
        'to-symbols': t('keyboard.toSymbols'),
        'to-pinyin': t('keyboard.toPinyin'),
      },
      faces: {
        space: t('keyboard.faces.space'),
        apostrophe: t('keyboard.faces.apostrophe'),
        'to-letters': t('keyboard.faces.toLetters'),
        'to-symbols': t('keyboard.faces.toSymbols'),
        'to-pinyin': t('keyboard.faces.toPinyin'),
      },
    }),
    [t],
  );
  return <OnScreenKeyboard mode={mode} isChinese={i18n.language === 'zh-CN'} labels={labels} />;
}
