import { useTranslation } from 'react-i18next';
import { Card } from '#renderer/ui/index.ts';
import type { NoiseHour } from '#shared/insights/overview.ts';
import { useFormats } from '../../use-formats.ts';
import { ColumnsChart } from '../charts/columns-chart.tsx';

/** How loud the room was, by the hour of the day. */
export function NoiseCard({ noise }: { readonly noise: readonly NoiseHour[] }) {
  const { t } = useTranslation('insights');
  const format = useFormats();
  if (noise.length === 0) {
    return (
      <Card title={t('noise.title')}>
        <p className="mgr-soft">{t('noise.none')}</p>
      </Card>
    );
  }
  return (
    <Card title={t('noise.title')}>
      <ColumnsChart
        label={t('noise.picture')}
        unit={t('noise.noisy_share')}
        format={format.percent}
        columns={noise.map(({ hour, noisy, recordings }) => ({
          id: String(hour),
          label: String(hour),
          values: [noisy / recordings],
        }))}
      />
      <details className="ins-details">
        <summary>{t('as_table')}</summary>
        <table className="ins-plain">
          <thead>
            <tr>
              <th scope="col">{t('noise.hour')}</th>
              <th scope="col">{t('noise.recordings')}</th>
              <th scope="col">{t('noise.noisy')}</th>
              <th scope="col">{t('noise.above')}</th>
            </tr>
          </thead>
          <tbody>
            {noise.map(({ hour, recordings, noisy, medianSnrDb }) => (
              <tr key={hour}>
                <th scope="row">{t('noise.from_to', { from: hour, to: hour + 1 })}</th>
                <td>{format.number(recordings)}</td>
                <td>{format.number(noisy)}</td>
                <td>{medianSnrDb === null ? t('too_few') : t('noise.db', { value: format.number(medianSnrDb) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      <p className="mgr-soft">{t('noise.note')}</p>
    </Card>
  );
}
