import { useVirtualizer, type Range, defaultRangeExtractor } from '@tanstack/react-virtual';
import { Check } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import type { TableColumn } from './table.tsx';
import './table.css';
import './long-table.css';

const ROW_PX = 50;
const HEADING_PX = 38;
/** Rows drawn beyond those in sight, on either side. */
const OVERSCAN = 4;
/** So close to the end of what is loaded, more is asked for. */
const NEAR_END_ROWS = 8;
/** Until the browser has measured the table: what fits on a large screen. */
const UNMEASURED = { width: 0, height: 800 };
/** The heading is the first row of the grid, and rows are counted from one. */
const FIRST_ROW_INDEX = 2;

export interface LongTableColumn<T> extends TableColumn<T> {
  /** In pixels, or a share of what is left (`2fr`). */
  readonly width?: number | `${number}fr`;
  readonly minWidth?: number;
}

export interface LongTableProps<T> {
  readonly label: string;
  readonly columns: readonly LongTableColumn<T>[];
  /** Those loaded so far. */
  readonly rows: readonly T[];
  /** How many there are, loaded or not. */
  readonly total: number;
  readonly rowId: (row: T) => string;
  /** Opens a row: press or Enter. */
  readonly onOpen: (row: T) => void;
  /** The reader comes to the end of what is loaded. */
  readonly onNearEnd: () => void;
  readonly isLoadingMore: boolean;
  /** Said while more is loaded. */
  readonly loading: string;
  /** Rows can be marked, by their box or with the space bar: their ids, and what to do when that changes. */
  readonly marked?: ReadonlySet<string>;
  readonly onMark?: (ids: ReadonlySet<string>) => void;
}

const trackOf = <T,>({ width = '1fr', minWidth = 0 }: LongTableColumn<T>): string =>
  typeof width === 'number' ? `${width}px` : `minmax(${minWidth}px, ${width})`;

function MarkBox({
  isMarked,
  labelId,
  onChange,
}: {
  readonly isMarked: boolean;
  readonly labelId: string;
  readonly onChange: () => void;
}) {
  return (
    <label className="ui-mark">
      <input
        type="checkbox"
        className="ui-visually-hidden"
        tabIndex={-1}
        checked={isMarked}
        aria-labelledby={labelId}
        onChange={({ currentTarget }) => {
          onChange();
          // the keys go on from this row
          currentTarget.closest('tr')?.focus();
        }}
      />
      <span className="ui-mark__box">
        <Check aria-hidden="true" />
      </span>
    </label>
  );
}

/** Where a key leads from a row; undefined for any other key. */
function targetOf(key: string, from: number, last: number, page: number): number | undefined {
  const [down, up] = [from + 1, from - 1];
  const to = {
    ArrowDown: down,
    j: down,
    ArrowUp: up,
    k: up,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: last,
  };
  const target = to[key as keyof typeof to];
  return target === undefined ? undefined : Math.min(last, Math.max(0, target));
}

/**
 * A table of which only the rows in sight are drawn: a hundred thousand scroll like ten. All rows have one height; the table fills
 * its parent and scrolls by itself. Cells are plain elements: as components of react-aria they took half a second to appear (ADR 34).
 */
export function LongTable<T>(props: LongTableProps<T>) {
  const { label, columns, rows, rowId, onOpen, onNearEnd, marked, onMark } = props;
  const baseId = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [currentId, setCurrentId] = useState<string | null>(null);
  /** Takes the focus once it is drawn. */
  const wantsFocus = useRef(false);
  const ids = rows.map(rowId);
  const current = Math.max(0, currentId === null ? 0 : ids.indexOf(currentId));
  // oxlint-disable-next-line react/incompatible-library -- nothing that it returns is handed on to a component
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => ids[index] ?? index,
    overscan: OVERSCAN,
    scrollMargin: HEADING_PX,
    scrollPaddingStart: HEADING_PX,
    initialRect: UNMEASURED,
    // the row that has the focus stays, wherever the reader scrolls
    rangeExtractor: (range: Range) =>
      [...new Set([...defaultRangeExtractor(range), current])]
        .filter((at) => at < range.count)
        .toSorted((a, b) => a - b),
  });
  const isNearEnd = (virtualizer.range?.endIndex ?? 0) + NEAR_END_ROWS >= rows.length;

  useEffect(() => {
    if (isNearEnd) onNearEnd();
  }, [isNearEnd, rows.length, onNearEnd]);
  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    frame.current
      ?.querySelector<HTMLElement>(`[aria-rowindex="${current + FIRST_ROW_INDEX}"]`)
      ?.focus({ preventScroll: true });
  });

  const mark = (id: string) => {
    if (marked === undefined || onMark === undefined) return;
    const ids = new Set(marked);
    if (!ids.delete(id)) ids.add(id);
    onMark(ids);
  };

  function handleKey(event: KeyboardEvent): void {
    const row = rows[current];
    const id = ids[current];
    if (row === undefined || id === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(((frame.current?.clientHeight ?? 0) - HEADING_PX) / ROW_PX) - 1);
    const to = targetOf(event.key, current, rows.length - 1, page);
    if (to !== undefined) {
      wantsFocus.current = true;
      setCurrentId(ids[to] ?? null);
      virtualizer.scrollToIndex(to);
    } else if (event.key === 'Enter') onOpen(row);
    else if (event.key === ' ') mark(id);
    else return;
    event.preventDefault();
  }

  const isMarkable = marked !== undefined && onMark !== undefined;
  const firstColumn = isMarkable ? 2 : 1;
  const tracks = [...(isMarkable ? ['44px'] : []), ...columns.map(trackOf)].join(' ');
  const sizes = {
    '--ui-tracks': tracks,
    '--ui-row': `${ROW_PX}px`,
    '--ui-heading': `${HEADING_PX}px`,
  } as CSSProperties;
  return (
    <div ref={frame} className="ui-long-table ui-scroll" style={sizes}>
      <table
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- ARIA's data grid: a table whose rows are walked with the arrow keys
        role="grid"
        aria-label={label}
        aria-rowcount={props.total + 1}
        aria-colcount={columns.length + firstColumn - 1}
        aria-multiselectable={isMarkable}
        className="ui-table ui-table--openable"
      >
        <thead>
          <tr aria-rowindex={1}>
            {isMarkable && (
              <th scope="col" aria-colindex={1} className="ui-table__column">
                <span className="ui-visually-hidden">{label}</span>
              </th>
            )}
            {columns.map(({ id, title, align }, at) => (
              <th
                key={id}
                scope="col"
                aria-colindex={at + firstColumn}
                className={classNames('ui-table__column', align === 'end' && 'ui-table--end')}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            const id = ids[index];
            if (row === undefined || id === undefined) return null;
            const isMarked = marked?.has(id) === true;
            return (
              <tr
                key={id}
                aria-rowindex={index + FIRST_ROW_INDEX}
                {...(isMarkable && { 'aria-selected': isMarked })}
                {...(isMarked && { 'data-selected': true })}
                tabIndex={index === current ? 0 : -1}
                className="ui-table__row"
                style={{ top: start - HEADING_PX }}
                onFocus={() => setCurrentId(id)}
                onKeyDown={handleKey}
                onClick={({ target }) => {
                  // a press on the box marks, and opens nothing
                  if (!(target as Element).closest('.ui-mark')) onOpen(row);
                }}
              >
                {isMarkable && (
                  <td aria-colindex={1} className="ui-table__cell">
                    <MarkBox isMarked={isMarked} labelId={`${baseId}-${id}`} onChange={() => mark(id)} />
                  </td>
                )}
                {columns.map((column, at) => {
                  const Cell = column.isRowHeader === true ? 'th' : 'td';
                  return (
                    <Cell
                      key={column.id}
                      aria-colindex={at + firstColumn}
                      className={classNames('ui-table__cell', column.align === 'end' && 'ui-table--end')}
                      {...(column.isRowHeader === true && { id: `${baseId}-${id}`, scope: 'row' })}
                    >
                      {column.cell(row)}
                    </Cell>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
        {props.isLoadingMore && (
          <tfoot>
            <tr>
              <td className="ui-long-table__more">{props.loading}</td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
