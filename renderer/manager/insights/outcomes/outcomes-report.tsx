import { WideTable } from '../wide-table.tsx';
import { useTranslation } from 'react-i18next';
import { Badge, Banner, Card } from '#renderer/ui/index.ts';
import type { CalibrationFigures, ValidityFigure } from '#shared/insights/calibration.ts';
import { useFormats } from '../../use-formats.ts';
import { CorrelationInterval } from '../charts/correlation-interval.tsx';
import type { SuggestedWeights } from '../insights-screen.tsx';
import { WeightsCard } from './weights-card.tsx';

interface OutcomesReportProps {
  readonly figures: CalibrationFigures;
  readonly onRehearse: (weights: SuggestedWeights) => void;
}

/** Validity first and uncorrected, then what weights it speaks for, then what the top band looks like. */
export function OutcomesReport({ figures, onRehearse }: OutcomesReportProps) {
  const { t } = useTranslation('insights');
  const { rows, matched, people, dimensions, total, topBands, pairsNeeded } = figures;
  if (matched === 0) {
    return (
      <Banner tone="warn" title={t('outcomes.nobody.title')}>
        {t('outcomes.nobody.next')}
      </Banner>
    );
  }
  return (
    <div className="mgr-stack">
      <p className="mgr-soft">{t('outcomes.matched', { rows, matched, people })}</p>
      <Card title={t('outcomes.validity')}>
        <WideTable label={t('outcomes.validity')}>
          <table className="ins-plain ins-plain--wide">
            <thead>
              <tr>
                <th scope="col">{t('outcomes.score')}</th>
                <th scope="col">{t('outcomes.pairs')}</th>
                <th scope="col">{t('outcomes.r')}</th>
                <th scope="col" className="ins-plain__picture">
                  {t('outcomes.interval')}
                </th>
                <th scope="col">{t('outcomes.bootstrap')}</th>
                <th scope="col">{t('outcomes.corrected')}</th>
                <th scope="col" className="ins-plain__words">
                  {t('outcomes.means')}
                </th>
              </tr>
            </thead>
            <tbody>
              <ValidityRow name={t('outcomes.total')} validity={total} />
              {dimensions.map(({ dimensionId, name, validity }) => (
                <ValidityRow key={dimensionId} name={name} validity={validity} />
              ))}
            </tbody>
          </table>
        </WideTable>
        <p className="mgr-soft">{t('outcomes.power', { needs: needsOf(pairsNeeded) })}</p>
      </Card>
      <WeightsCard figures={figures} onRehearse={onRehearse} />
      {topBands.length > 0 && <TopBands bands={topBands} />}
    </div>
  );
}

function needsOf(pairsNeeded: CalibrationFigures['pairsNeeded']): string {
  return pairsNeeded.map(({ r, n }) => `r ${r.toFixed(2)}: ${n}`).join(', ');
}

function ValidityRow({ name, validity }: { readonly name: string; readonly validity: ValidityFigure }) {
  const { t } = useTranslation('insights');
  const format = useFormats();
  if (validity.status !== 'reported') {
    return (
      <tr>
        <th scope="row">{name}</th>
        <td>{format.number(validity.n)}</td>
        <td colSpan={5} className="ins-plain__words">
          <span className="mgr-soft">{t(`outcomes.statuses.${validity.status}`)}</span>
        </td>
      </tr>
    );
  }
  const { n, r, interval, bootstrap, corrected, mayBeChance } = validity;
  const range = ({ low, high }: { low: number; high: number }) =>
    t('from_to', { low: format.ratio(low), high: format.ratio(high) });
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{format.number(n)}</td>
      <td>{format.ratio(r)}</td>
      <td className="ins-plain__picture">
        <span className="ins-ratio">
          <CorrelationInterval r={r} interval={interval} />
          <span>{range(interval)}</span>
        </span>
      </td>
      <td>{bootstrap === null ? '–' : range(bootstrap)}</td>
      <td>{corrected === null ? '–' : format.ratio(corrected.r)}</td>
      <td className="ins-plain__words">{mayBeChance && <Badge>{t('outcomes.may_be_chance')}</Badge>}</td>
    </tr>
  );
}

function TopBands({ bands }: { readonly bands: CalibrationFigures['topBands'] }) {
  const { t } = useTranslation('insights');
  const format = useFormats();
  return (
    <Card title={t('outcomes.top.title')}>
      <ul className="ins-sentences">
        {bands.map(({ from, to, chance }) => (
          <li key={from}>
            {chance.status === 'too_few'
              ? t('outcomes.top.too_few', { from, to, count: chance.alike })
              : t(chance.mayBeChance ? 'outcomes.top.like_all' : 'outcomes.top.reached', {
                  from,
                  to,
                  alike: chance.alike,
                  reached: chance.reached,
                  low: format.percent(chance.interval.low),
                  high: format.percent(chance.interval.high),
                  all: chance.all,
                  allReached: chance.allReached,
                })}
          </li>
        ))}
      </ul>
      <p className="mgr-soft">{t('outcomes.top.note')}</p>
    </Card>
  );
}
