import { Clock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog } from '#renderer/ui/index.ts';
import { useCandidateSession } from './session-context.tsx';
import { useNow } from './use-now.ts';

function Body({ sealsAt }: { readonly sealsAt: string }) {
  const { t } = useTranslation('candidate');
  const { view } = useCandidateSession();
  const count = Math.max(0, Math.ceil((Date.parse(sealsAt) - useNow()) / 1000));
  return (
    <>
      <p aria-live="off">{t('idle.text', { count })}</p>
      {view.returnCode !== null && (
        <p className="c-code">
          <span>{t('returnCard.label')}</span>
          <span className="ui-mono">{view.returnCode}</span>
        </p>
      )}
    </>
  );
}

/** "Are you still there?" Any touch says yes. */
export function IdleDialog() {
  const { t } = useTranslation('candidate');
  const { view, client } = useCandidateSession();
  const stay = () => {
    client.session.noteActivity().catch((error: unknown) => console.warn('Activity was not noted.', error));
  };
  return (
    <Dialog
      isOpen={view.idleWarning !== null}
      onOpenChange={stay}
      role="alertdialog"
      title={t('idle.title')}
      icon={<Clock aria-hidden="true" />}
      actions={
        <Button variant="primary" size="large" onPress={stay}>
          {t('idle.stay')}
        </Button>
      }
    >
      {view.idleWarning !== null && <Body sealsAt={view.idleWarning.sealsAt} />}
    </Dialog>
  );
}
