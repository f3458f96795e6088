import { Globe } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#renderer/ui/index.ts';
import { LanguageChoice } from './language-choice.tsx';

/** The live language switch of every screen. */
export function LanguageDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('candidate');
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('language.title')}
      icon={<Globe aria-hidden="true" />}
      size="wide"
    >
      <LanguageChoice onChosen={onClose} />
    </Dialog>
  );
}
