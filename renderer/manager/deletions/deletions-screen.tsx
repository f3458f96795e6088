import { Clock3, FileCheck2, Trash2 } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Button, Spinner, Table, type TableColumn } from '#renderer/ui/index.ts';
import type { DeletionEntry } from '#shared/contract/review.ts';
import { useManagerClient } from '../manager-client.tsx';
import { PageHeader } from '../page-header.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { useFormats } from '../use-formats.ts';
import { useLoad } from '../use-load.ts';
import { CertificateDialog } from './certificate-dialog.tsx';
import { useActor } from './use-actor.ts';
import './deletions.css';

/** The newest are shown; older ones are in the database and at head office. */
const SHOWN = 500;

function useColumns(onShow: (entry: DeletionEntry) => void): readonly TableColumn<DeletionEntry>[] {
  const { t } = useTranslation('manager');
  const format = useFormats();
  const actorOf = useActor();
  return useMemo(
    (): readonly TableColumn<DeletionEntry>[] => [
      {
        id: 'reference',
        title: t('deletions.reference'),
        isRowHeader: true,
        cell: ({ reference }) => <span className="ui-tabular">{reference}</span>,
      },
      { id: 'method', title: t('deletions.method'), cell: ({ method }) => t(`deletions.methods.${method}`) },
      {
        id: 'at',
        title: t('deletions.at'),
        cell: ({ deletedAt }) => <span className="ui-tabular mgr-nowrap">{format.dateTime(deletedAt)}</span>,
      },
      { id: 'by', title: t('deletions.who'), cell: (entry) => actorOf(entry) },
      {
        id: 'certificate',
        title: t('deletions.certificate'),
        align: 'end',
        cell: (entry) => <CertificateCell entry={entry} onShow={() => onShow(entry)} />,
      },
    ],
    [t, format, actorOf, onShow],
  );
}

/** What was deleted: reference, why, when, by whom, and the signed certificate of each. */
export function DeletionsScreen() {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const { load, reload } = useLoad(useCallback(() => client.review.listDeletions({ limit: SHOWN }), [client]));
  const [shown, setShown] = useState<DeletionEntry | null>(null);
  const columns = useColumns(setShown);
  return (
    <div className="mgr-page">
      <PageHeader title={t('deletions.title')} note={t('deletions.note')} />
      {load.state === 'loading' && (
        <div className="mgr-wait">
          <Spinner label={t('common.loading')} />
        </div>
      )}
      {load.state === 'failed' && <ProblemBanner problem={load.problem} onRetry={() => void reload()} />}
      {load.state === 'ready' && (
        <div className="mgr-sheet">
          <Table
            label={t('deletions.title')}
            className="mgr-table"
            columns={columns}
            rows={load.value}
            rowId={({ id }) => id}
            onOpen={(entry) => {
              if (entry.certificate !== null && entry.isFinished) setShown(entry);
            }}
            empty={
              <div className="mgr-empty">
                <Trash2 aria-hidden="true" />
                <p className="mgr-empty__title">{t('deletions.empty')}</p>
                <p>{t('deletions.empty_hint')}</p>
              </div>
            }
          />
        </div>
      )}
      {shown !== null && shown.certificate !== null && (
        <CertificateDialog entry={shown} certificate={shown.certificate} onClose={() => setShown(null)} />
      )}
    </div>
  );
}

function CertificateCell({ entry, onShow }: { readonly entry: DeletionEntry; readonly onShow: () => void }) {
  const { t } = useTranslation('manager');
  if (!entry.isFinished) {
    return (
      <Badge tone="warn" icon={<Clock3 aria-hidden="true" />}>
        {t('deletions.unfinished')}
      </Badge>
    );
  }
  if (entry.certificate === null) return <span className="mgr-soft">{t('deletions.nothing_said')}</span>;
  return (
    <Button
      variant="quiet"
      icon={<FileCheck2 aria-hidden="true" />}
      aria-label={t('deletions.show_of', { reference: entry.reference })}
      onPress={onShow}
    >
      {t('deletions.show')}
    </Button>
  );
}
