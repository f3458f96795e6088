import { MonitorSmartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, Button, Dialog, Table, type TableColumn } from '#renderer/ui/index.ts';
import type { Publication, PublicationKiosk } from '#shared/wire/publication.ts';
import { EmptyNote } from '../../empty-note.tsx';
import type { Words } from '../../words.ts';

/** Kiosks a publication is for. */
export function kiosksFor({ sites }: Publication, kiosks: readonly PublicationKiosk[]): readonly PublicationKiosk[] {
  return kiosks.filter(({ site }) => sites?.includes(site) ?? true);
}

/** Whether a kiosk keeps this version, or has taken its withdrawal. */
export function hasTaken({ cursor }: Publication, kiosk: PublicationKiosk): boolean {
  return kiosk.cursor !== null && kiosk.cursor >= cursor;
}

function columnsOf({ t, formats }: Words, publication: Publication): TableColumn<PublicationKiosk>[] {
  return [
    { id: 'kiosk', title: t('fleet.kiosk'), isRowHeader: true, cell: ({ deviceId }) => deviceId },
    { id: 'site', title: t('fleet.site'), cell: ({ site }) => site },
    {
      id: 'state',
      title: t('publications.state'),
      cell: (kiosk) =>
        hasTaken(publication, kiosk) ? (
          <Badge tone="good">{publication.isWithdrawn ? t('publications.taken_away') : t('publications.taken')}</Badge>
        ) : (
          <Badge tone="warn">{t('publications.not_yet')}</Badge>
        ),
    },
    {
      id: 'asked',
      title: t('publications.asked'),
      cell: ({ since }) => (
        <span className="mgr-nowrap">{since === null ? t('publications.never_asked') : formats.dateTime(since)}</span>
      ),
    },
  ];
}

/** Which kiosks have taken the newest version, as far as the hub knows. */
export function KiosksDialog({
  publication,
  kiosks,
  title,
  onClose,
}: {
  readonly publication: Publication;
  readonly kiosks: readonly PublicationKiosk[];
  readonly title: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <Dialog
      isOpen
      size="wide"
      onOpenChange={onClose}
      title={t('publications.kiosks_title', { title, version: publication.version })}
      actions={<Button onPress={onClose}>{t('common.close')}</Button>}
    >
      <div className="mgr-stack">
        <p>{t('publications.kiosks_lead')}</p>
        <Table
          className="mgr-table con-table"
          label={t('publications.kiosks')}
          rows={kiosksFor(publication, kiosks)}
          rowId={({ deviceId }) => deviceId}
          columns={columnsOf({ t, formats }, publication)}
          empty={
            <EmptyNote icon={<MonitorSmartphone aria-hidden="true" />} title={t('publications.no_kiosk')}>
              {t('publications.no_kiosk_hint')}
            </EmptyNote>
          }
        />
      </div>
    </Dialog>
  );
}
