import { ArrowRight, Check, ThumbsDown, ThumbsUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CandidateItem } from '#shared/job.ts';
import type { QuestionState } from '#shared/session.ts';
import { Button, classNames, RadioCards } from '#renderer/ui/index.ts';
import { ListenButton } from '../listen-button.tsx';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import { useDraft } from '../use-draft.ts';
import { Prompt } from './prompt.tsx';
import { SkipButton } from './skip-button.tsx';
import { SavedNote } from './typed-question.tsx';
import './rating-question.css';

/** From "does harm" to "works well". */
const POINTS = [1, 2, 3, 4, 5, 6, 7] as const;

type Ratings = Readonly<Record<string, number>>;
type RatingItem = Extract<CandidateItem, { kind: 'rating' }>;

/** Every way to act with its rating so far; a press leads back to it. */
function Overview({
  item,
  ratings,
  at,
  onShow,
}: {
  readonly item: RatingItem;
  readonly ratings: Ratings;
  readonly at: number;
  readonly onShow: (at: number) => void;
}) {
  const { t } = useTranslation('candidate');
  return (
    <ol className="c-rating__overview" aria-label={t('rating.overview')}>
      {item.options.map(({ id }, index) => {
        const value = ratings[id];
        return (
          <li key={id}>
            <Button
              className={classNames(
                'c-rating__step',
                index === at && 'c-rating__step--now',
                value !== undefined && 'c-rating__step--done',
              )}
              aria-label={
                value === undefined
                  ? t('rating.stepOpen', { number: index + 1 })
                  : t('rating.stepDone', { number: index + 1, value })
              }
              {...(index === at ? { 'aria-current': 'step' as const } : {})}
              onPress={() => onShow(index)}
            >
              {index + 1}
              {value !== undefined && <Check aria-hidden="true" />}
            </Button>
          </li>
        );
      })}
    </ol>
  );
}

/** Several ways to act, one at a time, each on a scale of seven; any of them can be changed until the answer is given. */
export function RatingQuestion({ item, state }: { readonly item: RatingItem; readonly state: QuestionState }) {
  const { t } = useTranslation('candidate');
  const { view, send, isSending } = useCandidateSession();
  const [ratings, setRatings] = useState<Ratings>(view.draft?.kind === 'rating' ? view.draft.ratings : {});
  const firstOpen = item.options.findIndex(({ id }) => ratings[id] === undefined);
  const [at, setAt] = useState(Math.max(0, firstOpen));
  const draft = useDraft();
  const option = item.options[at];
  const isWhole = firstOpen === -1;
  const rate = (id: string, value: number) => {
    const next = { ...ratings, [id]: value };
    setRatings(next);
    draft.save({ kind: 'rating', ratings: next });
  };
  // the next one that has no rating yet, else simply the next
  const following = item.options.findIndex(({ id }, index) => index > at && ratings[id] === undefined);
  const nextAt = following === -1 ? (firstOpen === -1 ? at + 1 : firstOpen) : following;
  const isRated = option !== undefined && ratings[option.id] !== undefined;
  return (
    <Stage
      actions={
        <Button
          variant="primary"
          size="large"
          icon={<Check aria-hidden="true" />}
          isDisabled={isSending || !isWhole}
          onPress={() => void send({ type: 'answer_given', body: { kind: 'rating', ratings: { ...ratings } } })}
        >
          {t('question.give')}
        </Button>
      }
    >
      <div className="c-question c-question--wide-answer">
        <Prompt text={item.prompt} hint={item.hint} isHintShown={state.isHintShown} tools={<SkipButton />} />
        {option !== undefined && (
          <section className="c-rating">
            <Overview item={item} ratings={ratings} at={at} onShow={setAt} />
            <div className="c-rating__card">
              <div className="c-rating__statement" aria-live="polite">
                <p>
                  <span className="c-rating__count">
                    {t('rating.count', { number: at + 1, total: item.options.length })}
                  </span>
                  {option.text}
                </p>
                <ListenButton isIconOnly text={option.text} label={t('listen.named', { text: option.text })} />
              </div>
              <RadioCards
                key={option.id}
                className="c-scale"
                layout="row"
                label={t('rating.how')}
                value={isRated ? String(ratings[option.id]) : null}
                onChange={(value) => rate(option.id, Number(value))}
                options={POINTS.map((point) => ({
                  value: String(point),
                  label: (
                    <>
                      {point}
                      {point === 1 && <span className="ui-visually-hidden"> {t('rating.low')}</span>}
                      {point === 7 && <span className="ui-visually-hidden"> {t('rating.high')}</span>}
                    </>
                  ),
                }))}
              />
              <p className="c-scale__ends" aria-hidden="true">
                <span>
                  <ThumbsDown />
                  {t('rating.low')}
                </span>
                <span>
                  {t('rating.high')}
                  <ThumbsUp />
                </span>
              </p>
            </div>
            <div className="c-rating__foot" data-keypad-next>
              <SavedNote state={draft.state} />
              {nextAt < item.options.length && nextAt !== at && (
                <Button
                  size="large"
                  variant={isRated && !isWhole ? 'primary' : 'secondary'}
                  iconAfter={<ArrowRight aria-hidden="true" />}
                  isDisabled={!isRated}
                  onPress={() => setAt(nextAt)}
                >
                  {t('rating.next')}
                </Button>
              )}
              {isWhole && <p>{t('rating.whole')}</p>}
            </div>
          </section>
        )}
      </div>
    </Stage>
  );
}
