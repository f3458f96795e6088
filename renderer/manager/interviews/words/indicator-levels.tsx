import { useTranslation } from 'react-i18next';
import { Card } from '#renderer/ui/index.ts';
import type { IndicatorEvidence, IndicatorResult } from '#shared/assessment.ts';
import type { AnswerDetail } from '#shared/contract/review.ts';
import { useFormats } from '../../use-formats.ts';
import { Quote, type Sounds } from './quote.tsx';
import { anchorsAround, inReadingOrder } from './score-words.ts';
import './indicator-levels.css';

type Indicator = AnswerDetail['indicators'][number];

/** What the level looks like in the words of the job's author; between two of them it says so. */
function Anchor({ level, anchors }: { readonly level: number; readonly anchors: Indicator['anchors'] }) {
  const { t } = useTranslation('manager');
  const [low, high] = anchorsAround(level);
  if (high === undefined) return <p className="mgr-anchor">{anchors[low]}</p>;
  return (
    <p className="mgr-anchor">
      {t('levels.between', { low: anchors[low], high: anchors[high], interpolation: { escapeValue: false } })}
    </p>
  );
}

/** Level with its five steps; the steps are drawn, the words say it. */
export function LevelMark({ level }: { readonly level: number }) {
  const { t } = useTranslation('manager');
  return (
    <span className="mgr-level">
      {t('score.level_of', { level })}
      <span className="mgr-level__steps" aria-hidden="true">
        {[1, 2, 3, 4, 5].map((step) => (
          <i key={step} className={step <= level ? 'mgr-level__step mgr-level__step--on' : 'mgr-level__step'} />
        ))}
      </span>
    </span>
  );
}

/** A quote, and why it counts: which words or meaning matched, whose deed it was, and whether it happened. */
function Evidence({ evidence, sounds }: { readonly evidence: IndicatorEvidence; readonly sounds: Sounds }) {
  const { t } = useTranslation('manager');
  const { lexical, semantic, hits, ownership, reality } = evidence;
  const byMeaning = semantic !== null && semantic > lexical;
  return (
    <div className="mgr-evidence">
      <Quote clause={evidence.clause} sounds={sounds} />
      <p className="mgr-evidence__why">
        {byMeaning || hits.length === 0
          ? t('evidence.by_meaning')
          : t('evidence.by_words', { words: hits.join(t('evidence.comma')), interpolation: { escapeValue: false } })}
        {' · '}
        {t(`evidence.ownership.${ownership}`)}
        {' · '}
        {t(`evidence.reality.${reality}`)}
      </p>
    </div>
  );
}

function IndicatorItem({
  result,
  indicator,
  sounds,
  showLevels,
}: {
  readonly result: IndicatorResult;
  readonly indicator: Indicator;
  readonly sounds: Sounds;
  readonly showLevels: boolean;
}) {
  const { t } = useTranslation('manager');
  const { level, evidence, counterCues, notFound, state } = result;
  return (
    <li className="mgr-indicator">
      <header className="mgr-indicator__head">
        <div>
          <h3>{indicator.name}</h3>
          <p className="mgr-soft">{indicator.dimension}</p>
        </div>
        {showLevels && level !== null ? (
          <LevelMark level={level} />
        ) : (
          <span className="mgr-soft">{t(showLevels ? `indicator_states.${state}` : 'levels.none')}</span>
        )}
      </header>
      {showLevels && level !== null && <Anchor level={level} anchors={indicator.anchors} />}
      {evidence.map((each) => (
        <Evidence key={`${each.clause.answerKey} ${each.clause.startChar}`} evidence={each} sounds={sounds} />
      ))}
      {counterCues.length > 0 && (
        <div className="mgr-evidence mgr-evidence--counter">
          <p className="mgr-evidence__why">{t('evidence.counter')}</p>
          {counterCues.map((clause) => (
            <Quote key={`${clause.answerKey} ${clause.startChar}`} clause={clause} sounds={sounds} />
          ))}
        </div>
      )}
      {notFound.length > 0 && (
        <ul className="mgr-not-found">
          {notFound.map((code) => (
            <li key={code}>{t(`findings.${code}`)}</li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** Level by level what an answer shows, with the words it rests on and what was not found. */
export function IndicatorLevels({
  answer,
  indicators,
  sounds,
  showLevels,
}: {
  readonly answer: AnswerDetail;
  readonly indicators: readonly IndicatorResult[];
  readonly sounds: Sounds;
  readonly showLevels: boolean;
}) {
  const { t } = useTranslation('manager');
  return (
    <Card title={t('levels.title')}>
      <ul className="mgr-indicator-list">
        {inReadingOrder(indicators).map((result) => {
          const indicator = answer.indicators.find(({ id }) => id === result.indicatorId);
          return indicator === undefined ? null : (
            <IndicatorItem
              key={result.indicatorId}
              result={result}
              indicator={indicator}
              sounds={sounds}
              showLevels={showLevels}
            />
          );
        })}
      </ul>
    </Card>
  );
}

/** What an item listens for, with the described levels to judge by: where nothing was read by the engine. */
export function AnchorList({ answer }: { readonly answer: AnswerDetail }) {
  const { t } = useTranslation('manager');
  const format = useFormats();
  return (
    <Card title={t('answer.listens_for')}>
      <ul className="mgr-indicator-list">
        {answer.indicators.map(({ id, name, dimension, anchors }) => (
          <li key={id} className="mgr-indicator">
            <div>
              <h3>{name}</h3>
              <p className="mgr-soft">{dimension}</p>
            </div>
            <details className="mgr-more">
              <summary>{t('levels.described')}</summary>
              <dl className="mgr-anchors">
                {([1, 3, 5] as const).map((level) => (
                  <div key={level}>
                    <dt>{t('score.level_of', { level: format.number(level) })}</dt>
                    <dd>{anchors[level]}</dd>
                  </div>
                ))}
              </dl>
            </details>
          </li>
        ))}
      </ul>
    </Card>
  );
}
