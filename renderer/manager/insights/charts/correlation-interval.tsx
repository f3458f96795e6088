import { scaleLinear } from '@visx/scale';

const WIDTH = 180;
const HEIGHT = 20;

/** Where a correlation lies with its interval, from −1 to 1. The numbers stand beside it. */
export function CorrelationInterval({
  r,
  interval,
}: {
  readonly r: number;
  readonly interval: { readonly low: number; readonly high: number };
}) {
  const x = scaleLinear({ domain: [-1, 1], range: [4, WIDTH - 4], clamp: true });
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="ins-ratio__picture ins-ratio__picture--wide" aria-hidden="true">
      <line className="ins-ratio__axis" x1={x(-1)} x2={x(1)} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      <line className="ins-ratio__one" x1={x(0)} x2={x(0)} y1={1} y2={HEIGHT - 1} />
      <line className="ins-ratio__line" x1={x(interval.low)} x2={x(interval.high)} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      <circle className="ins-ratio__dot" cx={x(r)} cy={HEIGHT / 2} r={4} />
    </svg>
  );
}
