import { Keyboard, Mic } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Banner } from '#renderer/ui/index.ts';
import { useCandidateSession } from './session-context.tsx';

/**
 * The disk has no room for pictures, or for sound either: said calmly, for the candidate loses nothing by it.
 *
 * @param isShort in one line, beside another note
 */
export function RecordingNote({ isShort = false }: { readonly isShort?: boolean }) {
  const { t } = useTranslation('candidate');
  const { recording, saved } = useCandidateSession().view;
  if (recording !== 'sound' && recording !== 'nothing') return null;
  const icon = recording === 'sound' ? <Mic /> : <Keyboard />;
  const title = t(`recordingNote.${recording}.text`);
  if (isShort) return <Banner icon={icon} title={title} />;
  return (
    <Banner icon={icon} title={title}>
      {recording === 'nothing' && saved.parts > 0
        ? t('recordingNote.nothing.nextPart')
        : t(`recordingNote.${recording}.next`)}
    </Banner>
  );
}
