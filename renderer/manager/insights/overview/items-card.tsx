import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Card, Table, type TableColumn } from '#renderer/ui/index.ts';
import type { ItemFigures } from '#shared/insights/overview.ts';
import { clockTime, useFormats } from '../../use-formats.ts';
import { ShareBar } from '../charts/share-bar.tsx';

/** Question by question: who reached it, who left there, how long it took. */
export function ItemsCard({ items }: { readonly items: readonly ItemFigures[] }) {
  const { t } = useTranslation('insights');
  const format = useFormats();
  const most = Math.max(1, ...items.map(({ reached }) => reached));
  const columns = useMemo(
    (): readonly TableColumn<ItemFigures>[] => [
      {
        id: 'prompt',
        title: t('items.question'),
        isRowHeader: true,
        cell: ({ number, prompt }) => (
          <span className="ins-question">
            <span className="mgr-soft ui-tabular">{number}</span>
            <span className="ins-question__prompt" title={prompt}>
              {prompt}
            </span>
          </span>
        ),
      },
      {
        id: 'reached',
        title: t('items.reached'),
        cell: ({ reached }) => (
          <span className="ins-bar-cell">
            <span className="ui-tabular">{format.number(reached)}</span>
            <ShareBar share={reached / most} />
          </span>
        ),
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
        cell: ({ medianMs, timed }) =>
          timed === 0 ? (
            <span className="mgr-soft">–</span>
          ) : medianMs === null ? (
            <span className="mgr-soft" title={t('items.timed', { count: timed })}>
              {t('too_few')}
            </span>
          ) : (
            <span title={t('items.timed', { count: timed })}>{clockTime(medianMs)}</span>
          ),
      },
      {
        id: 'listen',
        title: t('items.to_listen'),
        align: 'end',
        cell: ({ needsReview }) => format.number(needsReview),
      },
    ],
    [t, format, most],
  );
  return (
    <Card title={t('items.title')}>
      <Table
        label={t('items.title')}
        columns={columns}
        rows={items}
        rowId={({ itemId }) => itemId}
        className="ins-table"
        empty={t('items.none')}
      />
      <p className="mgr-soft">{t('items.note')}</p>
    </Card>
  );
}
