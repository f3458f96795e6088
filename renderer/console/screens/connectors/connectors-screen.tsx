import { Cable, Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#renderer/manager/page-header.tsx';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, Banner, Button, Spinner, Table, type TableColumn } from '#renderer/ui/index.ts';
import { ConnectorCheck, ConnectorDetail, ConnectorList, type ConnectorShown } from '#shared/hub/connectors.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import type { Me } from '#shared/wire/person.ts';
import { EmptyNote } from '../../empty-note.tsx';
import { ask } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useDoing } from '../../use-doing.ts';
import { useLocalized } from '../../use-localized.ts';
import type { Words } from '../../words.ts';
import { ConnectorDialog } from './connector-dialog.tsx';
import { isConnectorKind } from './connector-kinds.ts';
import { DryRunDialog } from './dry-run-dialog.tsx';
import { QueueSection } from './queue-section.tsx';
import './connectors.css';

const RELOAD_MS = 15_000;

type Checked = { readonly id: string; readonly check: ConnectorCheck };

function DeliveryState({ connector }: { readonly connector: ConnectorShown }) {
  const { t } = useTranslation();
  const { waiting, retrying, failed, removedAt, lastDeliveredAt } = connector;
  if (removedAt !== null && failed + retrying + waiting === 0) return <Badge>{t('connectors.removed')}</Badge>;
  return (
    <span className="mgr-badges">
      {removedAt !== null && <Badge>{t('connectors.removed')}</Badge>}
      {failed > 0 && <Badge tone="danger">{t('connectors.failed', { count: failed })}</Badge>}
      {retrying > 0 && <Badge tone="warn">{t('connectors.retrying', { count: retrying })}</Badge>}
      {waiting > 0 && <Badge tone="accent">{t('connectors.waiting', { count: waiting })}</Badge>}
      {failed + retrying + waiting === 0 && (
        <Badge tone={lastDeliveredAt === null ? 'neutral' : 'good'}>
          {lastDeliveredAt === null ? t('connectors.nothing_yet') : t('connectors.all_delivered')}
        </Badge>
      )}
    </span>
  );
}

function CheckNote({ checked: { id, check } }: { readonly checked: Checked }) {
  const { t } = useTranslation();
  const localized = useLocalized();
  const tone = { ready: 'good', transient: 'warn', fatal: 'danger' } as const;
  return (
    <Banner tone={tone[check.kind]} title={t(`connectors.checked.${check.kind}`, { id })} isUrgent>
      {localized(check.detail)}
    </Banner>
  );
}

interface Actions {
  readonly isBusy: boolean;
  /** Null: may not. */
  readonly onCheck: ((id: string) => void) | null;
  readonly onTry: ((id: string) => void) | null;
  readonly onChange: ((id: string) => void) | null;
}

function columnsOf({ t, formats }: Words, actions: Actions): TableColumn<ConnectorShown>[] {
  const { isBusy, onCheck, onTry, onChange } = actions;
  return [
    {
      id: 'id',
      title: t('connectors.connector'),
      isRowHeader: true,
      cell: ({ id, kind }) => (
        <span className="con-two-lines">
          <span className="mgr-person__name">{id}</span>
          <span className="mgr-soft">{isConnectorKind(kind) ? t(`connectors.kinds.${kind}`) : kind}</span>
        </span>
      ),
    },
    { id: 'state', title: t('connectors.state'), cell: (connector) => <DeliveryState connector={connector} /> },
    {
      id: 'last',
      title: t('connectors.last'),
      cell: ({ lastDeliveredAt }) => (
        <span className="mgr-nowrap">
          {lastDeliveredAt === null ? t('connectors.never') : formats.shortDateTime(lastDeliveredAt)}
        </span>
      ),
    },
    {
      id: 'actions',
      title: t('keys.actions'),
      align: 'end',
      cell: ({ id, removedAt }) =>
        removedAt === null && (
          <span className="con-actions">
            {onCheck !== null && (
              <Button variant="quiet" isDisabled={isBusy} onPress={() => onCheck(id)}>
                {t('connectors.check')}
              </Button>
            )}
            {onTry !== null && (
              <Button variant="quiet" onPress={() => onTry(id)}>
                {t('connectors.dry_run.open')}
              </Button>
            )}
            {onChange !== null && (
              <Button variant="quiet" isDisabled={isBusy} onPress={() => onChange(id)}>
                {t('connectors.change')}
              </Button>
            )}
          </span>
        ),
    },
  ];
}

/** Systems that results are handed over to, how that goes, and what waits to leave the hub. */
export function ConnectorsScreen({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const mayWrite = me.scopes.includes('connectors:write');
  const mayTry = me.scopes.includes('workflow:decide') && me.scopes.includes('candidates:read');
  const load = useCallback(async () => (await ask(HUB_PATHS.connectors, ConnectorList)).connectors, []);
  const { value: connectors, problem, reload } = useAnswer(load, RELOAD_MS);
  const doing = useDoing();
  const [open, setOpen] = useState<ConnectorDetail | 'new' | null>(null);
  const [trying, setTrying] = useState<string | null>(null);
  const [checked, setChecked] = useState<Checked | null>(null);

  const openDetail = (id: string) =>
    doing.run(async () => setOpen(await ask(`${HUB_PATHS.connectors}/${encodeURIComponent(id)}`, ConnectorDetail)));
  const check = (id: string) =>
    doing.run(async () => {
      setChecked(null);
      const path = `${HUB_PATHS.connectors}/${encodeURIComponent(id)}/check`;
      setChecked({ id, check: await ask(path, ConnectorCheck, { method: 'POST' }) });
    });
  return (
    <>
      <PageHeader
        title={t('connectors.title')}
        note={t('connectors.note')}
        actions={
          mayWrite && (
            <Button variant="primary" icon={<Plus aria-hidden="true" />} onPress={() => setOpen('new')}>
              {t('connectors.add')}
            </Button>
          )
        }
      />
      {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {doing.problem !== null && <ProblemNote problem={doing.problem} />}
      {checked !== null && <CheckNote checked={checked} />}
      {connectors === null && problem === null && <Spinner label={t('common.loading')} />}
      {connectors !== null && (
        <div className="mgr-sheet">
          <Table
            className="mgr-table con-table"
            label={t('connectors.title')}
            rows={connectors}
            rowId={({ id }) => id}
            columns={columnsOf(
              { t, formats },
              {
                isBusy: doing.isDoing,
                onCheck: mayWrite ? (id) => void check(id) : null,
                onTry: mayTry ? setTrying : null,
                onChange: mayWrite ? (id) => void openDetail(id) : null,
              },
            )}
            empty={
              <EmptyNote icon={<Cable aria-hidden="true" />} title={t('connectors.empty')}>
                {t('connectors.empty_hint')}
              </EmptyNote>
            }
          />
        </div>
      )}
      {me.scopes.includes('workflow:read') ? (
        <QueueSection
          connectors={(connectors ?? []).map(({ id }) => id)}
          mayAct={me.scopes.includes('workflow:write')}
          onChanged={() => void reload()}
        />
      ) : (
        <p className="mgr-soft">{t('connectors.queue.not_yours')}</p>
      )}
      {open !== null && (
        <ConnectorDialog
          connector={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            setChecked(null);
            void reload();
          }}
        />
      )}
      {trying !== null && <DryRunDialog id={trying} onClose={() => setTrying(null)} />}
    </>
  );
}
