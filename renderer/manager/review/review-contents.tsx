import { CircleCheck, CircleDashed, CircleMinus, Ear, FileText, Scale } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '#renderer/ui/index.ts';
import type { AnswerDetail } from '#shared/contract/review.ts';
import type { Purpose } from '#shared/purpose.ts';
import { statusKey, statusMood } from '../interviews/state-badges.tsx';

/** What of an interview is on the screen: a question by its index, the decision, or everything else. */
export type ReviewPlace = number | 'decide' | 'overview';

const MOOD_ICONS: Readonly<Record<ReturnType<typeof statusMood>, ReactNode>> = {
  scored: <CircleCheck aria-hidden="true" />,
  listen: <Ear aria-hidden="true" />,
  waiting: <CircleDashed aria-hidden="true" />,
  none: <CircleMinus aria-hidden="true" />,
};

/** How far the rating of one answer has come; null where ratings are not being made. */
export interface RatedShare {
  readonly rated: number;
  readonly total: number;
}

function AnswerNote({ answer, share }: { readonly answer: AnswerDetail; readonly share: RatedShare | null }) {
  const { t } = useTranslation('review');
  const mood = statusMood(answer.status);
  if (share === null || share.total === 0) {
    return (
      <span className={`mgr-contents__status mgr-mood--${share === null ? mood : 'none'}`}>
        {share === null ? MOOD_ICONS[mood] : MOOD_ICONS.none}
        {share === null
          ? t(`statuses_short.${statusKey(answer.status)}`, { ns: 'manager' })
          : t(answer.status === 'no_answer' ? 'places.nothing_to_rate' : 'places.by_key')}
      </span>
    );
  }
  const isDone = share.rated === share.total;
  return (
    <span className={`mgr-contents__status mgr-mood--${isDone ? 'scored' : mood === 'listen' ? 'listen' : 'none'}`}>
      {isDone ? MOOD_ICONS.scored : mood === 'listen' ? MOOD_ICONS.listen : MOOD_ICONS.waiting}
      {t('places.rated_of', { rated: share.rated, total: share.total })}
    </span>
  );
}

/** The questions of an interview, then the decision and the rest. */
export function ReviewContents({
  answers,
  shown,
  shareOf,
  hasDecision,
  purpose,
  onShow,
}: {
  readonly answers: readonly AnswerDetail[];
  readonly shown: ReviewPlace;
  readonly shareOf: (answer: AnswerDetail) => RatedShare | null;
  /** Whether there is something to decide: not before the interview is finished. */
  readonly hasDecision: boolean;
  readonly purpose: Purpose;
  readonly onShow: (place: ReviewPlace) => void;
}) {
  const { t } = useTranslation('review');
  const here = (place: ReviewPlace) => ({
    className: classNames(
      'mgr-contents__item',
      typeof place === 'string' && 'mgr-contents__item--overview',
      shown === place && 'mgr-contents__item--here',
    ),
    'aria-current': shown === place ? ('step' as const) : undefined,
    onClick: () => onShow(place),
  });
  return (
    <nav className="mgr-contents" aria-label={t('places.contents')}>
      {answers.map((answer, index) => (
        <button key={answer.itemId} type="button" {...here(index)}>
          <span className="mgr-contents__number ui-tabular">{answer.number}</span>
          <span className="mgr-contents__words">
            <span className="mgr-contents__prompt">{answer.prompt}</span>
            <AnswerNote answer={answer} share={shareOf(answer)} />
          </span>
        </button>
      ))}
      {hasDecision && (
        <button type="button" {...here('decide')}>
          <span className="mgr-contents__number">
            <Scale aria-hidden="true" />
          </span>
          <span className="mgr-contents__words">{t('places.decide', { context: purpose })}</span>
        </button>
      )}
      <button type="button" {...here('overview')}>
        <span className="mgr-contents__number">
          <FileText aria-hidden="true" />
        </span>
        <span className="mgr-contents__words">{t('places.overview')}</span>
      </button>
    </nav>
  );
}
