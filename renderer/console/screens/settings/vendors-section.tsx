import { Plus, Radar } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, Button, Dialog, Select, Spinner, Table, type TableColumn, TextField } from '#renderer/ui/index.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { NewVendorAccount, VendorAccount, VendorAccountCreated } from '#shared/hub/vendors.ts';
import { EmptyNote } from '../../empty-note.tsx';
import { ask } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { ShownOnce } from '../../shown-once.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useDoing } from '../../use-doing.ts';
import type { Words } from '../../words.ts';

const Accounts = z.object({ accounts: z.array(VendorAccount) });
const SYSTEMS = VendorAccount.shape.system.options;
/** Names of products are the same in every language. */
const SYSTEM_NAMES = { greenhouse: 'Greenhouse', ashby: 'Ashby' } as const;
/** Stands for no site in the list of sites. */
const NOWHERE = '-';

function columnsOf(
  { t, formats }: Words,
  onEnd: ((account: VendorAccount) => void) | null,
): TableColumn<VendorAccount>[] {
  return [
    {
      id: 'system',
      title: t('settings.vendors.system'),
      isRowHeader: true,
      cell: ({ id, system }) => (
        <span className="con-two-lines">
          <span className="mgr-person__name">{SYSTEM_NAMES[system]}</span>
          <span className="mgr-soft ui-mono">{id}</span>
        </span>
      ),
    },
    {
      id: 'site',
      title: t('settings.vendors.site'),
      cell: ({ inviteAtSite }) => inviteAtSite ?? t('settings.vendors.code_only'),
    },
    {
      id: 'problem',
      title: t('settings.vendors.problem'),
      cell: ({ lastProblem, lastProblemAt }) =>
        lastProblem === null || lastProblemAt === null ? (
          <span className="mgr-soft">{t('settings.vendors.no_problem')}</span>
        ) : (
          <span className="con-sentence">
            {formats.shortDateTime(lastProblemAt)}: {lastProblem}
          </span>
        ),
    },
    {
      id: 'actions',
      title: t('keys.actions'),
      align: 'end',
      cell: (account) =>
        account.revokedAt !== null ? (
          <Badge>{t('settings.partners.ended')}</Badge>
        ) : (
          onEnd !== null && (
            <Button variant="quiet" onPress={() => onEnd(account)}>
              {t('settings.partners.end')}
            </Button>
          )
        ),
    },
  ];
}

/** Recruiting systems that order interviews from us. */
export function VendorsSection({ mayWrite, sites }: { readonly mayWrite: boolean; readonly sites: readonly string[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { value, problem, reload } = useAnswer(useCallback(() => ask(HUB_PATHS.vendorAccounts, Accounts), []));
  const [isAdding, setAdding] = useState(false);
  const [ending, setEnding] = useState<VendorAccount | null>(null);
  const [made, setMade] = useState<z.infer<typeof VendorAccountCreated> | null>(null);
  const doing = useDoing();
  const end = ({ id }: VendorAccount) =>
    doing.run(async () => {
      await ask(`${HUB_PATHS.vendorAccounts}/${id}`, VendorAccount, { method: 'DELETE' });
      setEnding(null);
      await reload();
    });
  return (
    <section className="mgr-stack" aria-label={t('settings.vendors.title')}>
      <div className="mgr-bar">
        <div>
          <h2 className="ui-card__title">{t('settings.vendors.title')}</h2>
          <p className="mgr-soft">{t('settings.vendors.lead')}</p>
        </div>
        {mayWrite && (
          <Button icon={<Plus aria-hidden="true" />} onPress={() => setAdding(true)}>
            {t('settings.vendors.add')}
          </Button>
        )}
      </div>
      {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {value === null && problem === null && <Spinner label={t('common.loading')} />}
      {value !== null && (
        <div className="mgr-sheet">
          <Table
            className="mgr-table con-table"
            label={t('settings.vendors.title')}
            rows={value.accounts}
            rowId={({ id }) => id}
            columns={columnsOf({ t, formats }, mayWrite ? setEnding : null)}
            empty={
              <EmptyNote icon={<Radar aria-hidden="true" />} title={t('settings.vendors.empty')}>
                {t('settings.vendors.empty_hint')}
              </EmptyNote>
            }
          />
        </div>
      )}
      {isAdding && (
        <VendorDialog
          sites={sites}
          onClose={() => setAdding(false)}
          onMade={(created) => {
            setAdding(false);
            setMade(created);
            void reload();
          }}
        />
      )}
      {made !== null && (
        <ShownOnce
          title={t('settings.vendors.made', { system: SYSTEM_NAMES[made.account.system] })}
          lead={t('settings.vendors.made_lead', {
            url: `${location.origin}${HUB_PATHS[made.account.system]}/${made.account.id}`,
          })}
          secret={made.key}
          onClose={() => setMade(null)}
        />
      )}
      {ending !== null && (
        <Dialog
          isOpen
          role="alertdialog"
          onOpenChange={() => setEnding(null)}
          title={t('settings.vendors.end_title', { id: ending.id })}
          actions={
            <>
              <Button onPress={() => setEnding(null)}>{t('common.cancel')}</Button>
              <Button variant="danger" isPending={doing.isDoing} onPress={() => void end(ending)}>
                {t('settings.partners.end')}
              </Button>
            </>
          }
        >
          <div className="mgr-stack">
            {doing.problem !== null && <ProblemNote problem={doing.problem} />}
            <p>{t('settings.vendors.end_lead')}</p>
          </div>
        </Dialog>
      )}
    </section>
  );
}

function VendorDialog({
  sites,
  onClose,
  onMade,
}: {
  readonly sites: readonly string[];
  readonly onClose: () => void;
  readonly onMade: (created: z.infer<typeof VendorAccountCreated>) => void;
}) {
  const { t } = useTranslation();
  const { isDoing, problem, run } = useDoing();
  const [system, setSystem] = useState<VendorAccount['system']>('greenhouse');
  const [id, setId] = useState('');
  const [site, setSite] = useState(NOWHERE);
  const [apiKey, setApiKey] = useState('');
  const input = { id, system, inviteAtSite: site === NOWHERE ? null : site, ...(system === 'ashby' ? { apiKey } : {}) };
  const parsed = NewVendorAccount.safeParse(input);
  const idWrong = id !== '' && !VendorAccount.shape.id.safeParse(id).success;
  const add = () =>
    run(async () => {
      if (parsed.success)
        onMade(await ask(HUB_PATHS.vendorAccounts, VendorAccountCreated, { method: 'POST', body: parsed.data }));
    });
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={t('settings.vendors.add')}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" isDisabled={!parsed.success} isPending={isDoing} onPress={() => void add()}>
            {t('settings.partners.make')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack">
        {problem !== null && <ProblemNote problem={problem} />}
        <Select
          label={t('settings.vendors.system')}
          options={SYSTEMS.map((each) => ({ id: each, label: SYSTEM_NAMES[each] }))}
          value={system}
          onChange={(chosen) => setSystem(chosen === 'ashby' ? 'ashby' : 'greenhouse')}
        />
        <TextField
          label={t('settings.partners.id')}
          description={t('settings.vendors.id_hint')}
          value={id}
          onChange={setId}
          maxLength={64}
          {...(idWrong ? { error: t('settings.site_wrong.id') } : {})}
        />
        <Select
          label={t('settings.vendors.site')}
          options={[
            { id: NOWHERE, label: t('settings.vendors.code_only') },
            ...sites.map((each) => ({ id: each, label: each })),
          ]}
          value={site}
          onChange={setSite}
        />
        {system === 'ashby' && (
          <TextField
            label={t('settings.vendors.api_key')}
            description={t('settings.vendors.api_key_hint')}
            type="password"
            autoComplete="new-password"
            value={apiKey}
            onChange={setApiKey}
            maxLength={500}
          />
        )}
      </div>
    </Dialog>
  );
}
