import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog, TextField } from '#renderer/ui/index.ts';
import type { SessionSummary } from '#shared/contract/review.ts';
import { useManagerClient } from '../manager-client.tsx';
import { problemOf, type Problem } from '../problem.ts';

interface EraseDialogProps {
  readonly session: SessionSummary;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onErased: () => void;
  /** The interview is on hold: the wish was noted. */
  readonly onNoted: () => void;
}

/** Erasing a person needs the deletion code of their receipt: nobody is erased by a slip of the finger. */
export function EraseDialog({ session, isOpen, onClose, onErased, onNoted }: EraseDialogProps) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const [code, setCode] = useState('');
  const [isErasing, setErasing] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  function close(): void {
    setCode('');
    setProblem(null);
    onClose();
  }

  async function erase(): Promise<void> {
    setErasing(true);
    try {
      await client.review.eraseSession({ id: session.id, deletionCode: code.trim() });
      setCode('');
      setProblem(null);
      onErased();
    } catch (error) {
      const found = problemOf(error);
      setProblem(found);
      if (found.code === 'session_held') onNoted();
    }
    setErasing(false);
  }

  return (
    <Dialog
      role="alertdialog"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      icon={<Trash2 aria-hidden="true" />}
      title={t('erase.title', { reference: session.reference })}
      actions={
        <>
          <Button onPress={close}>{t('erase.keep')}</Button>
          <Button variant="danger" isDisabled={code.trim() === ''} isPending={isErasing} onPress={() => void erase()}>
            {t('erase.confirm')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack">
        <p>{t('erase.what')}</p>
        <TextField
          label={t('erase.code')}
          description={t('erase.code_hint')}
          value={code}
          maxLength={32}
          onChange={setCode}
          error={problem === null ? undefined : t(`problems.${problem.code}`, problem.values)}
        />
      </div>
    </Dialog>
  );
}
