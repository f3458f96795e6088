import { ArrowRight, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Banner, Button, Card, type BadgeTone } from '#renderer/ui/index.ts';
import { PAPERS } from '#shared/contract/paper.ts';
import type { SessionDetail } from '#shared/contract/review.ts';
import { type Decision, judgesPeople, type Outcome } from '#shared/decision.ts';
import type { Gap, ReviewSheet } from '#shared/review-sheet.ts';
import type { Purpose } from '#shared/purpose.ts';
import { isLocked, ratingKeyOf } from '#shared/rating.ts';
import { Locale } from '#shared/localized.ts';
import { IntervalBar, ScoreWithError } from '../interviews/words/score-with-error.tsx';
import { useFormats } from '../use-formats.ts';
import { DecisionForm } from './decision-form.tsx';
import { PapersCard } from './papers-card.tsx';
import { ProposalCard } from './proposal-card.tsx';
import type { ReviewPlace } from './review-contents.tsx';
import { TrainingCard } from './training-card.tsx';
import './decide-place.css';

export const OUTCOME_TONES: Readonly<Record<Outcome, BadgeTone>> = {
  advance: 'good',
  hold: 'warn',
  decline: 'neutral',
  plan: 'good',
  noted: 'neutral',
};

interface DecidePlaceProps {
  readonly detail: SessionDetail;
  readonly sheet: ReviewSheet;
  readonly onShow: (place: ReviewPlace) => void;
  readonly onChanged: () => void;
}

/** What people saw, what rules propose, and what this person decides. */
export function DecidePlace({ detail, sheet, onShow, onChanged }: DecidePlaceProps) {
  const { t, i18n } = useTranslation('review');
  const locale = Locale.parse(i18n.language);
  const [isAgain, setAgain] = useState(false);
  const { id, purpose } = detail.summary;
  const name = detail.summary.candidate ?? detail.summary.reference;
  const [newest] = sheet.decisions;
  const hasLocked = isLocked(sheet.mine?.state);
  // a colleague's locked review is enough to rest on
  const isUnrated = !hasLocked && sheet.others.length === 0;
  const judges = judgesPeople(purpose);
  return (
    <div className="rev-decide">
      <div className="mgr-stack">
        <Card title={t(judges ? 'decide.title' : `decide.title_${purpose}`)}>
          {newest !== undefined && !isAgain ? (
            <DecisionShown decision={newest} purpose={purpose} onAgain={() => setAgain(true)} />
          ) : (
            <>
              {isUnrated && judges && (
                <Banner
                  title={t('decide.first_rate')}
                  action={
                    <Button iconAfter={<ArrowRight aria-hidden="true" />} onPress={() => onShow(0)}>
                      {t('decide.to_rate')}
                    </Button>
                  }
                />
              )}
              {sheet.mine?.state === 'revealed' && <p className="mgr-soft">{t('decide.finish_first')}</p>}
              {isAgain && <p className="mgr-soft">{t('decide.again_hint')}</p>}
              <DecisionForm
                key={newest?.id ?? 'first'}
                id={id}
                name={name}
                purpose={purpose}
                isUnrated={isUnrated}
                supersedes={newest?.id ?? null}
                onCancel={isAgain ? () => setAgain(false) : null}
                onDecided={() => {
                  setAgain(false);
                  onChanged();
                }}
              />
            </>
          )}
          <p className="mgr-soft">{t(judges ? 'decide.no_verdict' : `decide.no_verdict_${purpose}`)}</p>
        </Card>
        {sheet.proposals.length > 0 && (
          <Card title={t('proposals.of_person')}>
            <ul className="rev-proposals">
              {sheet.proposals.map((proposal) => (
                <li key={proposal.id}>
                  <ProposalCard proposal={proposal} dimensions={detail.dimensions} onChanged={onChanged} />
                </li>
              ))}
            </ul>
          </Card>
        )}
        {sheet.decisions.length > 1 && <DecisionHistory decisions={sheet.decisions} />}
      </div>
      <div className="mgr-stack">
        <SecondPerson sheet={sheet} />
        {purpose === 'training' && sheet.final !== null && <TrainingCard id={id} locale={locale} />}
        <PeopleResult detail={detail} sheet={sheet} />
        {hasLocked && <PapersCard id={id} spoken={detail.summary.locale} kinds={PAPERS[purpose]} />}
        {sheet.gaps.length > 0 && <Gaps detail={detail} gaps={sheet.gaps} onShow={onShow} />}
      </div>
    </div>
  );
}

function DecisionShown({
  decision,
  purpose,
  onAgain,
}: {
  readonly decision: Decision;
  readonly purpose: Purpose;
  readonly onAgain: () => void;
}) {
  const { t } = useTranslation('review');
  return (
    <div className="mgr-stack">
      <DecisionLine decision={decision} />
      <div className="rev-change__acts">
        <Button onPress={onAgain}>{t('decide.again', { context: purpose })}</Button>
      </div>
    </div>
  );
}

/** One decision: what, by whom, when and why. */
function DecisionLine({
  decision,
  isSuperseded = false,
}: {
  readonly decision: Decision;
  readonly isSuperseded?: boolean;
}) {
  const { t } = useTranslation('review');
  const format = useFormats();
  const { outcome, reason, words, decidedBy, decidedAt } = decision;
  return (
    <div className="rev-decision">
      <p className="rev-decision__head">
        <Badge tone={OUTCOME_TONES[outcome]}>{t(`outcomes.${outcome}`)}</Badge>
        <strong>{t(`decision_reasons.${reason}`)}</strong>
        {isSuperseded && <span className="mgr-soft">{t('decide.superseded')}</span>}
      </p>
      {words === null ? (
        <p className="mgr-soft">{t('decide.words_hidden')}</p>
      ) : (
        <blockquote className="mgr-quote">{words}</blockquote>
      )}
      <p className="mgr-soft">{t('decide.by', { name: decidedBy ?? '–', at: format.dateTime(decidedAt) })}</p>
    </div>
  );
}

function DecisionHistory({ decisions }: { readonly decisions: readonly Decision[] }) {
  const { t } = useTranslation('review');
  return (
    <Card title={t('decide.history')}>
      <ol className="rev-proposals">
        {decisions.slice(1).map((each) => (
          <li key={each.id}>
            <DecisionLine decision={each} isSuperseded />
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** A second person is asked: the colleague by who is asked, or the reader who is the second. */
function SecondPerson({ sheet }: { readonly sheet: ReviewSheet }) {
  const { t } = useTranslation('review');
  const isMet = sheet.others.length > 0;
  if (!sheet.isSecondWanted || isMet) return null;
  const kind = isLocked(sheet.mine?.state) ? 'second_wanted' : 'second_for_you';
  return (
    <Banner tone="warn" icon={<UsersRound />} title={t(`decide.${kind}`)}>
      {t(`decide.${kind}_hint`)}
    </Banner>
  );
}

/** Competencies by people's ratings, each with its error. */
function PeopleResult({ detail, sheet }: { readonly detail: SessionDetail; readonly sheet: ReviewSheet }) {
  const { t } = useTranslation('review');
  const { final } = sheet;
  if (final === null) {
    return (
      <Card title={t('decide.summary')}>
        <p className="mgr-soft">{t('decide.none_yet')}</p>
      </Card>
    );
  }
  return (
    <Card title={t('decide.summary')}>
      {!judgesPeople(detail.summary.purpose) && (
        <p className="mgr-soft">{t(`decide.summary_note_${detail.summary.purpose}`)}</p>
      )}
      <ul className="rev-summary">
        {final.dimensions.map(({ dimensionId, interval, confidence, itemIds }) => (
          <li key={dimensionId}>
            <h3>{detail.dimensions.find((each) => each.id === dimensionId)?.name ?? dimensionId}</h3>
            {interval === null ? (
              <p className="mgr-soft">{t('decide.not_enough')}</p>
            ) : (
              <>
                <IntervalBar interval={interval} />
                <ScoreWithError interval={interval} confidence={confidence} answers={itemIds.length} />
              </>
            )}
          </li>
        ))}
        {final.total !== null && (
          <li className="rev-summary__total">
            <h3>{t('decide.total')}</h3>
            <IntervalBar interval={final.total} />
            <ScoreWithError
              interval={final.total}
              confidence={null}
              answers={new Set(final.dimensions.flatMap(({ itemIds }) => itemIds)).size}
            />
          </li>
        )}
      </ul>
    </Card>
  );
}

/** Where people, or a person and the machine, saw the same behaviour differently. */
function Gaps({
  detail,
  gaps,
  onShow,
}: {
  readonly detail: SessionDetail;
  readonly gaps: readonly Gap[];
  readonly onShow: (place: ReviewPlace) => void;
}) {
  const { t } = useTranslation('review');
  return (
    <Card title={t('decide.gaps')}>
      <ul className="rev-summary">
        {gaps.map((gap) => {
          const index = detail.answers.findIndex(({ itemId }) => itemId === gap.itemId);
          const answer = detail.answers[index];
          const name = answer?.indicators.find(({ id }) => id === gap.indicatorId)?.name ?? gap.indicatorId;
          return (
            <li key={`${gap.between} ${ratingKeyOf(gap)}`}>
              <button type="button" className="rev-link" onClick={() => onShow(index)}>
                {answer?.number}. {name}
              </button>
              <p className="mgr-soft">{t(`decide.gap_${gap.between}`, { low: gap.low, high: gap.high })}</p>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
