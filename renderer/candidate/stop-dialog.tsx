import { Clock, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog } from '#renderer/ui/index.ts';
import { useCandidateSession } from './session-context.tsx';

function OpenStopDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('candidate');
  const { view, send, isSending } = useCandidateSession();
  const [isWithdrawing, setIsWithdrawing] = useState(false);
  const onOpenChange = (open: boolean) => {
    if (!open) onClose();
  };
  const act = (type: 'left' | 'withdrawn') => {
    onClose();
    void send({ type });
  };

  if (isWithdrawing) {
    return (
      <Dialog
        isOpen
        onOpenChange={onOpenChange}
        role="alertdialog"
        title={t('stop.withdrawTitle')}
        icon={<Trash2 aria-hidden="true" />}
        actions={
          <>
            <Button size="large" onPress={() => setIsWithdrawing(false)}>
              {t('common:back')}
            </Button>
            <Button size="large" variant="danger" isDisabled={isSending} onPress={() => act('withdrawn')}>
              {t('stop.withdrawConfirm')}
            </Button>
          </>
        }
      >
        <p>{t('stop.withdrawText', { context: view.job?.purpose ?? 'hiring' })}</p>
      </Dialog>
    );
  }
  return (
    <Dialog
      isOpen
      onOpenChange={onOpenChange}
      title={t('stop.title')}
      icon={<Clock aria-hidden="true" />}
      actions={
        <>
          <Button size="large" variant="primary" onPress={onClose}>
            {t('stop.stay')}
          </Button>
          <Button size="large" isDisabled={isSending} onPress={() => act('left')}>
            {view.returnCode === null ? t('stop.leave') : t('stop.leaveKeep')}
          </Button>
          <Button variant="quiet" isWide icon={<Trash2 aria-hidden="true" />} onPress={() => setIsWithdrawing(true)}>
            {t('stop.withdraw')}
          </Button>
        </>
      }
    >
      <p>{view.returnCode === null ? t('stop.textNothing') : t('stop.textKeep')}</p>
      {view.returnCode !== null && (
        <p className="c-code">
          <span>{t('returnCard.label')}</span>
          <span className="ui-mono">{view.returnCode}</span>
        </p>
      )}
    </Dialog>
  );
}

/** Leaving: come back later with the code, or stop for good, which is asked twice. */
export function StopDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return isOpen && <OpenStopDialog onClose={onClose} />;
}
