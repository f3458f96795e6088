import type { ReactNode } from 'react';
import { Cell, Column, Row, Table as AriaTable, TableBody, TableHeader } from 'react-aria-components';
import { classNames } from './class-names.ts';
import './table.css';

export interface TableColumn<T> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: T) => ReactNode;
  readonly isRowHeader?: boolean;
  readonly align?: 'start' | 'end';
}

export interface TableProps<T> {
  readonly label: string;
  readonly columns: readonly TableColumn<T>[];
  readonly rows: readonly T[];
  readonly rowId: (row: T) => string;
  /** Opens a row: press, Enter or double click. */
  readonly onOpen?: (row: T) => void;
  readonly empty?: ReactNode;
  readonly className?: string;
}

/** Rows and columns with arrow-key navigation. One column must be the row header. */
export function Table<T>({ label, columns, rows, rowId, onOpen, empty, className }: TableProps<T>) {
  return (
    <AriaTable
      aria-label={label}
      className={classNames('ui-table', onOpen !== undefined && 'ui-table--openable', className)}
      {...(onOpen === undefined
        ? {}
        : {
            onRowAction: (key) => {
              const row = rows.find((candidate) => rowId(candidate) === key);
              if (row !== undefined) onOpen(row);
            },
          })}
    >
      <TableHeader>
        {columns.map((column) => (
          <Column
            key={column.id}
            id={column.id}
            isRowHeader={column.isRowHeader ?? false}
            className={classNames('ui-table__column', column.align === 'end' && 'ui-table--end')}
          >
            {column.title}
          </Column>
        ))}
      </TableHeader>
      <TableBody renderEmptyState={() => <div className="ui-table__empty">{empty}</div>}>
        {rows.map((row) => (
          <Row key={rowId(row)} id={rowId(row)} className="ui-table__row">
            {columns.map((column) => (
              <Cell key={column.id} className={classNames('ui-table__cell', column.align === 'end' && 'ui-table--end')}>
                {column.cell(row)}
              </Cell>
            ))}
          </Row>
        ))}
      </TableBody>
    </AriaTable>
  );
}
