import { Clock, CloudOff, CloudUpload, RefreshCw } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Card, ProgressBar, Spinner, type BannerTone } from '#renderer/ui/index.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import { DEVICE_REFUSALS, isDeviceRefusal } from '#shared/wire/problem.ts';
import { AUDIT_REFUSALS, isAuditRefusal } from '#shared/wire/audit-head.ts';
import { CERTIFICATE_REFUSALS, isCertificateRefusal } from '#shared/wire/certificate-refusal.ts';
import { useManagerClient } from '../manager-client.tsx';
import { PageHeader } from '../page-header.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { ProblemBanner } from '../problem-banner.tsx';
import { useFormats } from '../use-formats.ts';

const TONES: Readonly<Record<SyncStatus['state'], BannerTone>> = {
  not_configured: 'warn',
  idle: 'good',
  sending: 'info',
  scheduled: 'info',
  offline: 'info',
  refused: 'danger',
  parked: 'danger',
};

/** Codes with a sentence of their own in the locale files; any other is shown as a code with the general next step. */
const KNOWN_ERRORS: ReadonlySet<string> = new Set([
  'unreachable',
  'timeout',
  'not_a_hub',
  'busy',
  'corrupted',
  'stopped',
  ...AUDIT_REFUSALS,
  ...DEVICE_REFUSALS,
  'hub_key_changed',
  ...CERTIFICATE_REFUSALS,
]);

const ICONS: Partial<Record<SyncStatus['state'], ReactElement>> = {
  offline: <CloudOff />,
  sending: <CloudUpload />,
  scheduled: <Clock />,
};

function Count({
  name,
  value,
  note,
  isBad = false,
}: {
  readonly name: string;
  readonly value: string;
  readonly note?: string | undefined;
  readonly isBad?: boolean;
}) {
  return (
    <div className={isBad ? 'mgr-count mgr-count--bad' : 'mgr-count'}>
      <dt>{name}</dt>
      <dd>
        <span className="mgr-count__value ui-tabular">{value}</span>
        {note !== undefined && <span className="mgr-soft">{note}</span>}
      </dd>
    </div>
  );
}

/** The sentence of a refusal that has a next step of its own. */
function refusalOf({ state, lastError }: SyncStatus): string | null {
  if (state !== 'refused' || lastError === null) return null;
  if (isAuditRefusal(lastError)) return 'refused_audit';
  if (isCertificateRefusal(lastError)) return lastError;
  if (lastError === 'device_revoked') return 'refused_revoked';
  return isDeviceRefusal(lastError) || lastError === 'hub_key_changed' ? 'refused_device' : null;
}

/** The road to head office: what waits, what arrived, what a person must do. */
export function SyncScreen({ status }: { readonly status: SyncStatus | null }) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const format = useFormats();
  const [problem, setProblem] = useState<Problem | null>(null);

  async function sendNow(): Promise<void> {
    setProblem(null);
    try {
      await client.sync.wake();
    } catch (error) {
      setProblem(problemOf(error));
    }
  }

  if (status === null) {
    return (
      <div className="mgr-wait">
        <Spinner label={t('common.loading')} />
      </div>
    );
  }
  const { upload, lastError } = status;
  const waiting = status.recordsWaiting + status.filesWaiting;
  // a drained outbox with work still held by nobody reads differently from one with work to do
  const sentence = refusalOf(status) ?? (status.state === 'idle' && waiting > 0 ? 'idle_waiting' : status.state);
  const icon = ICONS[status.state];
  return (
    <div className="mgr-page">
      <PageHeader
        title={t('sync.title')}
        note={t('sync.note')}
        actions={
          <Button
            variant="primary"
            icon={<RefreshCw aria-hidden="true" />}
            isDisabled={status.state === 'not_configured'}
            isPending={status.state === 'sending'}
            onPress={() => void sendNow()}
          >
            {t('sync.send_now')}
          </Button>
        }
      />
      <Banner
        tone={TONES[status.state]}
        title={t(`sync.states.${sentence}.title`, {
          count: status.recordsParked,
          at: status.nextAttemptAt === null ? '' : format.timeOfDay(status.nextAttemptAt),
        })}
        {...(icon === undefined ? {} : { icon })}
      >
        {t(`sync.states.${sentence}.next`)}
      </Banner>
      {problem !== null && <ProblemBanner problem={problem} />}
      {upload !== null && (
        <ProgressBar
          label={t('sync.upload')}
          value={upload.totalBytes === 0 ? null : upload.sentBytes / upload.totalBytes}
          valueText={t('sync.upload_of', {
            sent: format.bytes(upload.sentBytes),
            total: format.bytes(upload.totalBytes),
          })}
        />
      )}
      <div className="mgr-sync">
        <Card title={t('sync.records')}>
          <dl className="mgr-counts">
            <Count name={t('sync.waiting')} value={format.number(status.recordsWaiting)} />
            <Count name={t('sync.sent')} value={format.number(status.recordsSent)} />
            <Count
              name={t('sync.parked')}
              value={format.number(status.recordsParked)}
              isBad={status.recordsParked > 0}
            />
          </dl>
        </Card>
        <Card title={t('sync.files')}>
          <dl className="mgr-counts">
            <Count
              name={t('sync.waiting')}
              value={format.number(status.filesWaiting)}
              note={status.bytesWaiting > 0 ? format.bytes(status.bytesWaiting) : undefined}
            />
            <Count name={t('sync.sent')} value={format.number(status.filesSent)} />
          </dl>
        </Card>
        <Card title={t('sync.times')}>
          <dl className="mgr-facts">
            <dt>{t('sync.last_sent')}</dt>
            <dd>{status.lastSentAt === null ? t('sync.never') : format.dateTime(status.lastSentAt)}</dd>
            <dt>{t('sync.next_attempt')}</dt>
            <dd>{status.nextAttemptAt === null ? t('sync.none_planned') : format.dateTime(status.nextAttemptAt)}</dd>
            <dt>{t('sync.last_error')}</dt>
            <dd>
              {lastError === null
                ? t('sync.no_error')
                : KNOWN_ERRORS.has(lastError)
                  ? t(`sync.errors.${lastError}`)
                  : t('sync.errors.other', { code: lastError })}
            </dd>
          </dl>
        </Card>
      </div>
      <p className="mgr-soft">{t('sync.promise')}</p>
    </div>
  );
}
