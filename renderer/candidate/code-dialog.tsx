import { Ticket } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, NumberPad } from '#renderer/ui/index.ts';
import { ProblemNote } from './problem-note.tsx';
import { useCandidateSession } from './session-context.tsx';
import { useUntouched } from './use-untouched.ts';
import './code-dialog.css';

const LENGTH = 4;
/** Digits left standing by somebody who walked away are cleared. */
const FORGET_AFTER_MS = 45_000;

function CodeEntry({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('candidate');
  const { send, isSending } = useCandidateSession();
  const [code, setCode] = useState('');
  useUntouched(true, FORGET_AFTER_MS, onClose);

  const change = (next: string) => {
    setCode(next);
    if (next.length < LENGTH) return;
    void send({ type: 'code_entered', code: next }).then((isTaken) => {
      if (!isTaken) setCode('');
    });
  };

  return (
    <>
      <p>{t('code.text')}</p>
      <div className="c-code-entry">
        <output className="c-code-entry__digits" aria-label={t('code.entered', { count: code.length })}>
          {Array.from({ length: LENGTH }, (_, index) => (
            <span key={index} aria-hidden="true" className="ui-mono">
              {code[index] ?? ''}
            </span>
          ))}
        </output>
        <NumberPad
          label={t('code.pad')}
          value={code}
          onChange={change}
          maxLength={LENGTH}
          deleteLabel={t('common:delete')}
          clearLabel={t('common:clear')}
          isDisabled={isSending}
        />
      </div>
      <ProblemNote place="code" />
    </>
  );
}

/** Four digits bring an interrupted interview back. */
export function CodeDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('candidate');
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('code.title')}
      icon={<Ticket aria-hidden="true" />}
    >
      <CodeEntry onClose={onClose} />
    </Dialog>
  );
}
