import { WideTable } from '../wide-table.tsx';
import { useTranslation } from 'react-i18next';
import { Badge, type BadgeTone } from '#renderer/ui/index.ts';
import type { FairnessCategory, FairnessTable, FairnessVerdict, ShownFairness } from '#shared/insights/fairness.ts';
import { useFormats } from '../../use-formats.ts';
import { RatioInterval } from '../charts/ratio-interval.tsx';

/** Nothing is green: not finding anything is no proof. */
const TONES: Readonly<Record<FairnessVerdict, BadgeTone>> = {
  reference: 'neutral',
  too_few: 'neutral',
  not_comparable: 'neutral',
  excluded: 'neutral',
  flag: 'danger',
  watch: 'warn',
  inconclusive: 'neutral',
  no_sign: 'accent',
};

/** Rates and impact ratios of one column, or of several crossed. */
export function FairnessTableView({
  table,
  kind,
}: {
  readonly table: FairnessTable;
  readonly kind: ShownFairness['kind'];
}) {
  const { t } = useTranslation('insights');
  const format = useFormats();
  const hidden = (value: number | null) => (value === null ? t('audit.hidden') : format.number(value));
  const isScoring = kind === 'scoring';
  const isAnyHidden = table.categories.some(({ suppressed }) => suppressed !== null) || table.unknown.n === null;
  return (
    <>
      <WideTable label={table.columns.join(' × ')}>
        <table className="ins-plain ins-plain--wide">
          <thead>
            <tr>
              <th scope="col">{t('audit.category')}</th>
              <th scope="col">{t('audit.n')}</th>
              <th scope="col">{t(isScoring ? 'audit.above' : 'audit.selected')}</th>
              <th scope="col">{t('audit.rate')}</th>
              <th scope="col">{t('audit.ratio')}</th>
              <th scope="col" className="ins-plain__picture">
                {t('audit.interval')}
              </th>
              <th scope="col">{t('audit.p')}</th>
              {isScoring && <th scope="col">{t('audit.d')}</th>}
              <th scope="col" className="ins-plain__words">
                {t('audit.verdict')}
              </th>
            </tr>
          </thead>
          <tbody>
            {table.categories.map((each) => (
              <tr key={each.category.join('\u0000')}>
                <th scope="row">{each.category.join(' × ')}</th>
                <td>{hidden(each.n)}</td>
                <td>{hidden(each.hits)}</td>
                <td>{each.rate === null ? '–' : format.percent(each.rate)}</td>
                <td>{each.impactRatio === null ? '–' : format.ratio(each.impactRatio)}</td>
                <td className="ins-plain__picture">
                  <RatioInterval ratio={each.impactRatio} interval={each.ratioInterval} />
                </td>
                <td>{each.test === null ? '–' : format.probability(each.test.p)}</td>
                {isScoring && <td>{each.d === null ? '–' : format.ratio(each.d)}</td>}
                <td className="ins-plain__words">
                  <VerdictWords category={each} />
                </td>
              </tr>
            ))}
            <tr className="ins-plain__unknown">
              <th scope="row">{t('audit.unknown')}</th>
              <td>{hidden(table.unknown.n)}</td>
              <td>{hidden(table.unknown.hits)}</td>
              <td colSpan={isScoring ? 6 : 5}>–</td>
            </tr>
          </tbody>
        </table>
      </WideTable>
      {table.exclusion !== null && (
        <p className="mgr-soft">{t('audit.left_out', { justification: table.exclusion.justification })}</p>
      )}
      {isAnyHidden && <p className="mgr-soft">{t('audit.why_hidden')}</p>}
    </>
  );
}

function VerdictWords({ category: { verdict, flip } }: { readonly category: FairnessCategory }) {
  const { t } = useTranslation('insights');
  return (
    <span className="mgr-badges">
      <Badge tone={TONES[verdict]}>{t(`audit.verdicts.${verdict}`)}</Badge>
      {flip?.changesFlag === true && <span className="mgr-soft">{t('audit.one_person')}</span>}
    </span>
  );
}
