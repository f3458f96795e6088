import { Check, Pencil, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Banner, Button, Card, classNames } from '#renderer/ui/index.ts';
import { Quote } from '../interviews/words/quote.tsx';
import type { BesideAnswer } from '../interviews/answer-view.tsx';
import type { AnswerDetail } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import { type Judgement, type LockedRating, ratingKeyOf } from '#shared/rating.ts';
import { type ReviewSheet, USE_GATE_ANSWERS } from '#shared/review-sheet.ts';
import { useManagerClient } from '../manager-client.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { ChangeForm } from './change-form.tsx';
import { LevelDots } from './level-dots.tsx';
import { PickedQuotes } from './picked-quotes.tsx';
import { ofAnswer } from './rating-draft.ts';
import './compare-panel.css';

/** A judgement in words: its level, or why there is none. */
function useJudgementWords(): (judgement: Judgement) => string {
  const { t } = useTranslation('review');
  return (judgement) =>
    judgement.kind === 'level' ? t('rate.level', { level: judgement.level }) : t(`cannot_tell.${judgement.reason}`);
}

function JudgementMark({ judgement }: { readonly judgement: Judgement }) {
  const words = useJudgementWords();
  return judgement.kind === 'level' ? (
    <LevelDots level={judgement.level} />
  ) : (
    <span className="mgr-soft">{words(judgement)}</span>
  );
}

/** What the machine made of one behaviour, as far as this person may see it: its level, and its quotes to hear. */
function MachineSide({
  answer,
  indicatorId,
  machine,
  beside,
}: {
  readonly answer: AnswerDetail;
  readonly indicatorId: string;
  readonly machine: ReviewSheet['machine'];
  readonly beside: BesideAnswer;
}) {
  const { t } = useTranslation('review');
  const { assessment, machineQuotes } = answer;
  const found = machineQuotes?.find((each) => each.indicatorId === indicatorId);
  const ofWhole = machineQuotes?.find((each) => each.indicatorId === null);
  const quotes = found ?? ofWhole;
  const level =
    assessment === null || assessment.status !== 'scored'
      ? null
      : ofWhole === undefined
        ? (assessment.indicators.find((each) => each.indicatorId === indicatorId)?.level ?? null)
        : assessment.level;
  const hasQuotes = quotes !== undefined && quotes.clauses.length + quotes.counterCues.length > 0;
  return (
    <div className="rev-side">
      <p className="rev-side__who">{t('compare.machine')}</p>
      {machine === 'levels' && level !== null && <LevelDots level={level} />}
      {machine === 'quotes' && machineQuotes !== null && (
        <span className="mgr-soft">{t('compare.machine_hidden')}</span>
      )}
      {machineQuotes === null && <p className="mgr-soft">{t('compare.machine_not_read')}</p>}
      {machineQuotes !== null && !hasQuotes && <p className="mgr-soft">{t('compare.machine_silent')}</p>}
      {found === undefined && ofWhole !== undefined && hasQuotes && (
        <p className="mgr-soft">{t('compare.conversation')}</p>
      )}
      {quotes?.clauses.map((clause) => (
        <Quote key={`${clause.answerKey} ${clause.startChar}`} clause={clause} sounds={beside.sounds} />
      ))}
      {quotes !== undefined && quotes.counterCues.length > 0 && (
        <div className="mgr-evidence mgr-evidence--counter">
          <p className="mgr-soft">{t('compare.machine_counter')}</p>
          {quotes.counterCues.map((clause) => (
            <Quote key={`${clause.answerKey} ${clause.startChar}`} clause={clause} sounds={beside.sounds} />
          ))}
        </div>
      )}
    </div>
  );
}

/** One behaviour: mine beside the machine's and others', to be kept or changed. */
function CompareItem({
  id,
  answer,
  ratings,
  sheet,
  beside,
  isKept,
  onKeep,
  onChanged,
}: {
  readonly id: SessionId;
  readonly answer: AnswerDetail;
  /** All of this person's about the behaviour, oldest first. */
  readonly ratings: readonly LockedRating[];
  readonly sheet: ReviewSheet;
  readonly beside: BesideAnswer;
  readonly isKept: boolean;
  readonly onKeep: () => void;
  readonly onChanged: () => void;
}) {
  const { t } = useTranslation('review');
  const judgementWords = useJudgementWords();
  const [isChanging, setChanging] = useState(false);
  const current = ratings.at(-1);
  const before = ratings.at(-2);
  const indicator = answer.indicators.find((each) => each.id === current?.indicatorId);
  if (current === undefined || indicator === undefined) return null;
  const key = ratingKeyOf(current);
  const isApart = sheet.gaps.some((gap) => ratingKeyOf(gap) === key);
  const isFree = sheet.mine?.state === 'revealed';
  const others = sheet.others.flatMap(({ name, ratings: theirs }) => {
    const newest = theirs.findLast((each) => ratingKeyOf(each) === key);
    return newest === undefined ? [] : [{ name, rating: newest }];
  });
  return (
    <li className={classNames('rev-compare', isApart && 'rev-compare--apart')}>
      <header className="rev-compare__head">
        <div>
          <h3>{indicator.name}</h3>
          <p className="mgr-soft">{indicator.dimension}</p>
        </div>
        {isApart && (
          <Badge tone="warn">
            <TriangleAlert aria-hidden="true" /> {t('compare.gap')}
          </Badge>
        )}
      </header>
      <div className="rev-compare__sides">
        <div className="rev-side">
          <p className="rev-side__who">{t('compare.mine')}</p>
          <JudgementMark judgement={current.judgement} />
          {before !== undefined && (
            <p className="mgr-soft">{t('compare.changed', { from: judgementWords(before.judgement) })}</p>
          )}
          <PickedQuotes quotes={current.quotes} answer={answer} sounds={beside.sounds} />
          {current.change !== null && <p className="mgr-soft">{current.change.words}</p>}
        </div>
        <MachineSide answer={answer} indicatorId={indicator.id} machine={sheet.machine} beside={beside} />
        {others.map(({ name, rating }) => (
          <div key={`${name} ${rating.ratedAt}`} className="rev-side">
            <p className="rev-side__who">{name ?? t('compare.other')}</p>
            <JudgementMark judgement={rating.judgement} />
            <PickedQuotes quotes={rating.quotes} answer={answer} sounds={beside.sounds} />
          </div>
        ))}
      </div>
      {isFree &&
        (isChanging ? (
          <ChangeForm
            id={id}
            indicator={indicator}
            current={current}
            onCancel={() => setChanging(false)}
            onChanged={() => {
              setChanging(false);
              onChanged();
            }}
          />
        ) : (
          <div className="rev-compare__acts">
            <Button
              variant={isKept ? 'primary' : 'secondary'}
              aria-pressed={isKept}
              icon={<Check aria-hidden="true" />}
              onPress={onKeep}
            >
              {t('compare.keep')}
            </Button>
            <Button icon={<Pencil aria-hidden="true" />} onPress={() => setChanging(true)}>
              {t('compare.change')}
            </Button>
          </div>
        ))}
    </li>
  );
}

/** Why the machine's levels are hidden, and the way to see them all the same. */
export function LevelsNotice({
  id,
  sheet,
  onShown,
}: {
  readonly id: SessionId;
  readonly sheet: ReviewSheet;
  readonly onShown: () => void;
}) {
  const { t } = useTranslation('review');
  const client = useManagerClient();
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (sheet.machine === 'levels') {
    return sheet.gates.areMet ? null : <p className="mgr-soft">{t('compare.levels_shown')}</p>;
  }

  async function show(): Promise<void> {
    setPending(true);
    try {
      await client.rating.showLevels({ id });
      onShown();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setPending(false);
  }

  return (
    <Banner
      title={t('compare.hidden_title')}
      action={
        <Button isPending={isPending} onPress={() => void show()}>
          {t('compare.show_levels')}
        </Button>
      }
    >
      <p>{t('compare.hidden', { needed: USE_GATE_ANSWERS, rated: sheet.gates.doubleRated })}</p>
      <p className="mgr-soft">{t('compare.show_noted')}</p>
      {problem !== null && <ProblemBanner problem={problem} />}
    </Banner>
  );
}

/** Mine and the machine's side by side for one answer. */
export function ComparePanel({
  id,
  answer,
  sheet,
  beside,
  kept,
  onKeep,
  onChanged,
}: {
  readonly id: SessionId;
  readonly answer: AnswerDetail;
  readonly sheet: ReviewSheet;
  readonly beside: BesideAnswer;
  /** Keys of ratings that this person said they keep. */
  readonly kept: ReadonlySet<string>;
  readonly onKeep: (key: string) => void;
  readonly onChanged: () => void;
}) {
  const { t } = useTranslation('review');
  const keys = ofAnswer(sheet.toRate, answer);
  const mine = sheet.mine?.ratings ?? [];
  if (keys.length === 0) {
    return (
      <Card title={t('compare.title')}>
        <p className="mgr-soft">{t('rate.no_words')}</p>
      </Card>
    );
  }
  return (
    <Card title={t('compare.title')} className="rev-rate">
      {sheet.mine?.state === 'revealed' && <p className="mgr-soft">{t('compare.lead')}</p>}
      <LevelsNotice id={id} sheet={sheet} onShown={onChanged} />
      <ul className="rev-rate__list">
        {keys.map((key) => (
          <CompareItem
            key={ratingKeyOf(key)}
            id={id}
            answer={answer}
            ratings={mine.filter((each) => ratingKeyOf(each) === ratingKeyOf(key))}
            sheet={sheet}
            beside={beside}
            isKept={kept.has(ratingKeyOf(key))}
            onKeep={() => onKeep(ratingKeyOf(key))}
            onChanged={onChanged}
          />
        ))}
      </ul>
    </Card>
  );
}
