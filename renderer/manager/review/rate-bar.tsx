import { ArrowRight, LockKeyhole, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/index.ts';
import { ProblemBanner } from '../problem-banner.tsx';
import { missingOf } from './rating-draft.ts';
import type { RatingWork } from './use-rating-draft.ts';

/** How much is rated, the way back, and the way on: always in sight below the answer. */
export function RateBar({
  work,
  onNext,
  onLock,
}: {
  readonly work: RatingWork;
  /** Null on the last question. */
  readonly onNext: (() => void) | null;
  readonly onLock: () => void;
}) {
  const { t } = useTranslation('review');
  const total = work.drafts.length;
  const rated = total - missingOf(work.drafts).length;
  const isComplete = rated === total;
  return (
    <>
      {work.problem !== null && <ProblemBanner problem={work.problem} onRetry={() => void work.save()} />}
      <div className="rev-bar">
        <div className="rev-bar__progress">
          <span>{t('rate.progress', { rated, total })}</span>
          <span className="rev-bar__rail" aria-hidden="true">
            <i style={{ width: `${total === 0 ? 100 : (rated / total) * 100}%` }} />
          </span>
        </div>
        <p className="rev-bar__note">{t(work.isSaved ? 'rate.saved' : 'rate.not_saved')}</p>
        <Button variant="quiet" icon={<Undo2 aria-hidden="true" />} isDisabled={!work.canUndo} onPress={work.undo}>
          {t('rate.undo')}
        </Button>
        {onNext !== null && (
          <Button
            variant={isComplete ? 'secondary' : 'primary'}
            iconAfter={<ArrowRight aria-hidden="true" />}
            onPress={onNext}
          >
            {t('rate.next')}
          </Button>
        )}
        <Button
          variant={isComplete || onNext === null ? 'primary' : 'secondary'}
          icon={<LockKeyhole aria-hidden="true" />}
          onPress={onLock}
        >
          {t('rate.lock')}
        </Button>
      </div>
    </>
  );
}
