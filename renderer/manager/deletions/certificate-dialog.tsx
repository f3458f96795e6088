import { FileCheck2, Printer, Save } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { canSaveFiles, saveFile } from '#renderer/api/save-file.ts';
import { Button, Dialog } from '#renderer/ui/index.ts';
import type { DeletionEntry } from '#shared/contract/review.ts';
import type { DeletionCertificate } from '#shared/wire/deletion-certificate.ts';
import { useFormats } from '../use-formats.ts';
import { useActor } from './use-actor.ts';

/** For whoever checks it: the very words that were signed. */
function save(certificate: DeletionCertificate): void {
  const text = `${JSON.stringify(certificate, null, 2)}\n`;
  saveFile(`deletion-${certificate.sessionId}.json`, 'application/json', text);
}

interface CertificateDialogProps {
  readonly entry: DeletionEntry;
  readonly certificate: DeletionCertificate;
  readonly onClose: () => void;
}

/** A signed certificate of deletion, to be read, printed or kept as a file. */
export function CertificateDialog({ entry, certificate, onClose }: CertificateDialogProps) {
  const { t } = useTranslation('manager');
  const format = useFormats();
  const actorOf = useActor();
  const facts: readonly [string, string][] = [
    [t('certificate.interview'), `${entry.reference} · ${certificate.sessionId}`],
    [t('certificate.method'), t(`deletions.methods.${entry.method}`)],
    [t('certificate.at'), `${format.dateTime(certificate.deletedAt)} · ${certificate.deletedAt}`],
    [t('certificate.by'), actorOf(entry)],
    [t('certificate.records'), format.number(certificate.recordIds.length)],
    [t('certificate.files'), format.number(certificate.files.length)],
    [
      t('certificate.key_epoch'),
      certificate.keyEpochDestroyed === null ? t('certificate.no_key') : format.number(certificate.keyEpochDestroyed),
    ],
  ];
  const proofs: readonly [string, string][] = [
    [t('certificate.id'), certificate.certificateId],
    [t('certificate.kiosk'), certificate.deviceId],
    [t('certificate.audit_head'), `${certificate.previousAuditHead.seq} · ${certificate.previousAuditHead.sha256}`],
    ...certificate.files.map(({ recordingId, sha256 }): [string, string] => [
      t('certificate.file'),
      `${recordingId} · ${sha256 ?? t('certificate.never_closed')}`,
    ]),
    [t('certificate.public_key'), certificate.publicKey],
    [t('certificate.signature'), certificate.signature],
  ];
  return (
    <Dialog
      isOpen
      size="wide"
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      icon={<FileCheck2 aria-hidden="true" />}
      title={t('certificate.title')}
      actions={
        <>
          <Button onPress={onClose}>{t('certificate.close')}</Button>
          {/* where nothing can be saved a technician has `anteroom certificate show` */}
          {canSaveFiles() && (
            <Button icon={<Save aria-hidden="true" />} onPress={() => save(certificate)}>
              {t('certificate.save')}
            </Button>
          )}
          <Button variant="primary" icon={<Printer aria-hidden="true" />} onPress={() => window.print()}>
            {t('certificate.print')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack mgr-certificate">
        <p>{t('certificate.what')}</p>
        <dl className="mgr-certificate__facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <dl className="mgr-certificate__facts mgr-certificate__facts--proof">
          {proofs.map(([name, value]) => (
            <div key={value}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <p className="mgr-soft">{t('certificate.check')}</p>
      </div>
    </Dialog>
  );
}
