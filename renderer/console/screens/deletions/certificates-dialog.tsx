import { FileCheck2, Save, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, Banner, Button, Dialog, Spinner } from '#renderer/ui/index.ts';
import type { CandidateDeletionCertificate } from '#shared/hub/candidates.ts';
import { type Erasure, ErasureCertificates } from '#shared/hub/erasures.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { ask } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { saveJson } from '../../save-file.ts';
import { useAnswer } from '../../use-answer.ts';

type OfKiosk = ErasureCertificates['kiosks'][number];
type Fact = readonly [name: string, value: string];

function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="con-facts">
      {facts.map(([name, value]) => (
        <div key={`${name} ${value}`}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function OfHeadOffice({ certificate }: { readonly certificate: CandidateDeletionCertificate }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { candidateId, deletedAt, deletedBy, sessions, facts, documents, auditSeq, auditSha256 } = certificate;
  return (
    <section className="con-certificate">
      <h3>{t('deletions.certificate.head_office')}</h3>
      <Facts
        facts={[
          [t('deletions.certificate.candidate'), candidateId],
          [t('deletions.certificate.at'), `${formats.dateTime(deletedAt)} (${deletedAt})`],
          [t('deletions.certificate.by'), deletedBy.name],
          [
            t('deletions.certificate.what'),
            t('deletions.certificate.counts', { sessions: sessions.length, facts, documents }),
          ],
          [t('deletions.certificate.audit_line'), `${auditSeq} · ${auditSha256}`],
        ]}
      />
    </section>
  );
}

function OfOneKiosk({ of: { certificate, isSignatureValid, isKeyKnown } }: { readonly of: OfKiosk }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { deviceId, sessionId, deletedAt, recordIds, files, method, keyEpochDestroyed, publicKey, signature } =
    certificate;
  const isGood = isSignatureValid && isKeyKnown;
  return (
    <section className="con-certificate">
      <header className="con-certificate__head">
        <h3>{t('deletions.certificate.kiosk', { kiosk: deviceId })}</h3>
        <Badge
          tone={isGood ? 'good' : 'danger'}
          icon={isGood ? <ShieldCheck aria-hidden="true" /> : <ShieldAlert aria-hidden="true" />}
        >
          {isGood ? t('deletions.certificate.genuine') : t('deletions.certificate.doubtful')}
        </Badge>
      </header>
      {!isSignatureValid && <Banner tone="danger">{t('deletions.certificate.signature_wrong')}</Banner>}
      {isSignatureValid && !isKeyKnown && <Banner tone="danger">{t('deletions.certificate.key_strange')}</Banner>}
      <Facts
        facts={[
          [t('deletions.certificate.interview'), sessionId],
          [t('deletions.certificate.at'), `${formats.dateTime(deletedAt)} (${deletedAt})`],
          [t('deletions.certificate.method'), t(`deletions.certificate.methods.${method}`)],
          [
            t('deletions.certificate.what'),
            t('deletions.certificate.kiosk_counts', { records: recordIds.length, files: files.length }),
          ],
          [
            t('deletions.certificate.key'),
            keyEpochDestroyed === null
              ? t('deletions.certificate.no_key')
              : t('deletions.certificate.epoch', { number: keyEpochDestroyed }),
          ],
          [t('deletions.certificate.public_key'), publicKey],
          [t('deletions.certificate.signature'), signature],
        ]}
      />
    </section>
  );
}

/** What proves a deletion: head office's own certificate and those the kiosks signed. */
export function CertificatesDialog({ erasure, onClose }: { readonly erasure: Erasure; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const load = useCallback(
    () => ask(`${HUB_PATHS.erasures}/${encodeURIComponent(erasure.id)}/certificate`, ErasureCertificates),
    [erasure.id],
  );
  const { value, problem, reload } = useAnswer(load);
  const missing = erasure.kiosks.filter(({ state }) => state !== 'done').length;
  const isEmpty = value !== null && value.candidate === null && value.kiosks.length === 0;
  return (
    <Dialog
      isOpen
      size="wide"
      onOpenChange={onClose}
      icon={<FileCheck2 aria-hidden="true" />}
      title={t('deletions.certificate.title')}
      actions={
        <>
          <Button onPress={onClose}>{t('common.close')}</Button>
          <Button
            variant="primary"
            icon={<Save aria-hidden="true" />}
            isDisabled={value === null || isEmpty}
            onPress={() => {
              if (value !== null) saveJson(`deletion-${erasure.subjectId}.json`, value);
            }}
          >
            {t('deletions.certificate.save')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack">
        {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
        {value === null && problem === null && <Spinner label={t('common.loading')} />}
        {value?.candidate != null && <OfHeadOffice certificate={value.candidate} />}
        {value?.kiosks.map((of) => (
          <OfOneKiosk key={of.certificate.certificateId} of={of} />
        ))}
        {isEmpty && <p>{t('deletions.certificate.none')}</p>}
        {missing > 0 && <Banner tone="info">{t('deletions.certificate.more_to_come', { count: missing })}</Banner>}
      </div>
    </Dialog>
  );
}
