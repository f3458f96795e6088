import { Square, Volume2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Locale } from '#shared/localized.ts';
import { Button, type ButtonVariant } from '#renderer/ui/index.ts';
import { useReadAloud } from './read-aloud-context.tsx';
import { useCandidateSession } from './session-context.tsx';

export interface ListenButtonProps {
  readonly text: string;
  readonly locale?: Locale;
  readonly isIconOnly?: boolean;
  readonly variant?: ButtonVariant;
  /** Names what is read, where several such buttons stand on a screen. */
  readonly label?: string;
}

/** Reads a text aloud, or stops reading it. Absent on a kiosk without a voice. */
export function ListenButton({ text, locale, isIconOnly = false, variant = 'quiet', label }: ListenButtonProps) {
  const { t } = useTranslation('candidate');
  const { view } = useCandidateSession();
  const { speaking, isAvailable, speak, stop } = useReadAloud();
  if (!isAvailable) return null;
  const isSpeaking = speaking === text;
  const name = isSpeaking ? t('listen.stop') : t('listen.start');
  const icon = isSpeaking ? <Square aria-hidden="true" /> : <Volume2 aria-hidden="true" />;
  const onPress = () => (isSpeaking ? stop() : speak(text, locale ?? view.locale));
  if (isIconOnly) {
    return (
      <Button
        variant={variant}
        isIconOnly
        icon={icon}
        aria-label={label ?? name}
        onPress={onPress}
        className="c-listen"
      />
    );
  }
  return (
    <Button variant={variant} icon={icon} onPress={onPress} className="c-listen">
      {name}
    </Button>
  );
}
