import { scaleLinear } from '@visx/scale';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../use-formats.ts';

const WIDTH = 150;
const HEIGHT = 20;
/** Ratios beyond this are drawn at the edge. */
const MOST = 1.4;

/** Where an impact ratio lies with its interval, against four fifths and one. */
export function RatioInterval({
  ratio,
  interval,
}: {
  readonly ratio: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
}) {
  const { t } = useTranslation('insights');
  const format = useFormats();
  if (ratio === null || interval === null) return <>–</>;
  const x = scaleLinear({ domain: [0, MOST], range: [4, WIDTH - 4], clamp: true });
  const low = format.ratio(interval.low);
  const high = format.ratio(interval.high);
  return (
    <span className="ins-ratio">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="ins-ratio__picture" aria-hidden="true">
        <line className="ins-ratio__limit" x1={x(0.8)} x2={x(0.8)} y1={1} y2={HEIGHT - 1} />
        <line className="ins-ratio__one" x1={x(1)} x2={x(1)} y1={1} y2={HEIGHT - 1} />
        <line className="ins-ratio__line" x1={x(interval.low)} x2={x(interval.high)} y1={HEIGHT / 2} y2={HEIGHT / 2} />
        <circle className="ins-ratio__dot" cx={x(ratio)} cy={HEIGHT / 2} r={4} />
      </svg>
      <span>{t('from_to', { low, high })}</span>
    </span>
  );
}
