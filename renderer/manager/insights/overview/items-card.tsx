import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Card, Table, type TableColumn } from '#renderer/ui/index.ts';
import type { ItemFigures } from '#shared/insights/overview.ts';
import { clockTime, useFormats } from '../../use-formats.ts';
import { ShareBar } from '../charts/share-bar.tsx';

interface ItemCellProps {
  readonly item: ItemFigures;
}

function Question({ item: { number, prompt } }: ItemCellProps) {
  return (
    <span className="ins-question">
      <span className="mgr-soft ui-tabular">{number}</span>
      <span className="ins-question__prompt" title={prompt}>
        {prompt}
      </span>
    </span>
  );
}

function Reached({ item: { reached }, most }: ItemCellProps & { readonly most: number }) {
  const format = useFormats();
  return (
    <span className="ins-bar-cell">
      <span className="ui-tabular">{format.number(reached)}</span>
      <ShareBar share={reached / most} />
    </span>
  );
}

function TimeTaken({ item: { medianMs, timed } }: ItemCellProps) {
  const { t } = useTranslation('insights');
  if (timed === 0) return <span className="mgr-soft">–</span>;
  const title = t('items.timed', { count: timed });
  return medianMs === null ? (
    <span className="mgr-soft" title={title}>
      {t('too_few')}
    </span>
  ) : (
    <span title={title}>{clockTime(medianMs)}</span>
  );
}

interface ColumnParts {
  readonly t: TFunction<'insights'>;
  readonly format: ReturnType<typeof useFormats>;
  /** People who reached the question that most have reached: the whole length of a bar. */
  readonly most: number;
}

function columnsOf({ t, format, most }: ColumnParts): readonly TableColumn<ItemFigures>[] {
  return [
    {
      id: 'prompt',
      title: t('items.question'),
      isRowHeader: true,
      cell: (item) => <Question item={item} />,
    },
    {
      id: 'reached',
      title: t('items.reached'),
      cell: (item) => <Reached item={item} most={most} />,
    },
    { id: 'answered', title: t('items.answered'), align: 'end', cell: ({ answered }) => format.number(answered) },
    { id: 'skipped', title: t('items.skipped'), align: 'end', cell: ({ skipped }) => format.number(skipped) },
    {
      id: 'left',
      title: t('items.left_here'),
      align: 'end',
      cell: ({ leftHere, reached }) =>
        leftHere === 0
          ? '0'
          : t('items.left_share', { count: leftHere, share: format.percent(leftHere / Math.max(1, reached)) }),
    },
    {
      id: 'time',
      title: t('items.time'),
      align: 'end',
      cell: (item) => <TimeTaken item={item} />,
    },
    {
      id: 'listen',
      title: t('items.to_listen'),
      align: 'end',
      cell: ({ needsReview }) => format.number(needsReview),
    },
  ];
}

/** Question by question: who reached it, who left there, how long it took. */
export function ItemsCard({ items }: { readonly items: readonly ItemFigures[] }) {
  const { t } = useTranslation('insights');
  const format = useFormats();
  const most = Math.max(1, ...items.map(({ reached }) => reached));
  return (
    <Card title={t('items.title')}>
      <Table
        label={t('items.title')}
        columns={columnsOf({ t, format, most })}
        rows={items}
        rowId={({ itemId }) => itemId}
        className="ins-table"
        empty={t('items.none')}
      />
      <p className="mgr-soft">{t('items.note')}</p>
    </Card>
  );
}
