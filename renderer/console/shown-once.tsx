import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Dialog } from '#renderer/ui/index.ts';

/** A secret that is shown this once: it can be copied, and the dialog closes only by its button. */
export function ShownOnce({
  title,
  lead,
  secret,
  onClose,
}: {
  readonly title: string;
  readonly lead: string;
  readonly secret: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      role="alertdialog"
      title={title}
      actions={
        <>
          <Button
            icon={isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
            onPress={() => void navigator.clipboard.writeText(secret).then(() => setCopied(true))}
          >
            {isCopied ? t('common.copied') : t('common.copy')}
          </Button>
          <Button variant="primary" onPress={onClose}>
            {t('common.done')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack">
        <p>{lead}</p>
        <p className="con-secret ui-mono">{secret}</p>
        <Banner tone="warn">{t('common.shown_once')}</Banner>
      </div>
    </Dialog>
  );
}
