import { useTranslation } from 'react-i18next';
import { Card } from '#renderer/ui/index.ts';
import type { DimensionResult } from '#shared/assessment.ts';
import type { SessionDetail } from '#shared/contract/review.ts';
import { isLocked } from '#shared/rating.ts';
import { useFormats } from '../use-formats.ts';
import { EngineLine } from './words/engine-details.tsx';
import { ConfidenceReasons, IntervalBar, ScoreWithError } from './words/score-with-error.tsx';
import { LevelMark } from './words/indicator-levels.tsx';
import './interview-result.css';

/** One competency: its number with error and level, or in words why there is none. */
function Dimension({ result, name }: { readonly result: DimensionResult; readonly name: string }) {
  const { t } = useTranslation('manager');
  const format = useFormats();
  const { interval, level, confidence, itemIds, coverage, weight } = result;
  return (
    <li className="mgr-dimension">
      <div>
        <h3>{name}</h3>
        <p className="mgr-soft">{t('result.weight', { share: format.percent(weight) })}</p>
      </div>
      {interval === null ? (
        <div className="mgr-dimension__none">
          <p>{t('result.insufficient')}</p>
          <p className="mgr-soft">
            {itemIds.length === 0
              ? t('result.nothing_scored')
              : t('result.little_observed', { share: format.percent(coverage) })}
          </p>
        </div>
      ) : (
        <>
          <div>
            <IntervalBar interval={interval} />
            <ScoreWithError interval={interval} confidence={confidence} answers={itemIds.length} />
            {confidence !== null && <ConfidenceReasons confidence={confidence} answers={itemIds.length} />}
          </div>
          {level !== null && <LevelMark level={level} />}
        </>
      )}
    </li>
  );
}

type NoResult = 'refused' | 'not_finished' | 'not_rated' | 'hidden' | 'none';

function noResultReason({ consents, summary, review }: SessionDetail): NoResult {
  if (consents?.scoring === false) return 'refused';
  if (summary.phase !== 'finalized') return 'not_finished';
  // it is there, but not for whoever has yet to rate, nor for whoever has not asked for levels
  if (review !== null && !isLocked(review.mine?.state)) return 'not_rated';
  return review !== null && review.machine !== 'levels' ? 'hidden' : 'none';
}

/** The interview as a whole: competencies with their errors, and a total only where nothing is missing. Never a verdict. */
export function InterviewResultCard({ detail }: { readonly detail: SessionDetail }) {
  const { t, i18n } = useTranslation('manager');
  const { result, dimensions } = detail;
  const nameOf = (id: string): string => dimensions.find((each) => each.id === id)?.name ?? id;
  if (result === null) {
    return (
      <Card title={t('result.title')} className="mgr-result">
        <p>{t(`result.absent.${noResultReason(detail)}`)}</p>
      </Card>
    );
  }
  const missing = new Intl.ListFormat(i18n.language).format(result.missingDimensions.map(nameOf));
  const answers = new Set(result.dimensions.flatMap(({ itemIds }) => itemIds)).size;
  return (
    <Card title={t('result.title')} className="mgr-result">
      <ul className="mgr-dimensions">
        {result.dimensions.map((each) => (
          <Dimension key={each.dimensionId} result={each} name={nameOf(each.dimensionId)} />
        ))}
        <li className="mgr-dimension mgr-dimension--total">
          <h3>{t('result.total')}</h3>
          {result.status === 'scored' && result.total !== null ? (
            <div>
              <IntervalBar interval={result.total} />
              <ScoreWithError interval={result.total} confidence={null} answers={answers} />
            </div>
          ) : (
            <div className="mgr-dimension__none">
              <p>
                {missing === ''
                  ? t('result.incomplete')
                  : t('result.missing', { names: missing, interpolation: { escapeValue: false } })}
              </p>
              <p className="mgr-soft">{t('result.never_ranked')}</p>
            </div>
          )}
        </li>
      </ul>
      <p>{t('result.no_verdict', { context: detail.summary.purpose })}</p>
      <p className="mgr-soft">{t('score.not_used')}</p>
      {result.engine !== null && <EngineLine engine={result.engine} />}
    </Card>
  );
}
