import { MonitorSmartphone, Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#renderer/manager/page-header.tsx';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { useTicking } from '#renderer/manager/use-ticking.ts';
import { Badge, Button, Dialog, Spinner, Table, type TableColumn, TextField } from '#renderer/ui/index.ts';
import { type Device, DeviceList, MadeCode } from '#shared/wire/device.ts';
import { ENROLMENT_PATHS } from '#shared/wire/enrolment.ts';
import type { Me } from '#shared/wire/person.ts';
import { EmptyNote } from '../empty-note.tsx';
import { ask, tell } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import { ShownOnce } from '../shown-once.tsx';
import type { Words } from '../words.ts';
import { useAnswer } from '../use-answer.ts';
import { useDoing } from '../use-doing.ts';

/** A kiosk that was not heard of for so long is looked after. */
const SILENT_MS = 24 * 3_600_000;
const FEW_DISK_DAYS = 7;
const RELOAD_MS = 30_000;

function Contact({ device: { lastContactAt, revokedAt } }: { readonly device: Device }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useTicking(60_000, Date.now);
  if (revokedAt !== null) return <Badge tone="danger">{t('fleet.revoked')}</Badge>;
  if (lastContactAt === null) return <Badge>{t('fleet.never')}</Badge>;
  const isSilent = now - Date.parse(lastContactAt) > SILENT_MS;
  const at = formats.shortDateTime(lastContactAt);
  return <Badge tone={isSilent ? 'warn' : 'good'}>{isSilent ? t('fleet.silent_since', { at }) : at}</Badge>;
}

function Queue({ device: { status } }: { readonly device: Device }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (status === null) return <>{t('fleet.not_told')}</>;
  const { recordsWaiting, filesWaiting, bytesWaiting, parked } = status;
  return (
    <span className="mgr-badges">
      {recordsWaiting + filesWaiting === 0 ? (
        t('fleet.nothing_waits')
      ) : (
        <span>
          {t('fleet.waiting', {
            records: formats.number(recordsWaiting),
            files: formats.number(filesWaiting),
            size: formats.bytes(bytesWaiting),
          })}
        </span>
      )}
      {parked > 0 && <Badge tone="danger">{t('fleet.parked', { count: parked })}</Badge>}
    </span>
  );
}

function Disk({ device: { status } }: { readonly device: Device }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (status === null || status.freeBytes === null) return <>{t('fleet.not_told')}</>;
  const { freeBytes, diskDaysLeft } = status;
  if (diskDaysLeft === null) return <>{t('fleet.free', { size: formats.bytes(freeBytes) })}</>;
  const days = t('fleet.days', { days: formats.number(Math.floor(diskDaysLeft)) });
  return diskDaysLeft < FEW_DISK_DAYS ? <Badge tone="warn">{days}</Badge> : <>{days}</>;
}

function NewCode({ onClose, onMade }: { readonly onClose: () => void; readonly onMade: (made: MadeCode) => void }) {
  const { t } = useTranslation();
  const { isDoing, problem, run } = useDoing();
  const [site, setSite] = useState('');
  const [deviceId, setDeviceId] = useState('');
  const make = () =>
    run(async () => {
      const body = { site, ...(deviceId.trim() === '' ? {} : { deviceId: deviceId.trim() }) };
      onMade(await ask(ENROLMENT_PATHS.codes, MadeCode, { method: 'POST', body }));
    });
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={t('fleet.add')}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" isDisabled={site.trim() === ''} isPending={isDoing} onPress={() => void make()}>
            {t('fleet.make')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack">
        {problem !== null && <ProblemNote problem={problem} />}
        <TextField label={t('fleet.site')} value={site} onChange={setSite} maxLength={80} />
        <TextField
          label={t('fleet.device')}
          description={t('fleet.device_hint')}
          value={deviceId}
          onChange={setDeviceId}
          maxLength={64}
        />
      </div>
    </Dialog>
  );
}

function columnsOf({ t, formats }: Words, onRevoke: ((device: Device) => void) | null): TableColumn<Device>[] {
  return [
    {
      id: 'device',
      title: t('fleet.kiosk'),
      isRowHeader: true,
      cell: ({ deviceId, site }) => (
        <span className="mgr-person">
          <span className="mgr-person__name">{deviceId}</span>
          <span className="mgr-person__ref">{site ?? t('fleet.not_enrolled')}</span>
        </span>
      ),
    },
    { id: 'contact', title: t('fleet.contact'), cell: (device) => <Contact device={device} /> },
    { id: 'queue', title: t('fleet.queue'), cell: (device) => <Queue device={device} /> },
    { id: 'disk', title: t('fleet.disk'), cell: (device) => <Disk device={device} /> },
    {
      id: 'backup',
      title: t('fleet.backup'),
      cell: ({ status }) =>
        status === null || status.lastBackupAt === null
          ? t('fleet.not_told')
          : formats.shortDateTime(status.lastBackupAt),
    },
    {
      id: 'version',
      title: t('fleet.version'),
      cell: ({ status }) => status?.version ?? t('fleet.not_told'),
    },
    {
      id: 'actions',
      title: t('keys.actions'),
      align: 'end',
      cell: (device) =>
        onRevoke !== null &&
        device.publicKey !== null &&
        device.revokedAt === null && (
          <Button variant="quiet" onPress={() => onRevoke(device)}>
            {t('fleet.revoke')}
          </Button>
        ),
    },
  ];
}

/** Every kiosk: when it was heard of, what waits on it, its version and its disk. */
export function FleetScreen({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const mayWrite = me.scopes.includes('devices:write');
  const load = useCallback(async () => (await ask(ENROLMENT_PATHS.devices, DeviceList)).devices, []);
  const { value: devices, problem, reload } = useAnswer(load, RELOAD_MS);
  const [isMaking, setMaking] = useState(false);
  const [code, setCode] = useState<MadeCode | null>(null);
  const [ending, setEnding] = useState<Device | null>(null);
  const revocation = useDoing();

  const revoke = ({ deviceId }: Device) =>
    revocation.run(async () => {
      await tell(`${ENROLMENT_PATHS.devices}/${encodeURIComponent(deviceId)}/revoke`, { method: 'POST' });
      setEnding(null);
      await reload();
    });

  return (
    <>
      <PageHeader
        title={t('fleet.title')}
        note={t('fleet.note')}
        actions={
          mayWrite && (
            <Button variant="primary" icon={<Plus aria-hidden="true" />} onPress={() => setMaking(true)}>
              {t('fleet.add')}
            </Button>
          )
        }
      />
      {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {devices === null && problem === null && <Spinner label={t('common.loading')} />}
      {devices !== null && (
        <div className="mgr-sheet">
          <Table
            className="mgr-table con-table"
            label={t('fleet.title')}
            rows={devices}
            rowId={({ deviceId }) => deviceId}
            columns={columnsOf({ t, formats }, mayWrite ? setEnding : null)}
            empty={
              <EmptyNote icon={<MonitorSmartphone aria-hidden="true" />} title={t('fleet.empty')}>
                {t('fleet.empty_hint')}
              </EmptyNote>
            }
          />
        </div>
      )}
      {isMaking && (
        <NewCode
          onClose={() => setMaking(false)}
          onMade={(made) => {
            setMaking(false);
            setCode(made);
          }}
        />
      )}
      {code !== null && (
        <ShownOnce
          title={t('fleet.code_title', { site: code.site })}
          lead={t('fleet.code_lead', { until: formats.dateTime(code.expiresAt) })}
          secret={code.code}
          onClose={() => setCode(null)}
        />
      )}
      {ending !== null && (
        <Dialog
          isOpen
          role="alertdialog"
          onOpenChange={() => setEnding(null)}
          title={t('fleet.revoke_title', { device: ending.deviceId })}
          actions={
            <>
              <Button onPress={() => setEnding(null)}>{t('common.cancel')}</Button>
              <Button variant="danger" isPending={revocation.isDoing} onPress={() => void revoke(ending)}>
                {t('fleet.revoke')}
              </Button>
            </>
          }
        >
          <div className="mgr-stack">
            {revocation.problem !== null && <ProblemNote problem={revocation.problem} />}
            <p>{t('fleet.revoke_lead')}</p>
          </div>
        </Dialog>
      )}
    </>
  );
}
