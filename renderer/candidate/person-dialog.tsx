import { Hand } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog } from '#renderer/ui/index.ts';
import { activeState } from './active-state.ts';
import { useCandidateSession } from './session-context.tsx';

/** Says that a person has been called, and how to reach one otherwise. */
export function PersonDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('candidate');
  const { view } = useCandidateSession();
  const isCalled = activeState(view.state) !== null;
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={isCalled ? t('person.calledTitle') : t('person.title')}
      icon={<Hand aria-hidden="true" />}
      actions={
        <Button variant="primary" size="large" onPress={onClose}>
          {t('common:ok')}
        </Button>
      }
    >
      <p>{isCalled ? t('person.calledText') : t('person.text')}</p>
      {view.site.phone !== '' && <p>{t('person.phone', { phone: view.site.phone })}</p>}
    </Dialog>
  );
}
