import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, GripVertical } from 'lucide-react';
import type { ReactNode } from 'react';
import { GridList, GridListItem, useDragAndDrop, Button as AriaButton } from 'react-aria-components';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { moveItem } from './move-item.ts';
import './sortable-list.css';

export interface SortableItem {
  readonly id: string;
  readonly text: string;
  /** Drawn in place of the text, which then only names the row. */
  readonly picture?: ReactNode;
}

export interface SortableListProps {
  readonly label: string;
  readonly items: readonly SortableItem[];
  /** `horizontal`: cards side by side, the first at the left. */
  readonly orientation?: 'vertical' | 'horizontal';
  readonly onReorder: (ids: readonly string[]) => void;
  /** Names of the controls of one row, spoken to screen readers. */
  readonly upLabel: (item: SortableItem) => string;
  readonly downLabel: (item: SortableItem) => string;
  readonly dragLabel: (item: SortableItem) => string;
}

const ROW_TYPE = 'application/x-anteroom-row';

/** A numbered list or row of cards put in order by dragging, by up and down buttons, or by keyboard. The first row is number one. */
export function SortableList({
  label,
  items,
  orientation = 'vertical',
  onReorder,
  upLabel,
  downLabel,
  dragLabel,
}: SortableListProps) {
  const isVertical = orientation === 'vertical';
  const ids = items.map(({ id }) => id);
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ [ROW_TYPE]: String(key) })),
    acceptedDragTypes: [ROW_TYPE],
    onReorder: ({ keys, target }) => {
      const [moved] = [...keys].map(String);
      if (moved === undefined) return;
      const others = ids.filter((id) => id !== moved);
      const at = others.indexOf(String(target.key)) + (target.dropPosition === 'after' ? 1 : 0);
      onReorder(others.toSpliced(at, 0, moved));
    },
  });

  return (
    <GridList
      aria-label={label}
      className={classNames('ui-sortable', `ui-sortable--${orientation}`)}
      orientation={orientation}
      items={items}
      // rows are kept per item by the library; without this a row would go on showing, and moving from, its first place
      dependencies={[ids.join()]}
      dragAndDropHooks={dragAndDropHooks}
    >
      {(item) => {
        const at = ids.indexOf(item.id);
        return (
          <GridListItem id={item.id} textValue={item.text} className="ui-sortable__row">
            <AriaButton slot="drag" className="ui-sortable__grip" aria-label={dragLabel(item)}>
              <GripVertical aria-hidden="true" />
            </AriaButton>
            <span className="ui-sortable__number" aria-hidden="true">
              {at + 1}
            </span>
            {item.picture === undefined ? (
              <span className="ui-sortable__text">{item.text}</span>
            ) : (
              <span className="ui-sortable__picture">{item.picture}</span>
            )}
            <Button
              variant="secondary"
              isIconOnly
              icon={isVertical ? <ArrowUp aria-hidden="true" /> : <ArrowLeft aria-hidden="true" />}
              aria-label={upLabel(item)}
              isDisabled={at === 0}
              onPress={() => onReorder(moveItem(ids, at, at - 1))}
            />
            <Button
              variant="secondary"
              isIconOnly
              icon={isVertical ? <ArrowDown aria-hidden="true" /> : <ArrowRight aria-hidden="true" />}
              aria-label={downLabel(item)}
              isDisabled={at === ids.length - 1}
              onPress={() => onReorder(moveItem(ids, at, at + 1))}
            />
          </GridListItem>
        );
      }}
    </GridList>
  );
}
