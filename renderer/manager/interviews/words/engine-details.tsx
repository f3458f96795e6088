import { useTranslation } from 'react-i18next';
import type { EngineIdentity, Gates } from '#shared/assessment.ts';
import type { Locale } from '#shared/localized.ts';
import { clockTime, useFormats } from '../../use-formats.ts';
import './engine-details.css';

/** Which engine made a number: enough to make it again, selectable to be copied. */
export function EngineLine({ engine }: { readonly engine: EngineIdentity }) {
  const { t } = useTranslation('manager');
  return (
    <p className="mgr-engine">
      {t('engine.version', { version: engine.version })}{' '}
      <code className="ui-mono" title={t('engine.hash')}>
        {engine.configHash}
      </code>{' '}
      {engine.embedding === null ? t('engine.by_words') : t('engine.by_meaning', { model: engine.embedding.id })}
    </p>
  );
}

/** What decided whether the answer could be scored at all, as measured. */
export function GateFacts({ gates, locale }: { readonly gates: Gates; readonly locale: Locale }) {
  const { t } = useTranslation('manager');
  const format = useFormats();
  const unit = locale === 'en' ? 'words' : 'characters';
  const [low, high] = gates.rateRange;
  const facts: readonly [name: string, value: string][] = [
    ['length', t(`gates.length_${unit}`, { units: gates.units, least: gates.minUnits })],
    ...(gates.speechMs === null ? [] : [['speech', clockTime(gates.speechMs)] as const]),
    ...(gates.rate === null
      ? []
      : [
          [
            'rate',
            t(`gates.rate_${unit}`, {
              rate: format.number(gates.rate),
              low: format.number(low),
              high: format.number(high),
            }),
          ] as const,
        ]),
    ...(gates.unknownRatio === null ? [] : [['unknown', format.percent(gates.unknownRatio)] as const]),
    ...(gates.heardLanguage === null ? [] : [['language', format.language(gates.heardLanguage)] as const]),
    ...(gates.functionShare === null ? [] : [['function', format.percent(gates.functionShare)] as const]),
    ['repeated', format.percent(gates.repeatedShare)],
  ].map(([name = '', value = '']) => [name, value]);
  return (
    <details className="mgr-more">
      <summary>{t('gates.title')}</summary>
      <dl className="mgr-facts mgr-gates">
        {facts.map(([name, value]) => (
          <div key={name} className="mgr-facts__row">
            <dt>{t(`gates.${name}`)}</dt>
            <dd className="ui-tabular">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mgr-soft">{t('gates.note')}</p>
    </details>
  );
}
