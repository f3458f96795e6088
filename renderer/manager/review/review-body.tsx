import { Eye } from 'lucide-react';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Card } from '#renderer/ui/index.ts';
import type { AnswerDetail, SessionDetail } from '#shared/contract/review.ts';
import type { PickedQuote } from '#shared/rating.ts';
import type { ReviewSheet } from '#shared/review-sheet.ts';
import { AnswerView, type BesideAnswer } from '../interviews/answer-view.tsx';
import { InterviewOverview } from '../interviews/interview-overview.tsx';
import { statusMood } from '../interviews/state-badges.tsx';
import { PickWordsContext, type PickWords } from '../interviews/words/pick-words.ts';
import { useManagerClient } from '../manager-client.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { useFocusOnShow } from '../use-focus-on-show.ts';
import { ComparePanel } from './compare-panel.tsx';
import { DecidePlace } from './decide-place.tsx';
import { LockDialog } from './lock-dialog.tsx';
import { RateBar } from './rate-bar.tsx';
import { RatePanel } from './rate-panel.tsx';
import { missingOf, ofAnswer } from './rating-draft.ts';
import { ReviewContents, type RatedShare, type ReviewPlace } from './review-contents.tsx';
import { reviewKeyOf } from './review-keys.ts';
import { useRatingDraft } from './use-rating-draft.ts';

/** `read`: there is nothing to rate, or it is done. */
type Stage = 'rate' | 'locked' | 'compare' | 'read';

function stageOf(sheet: ReviewSheet | null): Stage {
  switch (sheet?.mine?.state) {
    case 'open':
      return 'rate';
    case 'locked':
      return 'locked';
    case 'revealed':
      return 'compare';
    case 'done':
    case undefined:
      return 'read';
  }
}

const NOTHING = { toRate: [], mine: null };

/** Where a person is needed, the reader starts there. */
function firstToRead(answers: readonly AnswerDetail[]): number {
  const at = answers.findIndex(({ status }) => statusMood(status) === 'listen');
  return at === -1 ? 0 : at;
}

function firstPlace({ answers, review }: SessionDetail): ReviewPlace {
  const stage = stageOf(review);
  if (stage !== 'read') return 0;
  return review === null ? firstToRead(answers) : 'decide';
}

interface ReviewBodyProps {
  readonly detail: SessionDetail;
  /** A dialog is over it: keys are for the dialog. */
  readonly isCovered: boolean;
  readonly onLeave: () => void;
  readonly onChanged: () => void;
}

/** One interview: rate blind, compare, decide; or only read, where nothing is to be rated. */
export function ReviewBody({ detail, isCovered, onLeave, onChanged }: ReviewBodyProps) {
  const { answers, review: sheet, summary } = detail;
  const stage = stageOf(sheet);
  const [place, setPlace] = useState<ReviewPlace>(() => firstPlace(detail));
  const ref = useFocusOnShow<HTMLDivElement>();
  const work = useRatingDraft(summary.id, sheet ?? NOTHING);
  const [chosen, setChosen] = useState<string | null>(null);
  const [isLocking, setLocking] = useState(false);
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  const answer = typeof place === 'number' ? answers[place] : undefined;
  const drafts = answer === undefined ? [] : ofAnswer(work.drafts, answer);
  const active = drafts.find(({ indicatorId }) => indicatorId === chosen) ?? missingOf(drafts)[0] ?? drafts[0] ?? null;
  const places: readonly ReviewPlace[] = [
    ...answers.keys(),
    ...(sheet === null ? [] : ['decide' as const]),
    'overview',
  ];

  function show(next: ReviewPlace): void {
    setPlace(next);
    setChosen(null);
    // each question starts at its top
    ref.current?.closest('.mgr-main')?.scrollTo(0, 0);
  }

  function step(by: 1 | -1): void {
    const at = active === null ? -1 : drafts.indexOf(active);
    const within = stage === 'rate' ? drafts[at + by] : undefined;
    if (within !== undefined && at !== -1) {
      setChosen(within.indicatorId);
      return;
    }
    const next = places[places.indexOf(place) + by];
    if (next !== undefined) show(next);
  }

  function press(event: KeyboardEvent<HTMLElement>): void {
    if (isCovered || isLocking) return;
    const key = reviewKeyOf(event);
    if (key === null) return;
    switch (key.kind) {
      case 'leave':
        onLeave();
        break;
      case 'next':
        step(1);
        break;
      case 'back':
        step(-1);
        break;
      case 'play': {
        const player = event.currentTarget.querySelector('video');
        if (player === null) return;
        // refused only when it cannot be played at all, which the player says itself
        if (player.paused) player.play().catch(() => player.pause());
        else player.pause();
        break;
      }
      case 'undo':
        if (stage !== 'rate' || !work.canUndo) return;
        work.undo();
        break;
      case 'level':
      case 'cannot_tell':
        if (stage !== 'rate' || active === null) return;
        setChosen(active.indicatorId);
        work.rate(
          active,
          key.kind === 'level' ? { kind: 'level', level: key.level } : { kind: 'cannot_tell', reason: 'not_shown' },
        );
        break;
    }
    event.preventDefault();
  }

  function shareOf(each: AnswerDetail): RatedShare | null {
    if (stage !== 'rate') return null;
    const own = ofAnswer(work.drafts, each);
    return { rated: own.length - missingOf(own).length, total: own.length };
  }

  const pick: PickWords | null =
    stage !== 'rate' || active === null
      ? null
      : {
          picked: active.quotes.flatMap((quote) => (quote.kind === 'words' ? [quote] : [])),
          toggle({ answerKey, startChar, endChar, text }) {
            const quote: PickedQuote = { kind: 'words', answerKey, startChar, endChar, text };
            setChosen(active.indicatorId);
            work.toggleQuote(active, quote);
          },
        };

  function besideOf(shown: AnswerDetail): ((beside: BesideAnswer) => ReactNode) | undefined {
    if (sheet === null) return undefined;
    switch (stage) {
      case 'rate':
        return (beside) => (
          <RatePanel
            answer={shown}
            purpose={summary.purpose}
            drafts={drafts}
            work={work}
            active={active?.indicatorId ?? null}
            onActive={setChosen}
            beside={beside}
          />
        );
      case 'locked':
        return () => <Reveal detail={detail} onRevealed={onChanged} />;
      case 'compare':
        return (beside) => (
          <ComparePanel
            id={summary.id}
            answer={shown}
            sheet={sheet}
            beside={beside}
            kept={kept}
            onKeep={(key) => setKept(new Set([...kept, key]))}
            onChanged={onChanged}
          />
        );
      case 'read':
        return sheet.machine === 'levels'
          ? undefined
          : (beside) => (
              <ComparePanel
                id={summary.id}
                answer={shown}
                sheet={sheet}
                beside={beside}
                kept={kept}
                onKeep={() => undefined}
                onChanged={onChanged}
              />
            );
    }
  }

  const beside = answer === undefined ? undefined : besideOf(answer);
  const isLast = place === answers.length - 1;
  return (
    // the keys work wherever the focus is inside the interview
    <div className={`mgr-detail__body rev-stage--${stage}`} onKeyDown={press} role="presentation" ref={ref}>
      <ReviewContents
        answers={answers}
        shown={place}
        shareOf={shareOf}
        hasDecision={sheet !== null}
        purpose={summary.purpose}
        onShow={show}
      />
      <div className="mgr-detail__main" key={place}>
        {place === 'overview' && <InterviewOverview detail={detail} />}
        {place === 'decide' && sheet !== null && (
          <DecidePlace detail={detail} sheet={sheet} onShow={show} onChanged={onChanged} />
        )}
        {answer !== undefined && (
          <PickWordsContext value={pick}>
            <AnswerView answer={answer} total={answers.length} {...(beside === undefined ? {} : { beside })} />
          </PickWordsContext>
        )}
        {answer !== undefined && stage === 'rate' && (
          <RateBar work={work} onNext={isLast ? null : () => show(Number(place) + 1)} onLock={() => setLocking(true)} />
        )}
        {answer !== undefined && stage === 'compare' && (
          <CompareBar
            detail={detail}
            onNext={isLast ? null : () => show(Number(place) + 1)}
            onFinished={() => {
              onChanged();
              show('decide');
            }}
          />
        )}
      </div>
      <LockDialog
        id={summary.id}
        answers={answers}
        work={work}
        isOpen={isLocking}
        onClose={() => setLocking(false)}
        onGo={show}
        onLocked={() => {
          setLocking(false);
          show(0);
          onChanged();
        }}
      />
    </div>
  );
}

/** A lock that was cut off from its reveal: one press goes on. */
function Reveal({ detail, onRevealed }: { readonly detail: SessionDetail; readonly onRevealed: () => void }) {
  const { t } = useTranslation('review');
  const { act, isPending, problem } = useStep(onRevealed);
  const client = useManagerClient();
  return (
    <Card title={t('locked.title')}>
      <p>{t('locked.next')}</p>
      {problem !== null && <ProblemBanner problem={problem} />}
      <Button
        variant="primary"
        icon={<Eye aria-hidden="true" />}
        isPending={isPending}
        onPress={() => void act(() => client.rating.reveal({ id: detail.summary.id }))}
      >
        {t('locked.reveal')}
      </Button>
    </Card>
  );
}

/** The way on while comparing; what was not changed is kept. */
function CompareBar({
  detail,
  onNext,
  onFinished,
}: {
  readonly detail: SessionDetail;
  readonly onNext: (() => void) | null;
  readonly onFinished: () => void;
}) {
  const { t } = useTranslation('review');
  const { act, isPending, problem } = useStep(onFinished);
  const client = useManagerClient();
  return (
    <>
      {problem !== null && <ProblemBanner problem={problem} />}
      <div className="rev-bar">
        <p className="rev-bar__note">{t('compare.lead')}</p>
        {onNext !== null && <Button onPress={onNext}>{t('rate.next')}</Button>}
        <Button
          variant="primary"
          isPending={isPending}
          onPress={() => void act(() => client.rating.finish({ id: detail.summary.id }))}
        >
          {t('compare.finish')}
        </Button>
      </div>
    </>
  );
}

/** One step of the review: pending while it is taken, and a sentence when it is refused. */
function useStep(onDone: () => void) {
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  async function act(step: () => Promise<unknown>): Promise<void> {
    setPending(true);
    try {
      await step();
      setProblem(null);
      onDone();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setPending(false);
  }
  return { act, isPending, problem };
}
