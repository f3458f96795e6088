import { KeyRound, Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#renderer/manager/page-header.tsx';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { useTicking } from '#renderer/manager/use-ticking.ts';
import { Badge, Button, Dialog, Spinner, Table, type TableColumn } from '#renderer/ui/index.ts';
import { type ApiKey, ApiKeyList, type MadeApiKey } from '#shared/wire/api-key.ts';
import type { Me } from '#shared/wire/person.ts';
import { EmptyNote } from '../empty-note.tsx';
import { ask, tell } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import { ShownOnce } from '../shown-once.tsx';
import type { Words } from '../words.ts';
import { useAnswer } from '../use-answer.ts';
import { useDoing } from '../use-doing.ts';
import { NewKeyDialog } from './new-key-dialog.tsx';

function KeyState({ apiKey: { revokedAt, expiresAt } }: { readonly apiKey: ApiKey }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useTicking(60_000, Date.now);
  if (revokedAt !== null) return <Badge tone="danger">{t('keys.revoked')}</Badge>;
  if (expiresAt === null) return <Badge tone="good">{t('keys.good')}</Badge>;
  return Date.parse(expiresAt) > now ? (
    <Badge tone="good">{t('keys.good_until', { until: formats.date(expiresAt) })}</Badge>
  ) : (
    <Badge tone="warn">{t('keys.expired')}</Badge>
  );
}

function columnsOf({ t, formats }: Words, onRevoke: ((apiKey: ApiKey) => void) | null): TableColumn<ApiKey>[] {
  return [
    {
      id: 'name',
      title: t('keys.name'),
      isRowHeader: true,
      cell: ({ name, startsWith }) => (
        <span className="mgr-person">
          <span className="mgr-person__name">{name}</span>
          <span className="mgr-person__ref ui-mono">{startsWith}…</span>
        </span>
      ),
    },
    {
      id: 'scopes',
      title: t('keys.scopes'),
      cell: ({ scopes }) => (
        <span className="mgr-badges">
          {scopes.map((scope) => (
            <Badge key={scope}>{t(`scopes.${scope.replace(':', '_')}`)}</Badge>
          ))}
        </span>
      ),
    },
    { id: 'state', title: t('keys.state'), cell: (apiKey) => <KeyState apiKey={apiKey} /> },
    {
      id: 'used',
      title: t('keys.last_used'),
      cell: ({ lastUsedAt }) => (
        <span className="mgr-nowrap">{lastUsedAt === null ? t('keys.never') : formats.shortDateTime(lastUsedAt)}</span>
      ),
    },
    { id: 'by', title: t('keys.made_by'), cell: ({ createdBy }) => createdBy },
    {
      id: 'revoke',
      title: t('keys.actions'),
      align: 'end',
      cell: (apiKey) =>
        onRevoke !== null &&
        apiKey.revokedAt === null && (
          <Button variant="quiet" onPress={() => onRevoke(apiKey)}>
            {t('keys.revoke')}
          </Button>
        ),
    },
  ];
}

/** Keys of other programs: the ERP, a report, a recruiting channel. */
export function ApiKeysScreen({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const mayWrite = me.scopes.includes('people:write');
  const load = useCallback(async () => (await ask('/v1/api-keys', ApiKeyList)).keys, []);
  const { value: keys, problem, reload } = useAnswer(load);
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<MadeApiKey | null>(null);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const revocation = useDoing();

  const revoke = (apiKey: ApiKey) =>
    revocation.run(async () => {
      await tell(`/v1/api-keys/${apiKey.id}`, { method: 'DELETE' });
      setRevoking(null);
      await reload();
    });

  return (
    <>
      <PageHeader
        title={t('keys.title')}
        note={t('keys.note')}
        actions={
          mayWrite && (
            <Button variant="primary" icon={<Plus aria-hidden="true" />} onPress={() => setMaking(true)}>
              {t('keys.add')}
            </Button>
          )
        }
      />
      {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {keys === null && problem === null && <Spinner label={t('common.loading')} />}
      {keys !== null && (
        <div className="mgr-sheet">
          <Table
            className="mgr-table con-table"
            label={t('keys.title')}
            rows={keys}
            rowId={({ id }) => id}
            columns={columnsOf({ t, formats }, mayWrite ? setRevoking : null)}
            empty={
              <EmptyNote icon={<KeyRound aria-hidden="true" />} title={t('keys.empty')}>
                {t('keys.empty_hint')}
              </EmptyNote>
            }
          />
        </div>
      )}
      {isMaking && (
        <NewKeyDialog
          onClose={() => setMaking(false)}
          onMade={(key) => {
            setMaking(false);
            setMade(key);
            void reload();
          }}
        />
      )}
      {made !== null && (
        <ShownOnce
          title={t('keys.made_title', { name: made.apiKey.name })}
          lead={t('keys.made_lead')}
          secret={made.key}
          onClose={() => setMade(null)}
        />
      )}
      {revoking !== null && (
        <Dialog
          isOpen
          role="alertdialog"
          onOpenChange={() => setRevoking(null)}
          title={t('keys.revoke_title', { name: revoking.name })}
          actions={
            <>
              <Button onPress={() => setRevoking(null)}>{t('common.cancel')}</Button>
              <Button variant="danger" isPending={revocation.isDoing} onPress={() => void revoke(revoking)}>
                {t('keys.revoke')}
              </Button>
            </>
          }
        >
          <div className="mgr-stack">
            {revocation.problem !== null && <ProblemNote problem={revocation.problem} />}
            <p>{t('keys.revoke_lead')}</p>
          </div>
        </Dialog>
      )}
    </>
  );
}
