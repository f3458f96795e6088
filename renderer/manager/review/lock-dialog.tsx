import { LockKeyhole } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog } from '#renderer/ui/index.ts';
import type { AnswerDetail } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import { useManagerClient } from '../manager-client.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { missingOf, ofAnswer, ratingsOf } from './rating-draft.ts';
import type { RatingWork } from './use-rating-draft.ts';

interface LockDialogProps {
  readonly id: SessionId;
  readonly answers: readonly AnswerDetail[];
  readonly work: RatingWork;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Goes to what is missing. */
  readonly onGo: (index: number) => void;
  readonly onLocked: () => void;
}

/** Says what is missing, or hands the ratings in and shows what the computer found. */
export function LockDialog({ id, answers, work, isOpen, onClose, onGo, onLocked }: LockDialogProps) {
  const { t } = useTranslation('review');
  const client = useManagerClient();
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const missing = missingOf(work.drafts);
  const count = work.drafts.length;
  const unquoted = work.drafts.filter(({ quotes }) => quotes.length === 0).length;

  async function lock(): Promise<void> {
    setPending(true);
    setProblem(null);
    try {
      await work.save();
      await client.rating.lock({ id, ratings: ratingsOf(work.drafts) });
      await client.rating.reveal({ id });
      onLocked();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setPending(false);
  }

  function close(): void {
    setProblem(null);
    onClose();
  }

  const gaps = answers.flatMap((answer, index) => {
    const open = ofAnswer(missing, answer);
    const names = open.map(({ indicatorId }) => answer.indicators.find((each) => each.id === indicatorId)?.name ?? '');
    return open.length === 0 ? [] : [{ index, number: answer.number, names: names.join(t('lock.comma')) }];
  });

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      icon={<LockKeyhole aria-hidden="true" />}
      title={t(missing.length > 0 ? 'lock.title_missing' : 'lock.title')}
      actions={
        <>
          <Button onPress={close}>{t('lock.back')}</Button>
          {missing.length === 0 && (
            <Button variant="primary" isPending={isPending} onPress={() => void lock()}>
              {t('lock.confirm')}
            </Button>
          )}
        </>
      }
    >
      <div className="mgr-stack">
        {missing.length > 0 ? (
          <>
            <p>{t('lock.missing', { count: missing.length })}</p>
            <ul className="rev-missing">
              {gaps.map(({ index, number, names }) => (
                <li key={number}>
                  <Button
                    isWide
                    onPress={() => {
                      close();
                      onGo(index);
                    }}
                  >
                    {t('lock.go', { number, names })}
                  </Button>
                </li>
              ))}
            </ul>
          </>
        ) : (
          <>
            <p>{count === 0 ? t('lock.nothing') : t('lock.all', { count })}</p>
            {unquoted > 0 && <p>{t('lock.unquoted', { count: unquoted })}</p>}
            <p className="mgr-soft">{t('lock.what')}</p>
          </>
        )}
        {problem !== null && <ProblemBanner problem={problem} />}
      </div>
    </Dialog>
  );
}
