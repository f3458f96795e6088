import { LockKeyhole } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog, RadioCards, TextField } from '#renderer/ui/index.ts';
import type { SessionSummary } from '#shared/contract/review.ts';
import { HoldReason } from '#shared/deletion.ts';
import { useManagerClient } from '../manager-client.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { problemOf, type Problem } from '../problem.ts';

interface HoldDialogProps {
  readonly session: SessionSummary;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onHeld: () => void;
}

/** Keeps an interview beyond its period, for a reason that is written into the audit log (R19). */
export function HoldDialog({ session, isOpen, onClose, onHeld }: HoldDialogProps) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const [reason, setReason] = useState<HoldReason | null>(null);
  const [caseNumber, setCaseNumber] = useState('');
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  function close(): void {
    setReason(null);
    setCaseNumber('');
    setProblem(null);
    onClose();
  }

  async function place(chosen: HoldReason): Promise<void> {
    setPending(true);
    try {
      await client.review.holdSession({ id: session.id, reason: chosen, caseNumber: caseNumber.trim() });
      close();
      onHeld();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setPending(false);
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      icon={<LockKeyhole aria-hidden="true" />}
      title={t('hold.title', { reference: session.reference })}
      actions={
        <>
          <Button onPress={close}>{t('hold.cancel')}</Button>
          <Button
            variant="primary"
            isDisabled={reason === null}
            isPending={isPending}
            onPress={() => {
              if (reason !== null) void place(reason);
            }}
          >
            {t('hold.confirm')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack">
        <p>{t('hold.what')}</p>
        <RadioCards
          label={t('hold.reason')}
          options={HoldReason.options.map((value) => ({ value, label: t(`hold.reasons.${value}`) }))}
          value={reason}
          onChange={(value) => setReason(HoldReason.options.find((each) => each === value) ?? null)}
        />
        <TextField
          label={t('hold.case')}
          description={t('hold.case_hint')}
          value={caseNumber}
          maxLength={40}
          onChange={setCaseNumber}
        />
        {problem !== null && <ProblemBanner problem={problem} />}
      </div>
    </Dialog>
  );
}
