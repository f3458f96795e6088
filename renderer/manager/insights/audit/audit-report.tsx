import { useTranslation } from 'react-i18next';
import { Banner, Card } from '#renderer/ui/index.ts';
import type { ShownFairness } from '#shared/insights/fairness.ts';
import { useFormats } from '../../use-formats.ts';
import { FairnessTableView } from './fairness-table-view.tsx';

interface AuditReportProps {
  readonly report: { readonly audit: ShownFairness; readonly peoplePerGroupNeeded: number | null };
}

/** A bias audit: first what needs a look, then every table. */
export function AuditReport({ report: { audit, peoplePerGroupNeeded } }: AuditReportProps) {
  const { t } = useTranslation('insights');
  const format = useFormats();
  const verdicts = audit.tables.flatMap(({ categories }) => categories.map(({ verdict }) => verdict));
  const flags = verdicts.filter((verdict) => verdict === 'flag').length;
  const watches = verdicts.filter((verdict) => verdict === 'watch').length;
  const unsure = verdicts.filter((verdict) => verdict === 'too_few' || verdict === 'inconclusive').length;
  const tone = flags > 0 ? 'danger' : watches > 0 ? 'warn' : 'info';
  const found = flags > 0 ? 'flagged' : watches > 0 ? 'watched' : unsure > 0 ? 'unsure' : 'no_sign';
  return (
    <div className="mgr-stack">
      <Banner tone={tone} title={t(`audit.found.${found}.title`, { count: flags > 0 ? flags : watches })}>
        {t(`audit.found.${found}.next`)}
      </Banner>
      <p className="mgr-soft">
        {t('audit.people', { count: audit.people })}
        {audit.withoutOutcome > 0 && ` ${t('audit.without_outcome', { count: audit.withoutOutcome })}`}
        {audit.median !== null && ` ${t('audit.median', { median: format.number(audit.median) })}`}
        {peoplePerGroupNeeded !== null &&
          ` ${t('audit.needed', { count: peoplePerGroupNeeded, people: format.number(peoplePerGroupNeeded) })}`}
      </p>
      {audit.tables.map((table) => (
        <Card
          key={table.columns.join(' × ')}
          title={
            table.columns.length > 1 ? t('audit.crossed', { columns: table.columns.join(' × ') }) : table.columns[0]
          }
        >
          <FairnessTableView table={table} kind={audit.kind} />
        </Card>
      ))}
      <p className="mgr-soft">{t('audit.caution')}</p>
    </div>
  );
}
