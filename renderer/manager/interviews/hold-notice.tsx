import { LockKeyhole } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Dialog } from '#renderer/ui/index.ts';
import type { SessionDetail } from '#shared/contract/review.ts';
import { useManagerClient } from '../manager-client.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { useFormats } from '../use-formats.ts';

interface HoldNoticeProps {
  readonly summary: SessionDetail['summary'];
  readonly hold: NonNullable<SessionDetail['hold']>;
  readonly onReleased: () => void;
}

/** Says that an interview is on hold, why, and since when; ends the hold after asking. */
export function HoldNotice({ summary, hold, onReleased }: HoldNoticeProps) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const format = useFormats();
  const [isAsking, setAsking] = useState(false);
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { reason, caseNumber, placedBy, placedAt, isDeletionWanted } = hold;

  function close(): void {
    setAsking(false);
    setProblem(null);
  }

  async function release(): Promise<void> {
    setPending(true);
    try {
      await client.review.releaseSession({ id: summary.id });
      close();
      onReleased();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setPending(false);
  }

  return (
    <>
      <Banner
        tone={isDeletionWanted ? 'warn' : 'info'}
        icon={<LockKeyhole />}
        title={t('hold.on', { date: format.dateTime(placedAt) })}
        action={<Button onPress={() => setAsking(true)}>{t('hold.release')}</Button>}
      >
        <p>
          {t('hold.because', { reason: t(`hold.reasons.${reason}`) })}
          {caseNumber !== '' && ` ${t('hold.case_of', { number: caseNumber })}`}
          {placedBy !== null && ` ${t('hold.by', { name: placedBy })}`}
        </p>
        {isDeletionWanted && <p>{t('hold.wanted')}</p>}
      </Banner>
      <Dialog
        role="alertdialog"
        isOpen={isAsking}
        onOpenChange={(open) => {
          if (!open) close();
        }}
        icon={<LockKeyhole aria-hidden="true" />}
        title={t('hold.release_title', { reference: summary.reference })}
        actions={
          <>
            <Button onPress={close}>{t('hold.keep')}</Button>
            <Button
              variant={isDeletionWanted ? 'danger' : 'primary'}
              isPending={isPending}
              onPress={() => void release()}
            >
              {t(isDeletionWanted ? 'hold.release_delete' : 'hold.release_confirm')}
            </Button>
          </>
        }
      >
        <div className="mgr-stack">
          <p>{t(isDeletionWanted ? 'hold.release_wanted' : 'hold.release_what')}</p>
          {problem !== null && <ProblemBanner problem={problem} />}
        </div>
      </Dialog>
    </>
  );
}
