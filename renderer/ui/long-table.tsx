import type { ReactNode } from 'react';
import {
  Cell,
  Checkbox,
  Collection,
  Column,
  Row,
  Table as AriaTable,
  TableBody,
  TableHeader,
  TableLayout,
  TableLoadMoreItem,
  Virtualizer,
} from 'react-aria-components';
import { Check } from 'lucide-react';
import { classNames } from './class-names.ts';
import type { TableColumn } from './table.tsx';
import './table.css';
import './long-table.css';

const ROW_PX = 50;
const HEADING_PX = 38;

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
  readonly rowId: (row: T) => string;
  /** Opens a row: press, Enter or double click. */
  readonly onOpen: (row: T) => void;
  /** The reader comes to the end of what is loaded. */
  readonly onNearEnd: () => void;
  readonly isLoadingMore: boolean;
  /** Said while more is loaded. */
  readonly loading: string;
  /** Rows can be marked: their ids, and what to do when that changes. */
  readonly marked?: ReadonlySet<string>;
  readonly onMark?: (ids: ReadonlySet<string>) => void;
  readonly empty?: ReactNode;
}

function MarkBox() {
  return (
    <Checkbox slot="selection" className="ui-mark">
      <span className="ui-mark__box">
        <Check aria-hidden="true" />
      </span>
    </Checkbox>
  );
}

/**
 * A table of which only the rows in sight are drawn: a hundred thousand scroll like ten. All rows have one height; the table fills
 * its parent and scrolls by itself.
 */
export function LongTable<T>(props: LongTableProps<T>) {
  const { label, columns, rows, rowId, onOpen, marked, onMark, empty } = props;
  const isMarkable = marked !== undefined && onMark !== undefined;
  return (
    <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight: ROW_PX, headingHeight: HEADING_PX }}>
      <AriaTable
        aria-label={label}
        className="ui-table ui-table--openable ui-long-table ui-scroll"
        onRowAction={(key) => {
          const row = rows.find((candidate) => rowId(candidate) === key);
          if (row !== undefined) onOpen(row);
        }}
        {...(isMarkable
          ? {
              selectionMode: 'multiple' as const,
              selectedKeys: marked,
              onSelectionChange: (keys) => onMark(new Set(keys === 'all' ? rows.map(rowId) : [...keys].map(String))),
            }
          : {})}
      >
        <TableHeader>
          {isMarkable && (
            <Column width={44} minWidth={44} className="ui-table__column">
              <span className="ui-visually-hidden">{label}</span>
            </Column>
          )}
          {columns.map(({ id, title, isRowHeader = false, align, width, minWidth }) => (
            <Column
              key={id}
              id={id}
              isRowHeader={isRowHeader}
              {...(width === undefined ? {} : { width })}
              {...(minWidth === undefined ? {} : { minWidth })}
              className={classNames('ui-table__column', align === 'end' && 'ui-table--end')}
            >
              {title}
            </Column>
          ))}
        </TableHeader>
        <TableBody renderEmptyState={() => <div className="ui-table__empty">{empty}</div>}>
          <Collection items={rows.map((row) => ({ id: rowId(row), row }))} dependencies={[columns, isMarkable]}>
            {({ id, row }) => (
              <Row id={id} className="ui-table__row">
                {isMarkable && (
                  <Cell className="ui-table__cell">
                    <MarkBox />
                  </Cell>
                )}
                {columns.map((column) => (
                  <Cell
                    key={column.id}
                    className={classNames('ui-table__cell', column.align === 'end' && 'ui-table--end')}
                  >
                    {column.cell(row)}
                  </Cell>
                ))}
              </Row>
            )}
          </Collection>
          <TableLoadMoreItem onLoadMore={props.onNearEnd} isLoading={props.isLoadingMore} scrollOffset={2}>
            <span className="ui-long-table__more">{props.loading}</span>
          </TableLoadMoreItem>
        </TableBody>
      </AriaTable>
    </Virtualizer>
  );
}
