import { LockKeyhole, UserPlus } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Banner, type BadgeTone, Button, Spinner, Table, type TableColumn } from '#renderer/ui/index.ts';
import type { StaffEntry } from '#shared/contract/staff.ts';
import type { StaffId } from '#shared/ids.ts';
import { useManagerClient } from '../manager-client.tsx';
import { PageHeader } from '../page-header.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { useFormats } from '../use-formats.ts';
import { useLoad } from '../use-load.ts';
import { AddDialog } from './add-dialog.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import './staff.css';

const STATE_TONES: Readonly<Record<StaffEntry['state'], BadgeTone>> = {
  active: 'neutral',
  suspended: 'warn',
  ended: 'neutral',
};

function useColumns(ownId: StaffId, onChange: (account: StaffEntry) => void): readonly TableColumn<StaffEntry>[] {
  const { t } = useTranslation('manager');
  const format = useFormats();
  return useMemo(
    (): readonly TableColumn<StaffEntry>[] => [
      {
        id: 'name',
        title: t('staff.name'),
        isRowHeader: true,
        cell: ({ id, name }) => (
          <span className="mgr-person">
            <span className="mgr-person__name">{name}</span>
            {id === ownId && <span className="mgr-person__ref">{t('staff.you')}</span>}
          </span>
        ),
      },
      { id: 'role', title: t('staff.role'), cell: ({ role }) => t(`roles.${role}`) },
      {
        id: 'state',
        title: t('staff.state'),
        cell: ({ state, lockedForMs }) => (
          <span className="mgr-badges">
            <Badge tone={STATE_TONES[state]}>{t(`staff.states.${state}`)}</Badge>
            {state === 'active' && lockedForMs > 0 && (
              <Badge tone="warn" icon={<LockKeyhole aria-hidden="true" />}>
                {t('staff.locked_out')}
              </Badge>
            )}
          </span>
        ),
      },
      {
        id: 'since',
        title: t('staff.since'),
        cell: ({ createdAt }) => <span className="ui-tabular mgr-nowrap">{format.date(createdAt)}</span>,
      },
      {
        id: 'change',
        title: t('staff.change'),
        align: 'end',
        cell: (account) =>
          account.state === 'ended' ? (
            <span className="mgr-soft">{t('staff.name_stays')}</span>
          ) : (
            <Button
              variant="quiet"
              aria-label={t('staff.change_of', { name: account.name, interpolation: { escapeValue: false } })}
              onPress={() => onChange(account)}
            >
              {t('staff.change')}
            </Button>
          ),
      },
    ],
    [t, format, ownId, onChange],
  );
}

/** Who may sign in here, and as what. One manager is always left; every change is in the audit log. */
export function StaffScreen({ ownId }: { readonly ownId: StaffId }) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const { load, reload } = useLoad(useCallback(() => client.staff.list(), [client]));
  const [isAdding, setAdding] = useState(false);
  const [changing, setChanging] = useState<StaffEntry | null>(null);
  const columns = useColumns(ownId, setChanging);
  const isAlone =
    load.state === 'ready' &&
    load.value.filter((each) => each.role === 'manager' && each.state === 'active').length < 2;

  function done(): void {
    setAdding(false);
    setChanging(null);
    void reload();
  }

  return (
    <div className="mgr-page">
      <PageHeader
        title={t('staff.title')}
        note={t('staff.note')}
        actions={
          <Button variant="primary" icon={<UserPlus aria-hidden="true" />} onPress={() => setAdding(true)}>
            {t('staff.add')}
          </Button>
        }
      />
      {isAlone && (
        <Banner tone="warn" title={t('staff.alone')}>
          {t('staff.alone_next')}
        </Banner>
      )}
      {load.state === 'loading' && (
        <div className="mgr-wait">
          <Spinner label={t('common.loading')} />
        </div>
      )}
      {load.state === 'failed' && <ProblemBanner problem={load.problem} onRetry={() => void reload()} />}
      {load.state === 'ready' && (
        <div className="mgr-sheet">
          <Table
            label={t('staff.title')}
            className="mgr-table"
            columns={columns}
            rows={load.value.toSorted((a, b) => Number(a.state === 'ended') - Number(b.state === 'ended'))}
            rowId={({ id }) => id}
          />
        </div>
      )}
      {isAdding && <AddDialog onClose={() => setAdding(false)} onDone={done} />}
      {changing !== null && (
        <ChangeDialog
          account={changing}
          isOwn={changing.id === ownId}
          onClose={() => setChanging(null)}
          onDone={done}
        />
      )}
    </div>
  );
}
