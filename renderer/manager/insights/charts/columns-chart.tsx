import { AxisBottom, AxisLeft } from '@visx/axis';
import { GridRows } from '@visx/grid';
import { Group } from '@visx/group';
import { scaleBand, scaleLinear } from '@visx/scale';
import { Bar, Line } from '@visx/shape';

/** One column of a chart: its value in every series. */
export interface ChartColumn {
  readonly id: string;
  readonly label: string;
  /** Null leaves a gap: there is no number. */
  readonly values: readonly (number | null)[];
}

interface ColumnsChartProps {
  /** What the picture shows, in a sentence: the figures stand in the table beside it. */
  readonly label: string;
  readonly columns: readonly ChartColumn[];
  readonly format: (value: number) => string;
  /** Written along the upright axis. */
  readonly unit?: string;
  /** Between two columns, as a share of all of them: where a limit lies. One per series. */
  readonly marks?: readonly { readonly at: number; readonly series: number }[];
  readonly height?: number;
}

/** In units of the picture, which grows with the card. */
const WIDTH = 560;
const MARGIN = { top: 26, right: 8, bottom: 26, left: 40 };
const AXIS_TEXT = { className: 'ins-chart__text' };

/** Upright columns side by side. Series differ by shade and pattern, never by colour alone. */
export function ColumnsChart({ label, columns, format, unit, marks = [], height = 200 }: ColumnsChartProps) {
  const inner = { width: WIDTH - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom };
  const series = Math.max(1, ...columns.map(({ values }) => values.length));
  const most = Math.max(...columns.flatMap(({ values }) => values.flatMap((value) => value ?? [])));
  const x = scaleBand({ domain: columns.map(({ id }) => id), range: [0, inner.width], padding: 0.22 });
  const y = scaleLinear({ domain: [0, most > 0 ? most : 1], range: [inner.height, 0], nice: 4 });
  const width = x.bandwidth() / series;
  const labels = new Map(columns.map((column) => [column.id, column.label]));
  return (
    // an `img` cannot be drawn here; its values stand in a table beside it
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    <svg className="ins-chart" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={label}>
      <Group left={MARGIN.left} top={MARGIN.top}>
        <GridRows scale={y} width={inner.width} numTicks={4} className="ins-chart__grid" />
        {columns.flatMap(({ id, values }) =>
          values.map((value, index) => {
            if (value === null) return null;
            const top = y(value);
            return (
              <Bar
                // the series of a column have no other name
                // oxlint-disable-next-line react/no-array-index-key
                key={`${id} ${index}`}
                className={`ins-chart__column ins-chart__column--${index}`}
                x={(x(id) ?? 0) + index * width}
                y={top}
                width={Math.max(1, width - 1)}
                height={inner.height - top}
              />
            );
          }),
        )}
        {marks.map(({ at, series: index }) => (
          <Line
            key={index}
            className={`ins-chart__mark ins-chart__mark--${index}`}
            from={{ x: at * inner.width, y: -6 }}
            to={{ x: at * inner.width, y: inner.height }}
          />
        ))}
        <AxisLeft
          scale={y}
          numTicks={4}
          hideTicks
          hideAxisLine
          tickFormat={(value) => format(Number(value))}
          tickLabelProps={{ ...AXIS_TEXT, textAnchor: 'end', dx: -4, dy: 4 }}
        />
        <AxisBottom
          scale={x}
          top={inner.height}
          hideTicks
          axisLineClassName="ins-chart__line"
          tickFormat={(id) => labels.get(id) ?? ''}
          tickLabelProps={{ ...AXIS_TEXT, textAnchor: 'middle', dy: 2 }}
        />
        {unit !== undefined && (
          <text className="ins-chart__text" x={-MARGIN.left} y={-15}>
            {unit}
          </text>
        )}
      </Group>
    </svg>
  );
}
