import { Bookmark } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Card, classNames } from '#renderer/ui/index.ts';
import type { AnswerDetail, RecordingDetail } from '#shared/contract/review.ts';
import type { Purpose } from '#shared/purpose.ts';
import type { RatingDraft } from '#shared/rating.ts';
import type { BesideAnswer } from '../interviews/answer-view.tsx';
import { LevelScale } from './level-scale.tsx';
import { PickedQuotes } from './picked-quotes.tsx';
import type { RatingWork } from './use-rating-draft.ts';
import './rate-panel.css';

/** A moment is this long: long enough for a sentence. */
const MOMENT_SECONDS = 8;

interface RatePanelProps {
  readonly answer: AnswerDetail;
  readonly purpose: Purpose;
  readonly drafts: readonly RatingDraft[];
  readonly work: RatingWork;
  /** The indicator that keys and picked words go to; null for none. */
  readonly active: string | null;
  readonly onActive: (indicatorId: string) => void;
  readonly beside: BesideAnswer;
}

/** What this person saw in one answer, indicator by indicator. Nothing of the machine is here. */
export function RatePanel({ answer, purpose, drafts, work, active, onActive, beside }: RatePanelProps) {
  const { t } = useTranslation('review');
  if (drafts.length === 0) {
    const isGiven = answer.status !== 'no_answer' && answer.status !== 'pending';
    return (
      <Card title={t('rate.title')}>
        <p className="mgr-soft">{t(isGiven ? 'rate.no_words' : 'rate.not_answered')}</p>
      </Card>
    );
  }
  return (
    <Card title={t('rate.title', { context: purpose })} className="rev-rate">
      <p className="mgr-soft">{t('rate.lead', { context: purpose })}</p>
      <ul className="rev-rate__list">
        {drafts.map((draft) => {
          const indicator = answer.indicators.find(({ id }) => id === draft.indicatorId);
          if (indicator === undefined) return null;
          return (
            <RateItem
              key={draft.indicatorId}
              answer={answer}
              indicator={indicator}
              draft={draft}
              work={work}
              isActive={active === draft.indicatorId}
              onActive={() => onActive(draft.indicatorId)}
              beside={beside}
            />
          );
        })}
      </ul>
      <KeyHints />
    </Card>
  );
}

/** What the keys do, for whoever has a keyboard. */
function KeyHints() {
  const { t } = useTranslation('review');
  return (
    <p className="rev-keys mgr-soft" aria-hidden="true">
      <span>
        <kbd>1</kbd>–<kbd>5</kbd> {t('rate.keys_level')}
      </span>
      <span>
        <kbd>0</kbd> {t('rate.cannot_tell')}
      </span>
      <span>
        <kbd>J</kbd> <kbd>K</kbd> {t('rate.keys_move')}
      </span>
      <span>
        <kbd>⇧</kbd> <kbd>→</kbd> {t('rate.keys_mark')}
      </span>
      <span>
        <kbd>␣</kbd> {t('rate.keys_play')}
      </span>
    </p>
  );
}

function RateItem({
  answer,
  indicator,
  draft,
  work,
  isActive,
  onActive,
  beside,
}: {
  readonly answer: AnswerDetail;
  readonly indicator: AnswerDetail['indicators'][number];
  readonly draft: RatingDraft;
  readonly work: RatingWork;
  readonly isActive: boolean;
  readonly onActive: () => void;
  readonly beside: BesideAnswer;
}) {
  const { t } = useTranslation('review');
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isActive) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    <li
      ref={ref}
      className={classNames('rev-item', isActive && 'rev-item--active', draft.judgement !== null && 'rev-item--rated')}
      aria-current={isActive ? 'true' : undefined}
    >
      <button type="button" className="rev-item__head" onClick={onActive} aria-expanded={isActive}>
        <span className="rev-item__name">{indicator.name}</span>
        <span className="mgr-soft">{indicator.dimension}</span>
      </button>
      <LevelScale
        indicator={indicator}
        value={draft.judgement}
        isOpen={isActive}
        onChange={(judgement) => {
          onActive();
          work.rate(draft, judgement);
        }}
      />
      <PickedQuotes
        quotes={draft.quotes}
        answer={answer}
        sounds={beside.sounds}
        onRemove={(quote) => work.toggleQuote(draft, quote)}
      />
      {isActive && (
        <div className="rev-item__pick">
          <p className="mgr-soft">{t(draft.quotes.length === 0 ? 'rate.no_quotes' : 'rate.pick_hint')}</p>
          {beside.shown !== null && (
            <MarkMoment
              recording={beside.shown}
              positionMs={beside.positionMs}
              onMark={(startMs, endMs, recordingId) =>
                work.toggleQuote(draft, { kind: 'sound', recordingId, startMs, endMs })
              }
            />
          )}
        </div>
      )}
    </li>
  );
}

/** For what is heard and not written: the last seconds become the quote. */
function MarkMoment({
  recording,
  positionMs,
  onMark,
}: {
  readonly recording: RecordingDetail;
  readonly positionMs: number;
  readonly onMark: (startMs: number, endMs: number, recordingId: RecordingDetail['id']) => void;
}) {
  const { t } = useTranslation('review');
  const endMs = Math.round(positionMs);
  const startMs = Math.max(0, endMs - MOMENT_SECONDS * 1000);
  return (
    <Button
      variant="quiet"
      icon={<Bookmark aria-hidden="true" />}
      isDisabled={endMs - startMs < 1000}
      aria-description={t('rate.mark_hint', { seconds: MOMENT_SECONDS })}
      onPress={() => onMark(startMs, endMs, recording.id)}
    >
      {t('rate.mark_moment')}
    </Button>
  );
}
