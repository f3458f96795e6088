import { Handshake, Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, Button, Dialog, Select, Spinner, Table, type TableColumn, TextField } from '#renderer/ui/index.ts';
import { NewPartner, Partner, PartnerCreated } from '#shared/hub/checks.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { EmptyNote } from '../../empty-note.tsx';
import { ask } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { ShownOnce } from '../../shown-once.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useDoing } from '../../use-doing.ts';
import type { Words } from '../../words.ts';

const Partners = z.object({ providers: z.array(Partner) });
const KINDS = Partner.shape.kind.options;
type Wanted = { readonly partner: Partner; readonly to: 'end' | 'rotate' };

function columnsOf({ t, formats }: Words, onWant: ((wanted: Wanted) => void) | null): TableColumn<Partner>[] {
  return [
    {
      id: 'name',
      title: t('settings.partners.name'),
      isRowHeader: true,
      cell: ({ id, name }) => (
        <span className="con-two-lines">
          <span className="mgr-person__name">{name}</span>
          <span className="mgr-soft ui-mono">{id}</span>
        </span>
      ),
    },
    { id: 'kind', title: t('settings.partners.kind'), cell: ({ kind }) => t(`candidates.partner_kinds.${kind}`) },
    {
      id: 'url',
      title: t('settings.partners.url'),
      cell: ({ url }) => <span className="con-cut">{url === '' ? t('settings.partners.only_sends') : url}</span>,
    },
    {
      id: 'since',
      title: t('settings.partners.since'),
      cell: ({ createdAt }) => <span className="mgr-nowrap">{formats.date(createdAt)}</span>,
    },
    {
      id: 'actions',
      title: t('keys.actions'),
      align: 'end',
      cell: (partner) =>
        partner.revokedAt !== null ? (
          <Badge>{t('settings.partners.ended')}</Badge>
        ) : (
          onWant !== null && (
            <span className="con-actions">
              <Button variant="quiet" onPress={() => onWant({ partner, to: 'rotate' })}>
                {t('settings.partners.rotate')}
              </Button>
              <Button variant="quiet" onPress={() => onWant({ partner, to: 'end' })}>
                {t('settings.partners.end')}
              </Button>
            </span>
          )
        ),
    },
  ];
}

/** Programs of others that check on our order or send candidates: set up, given a new secret, ended. */
export function PartnersSection({ mayWrite }: { readonly mayWrite: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { value, problem, reload } = useAnswer(useCallback(() => ask(HUB_PATHS.partners, Partners), []));
  const [isAdding, setAdding] = useState(false);
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const [made, setMade] = useState<z.infer<typeof PartnerCreated> | null>(null);
  const doing = useDoing();

  const carryOut = ({ partner, to }: Wanted) =>
    doing.run(async () => {
      const path = `${HUB_PATHS.partners}/${partner.id}`;
      if (to === 'end') await ask(path, Partner, { method: 'DELETE' });
      else setMade(await ask(`${path}/rotate-secret`, PartnerCreated, { method: 'POST', body: {} }));
      setWanted(null);
      await reload();
    });

  return (
    <section className="mgr-stack" aria-label={t('settings.partners.title')}>
      <div className="mgr-bar">
        <div>
          <h2 className="ui-card__title">{t('settings.partners.title')}</h2>
          <p className="mgr-soft">{t('settings.partners.lead')}</p>
        </div>
        {mayWrite && (
          <Button icon={<Plus aria-hidden="true" />} onPress={() => setAdding(true)}>
            {t('settings.partners.add')}
          </Button>
        )}
      </div>
      {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {value === null && problem === null && <Spinner label={t('common.loading')} />}
      {value !== null && (
        <div className="mgr-sheet">
          <Table
            className="mgr-table con-table"
            label={t('settings.partners.title')}
            rows={value.providers}
            rowId={({ id }) => id}
            columns={columnsOf({ t, formats }, mayWrite ? setWanted : null)}
            empty={
              <EmptyNote icon={<Handshake aria-hidden="true" />} title={t('settings.partners.empty')}>
                {t('settings.partners.empty_hint')}
              </EmptyNote>
            }
          />
        </div>
      )}
      {isAdding && (
        <PartnerDialog
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
          title={t('settings.partners.made', { name: made.provider.name })}
          lead={t('settings.partners.made_lead')}
          secret={made.secret}
          onClose={() => setMade(null)}
        />
      )}
      {wanted !== null && (
        <Dialog
          isOpen
          role="alertdialog"
          onOpenChange={() => setWanted(null)}
          title={t(`settings.partners.${wanted.to}_title`, { name: wanted.partner.name })}
          actions={
            <>
              <Button onPress={() => setWanted(null)}>{t('common.cancel')}</Button>
              <Button
                variant={wanted.to === 'end' ? 'danger' : 'primary'}
                isPending={doing.isDoing}
                onPress={() => void carryOut(wanted)}
              >
                {t(`settings.partners.${wanted.to}`)}
              </Button>
            </>
          }
        >
          <div className="mgr-stack">
            {doing.problem !== null && <ProblemNote problem={doing.problem} />}
            <p>{t(`settings.partners.${wanted.to}_lead`)}</p>
          </div>
        </Dialog>
      )}
    </section>
  );
}

function PartnerDialog({
  onClose,
  onMade,
}: {
  readonly onClose: () => void;
  readonly onMade: (created: z.infer<typeof PartnerCreated>) => void;
}) {
  const { t } = useTranslation();
  const { isDoing, problem, run } = useDoing();
  const [kind, setKind] = useState<Partner['kind']>('background_check');
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const hasUrl = kind !== 'recruiting_channel';
  const parsed = NewPartner.safeParse({ id, kind, name, ...(hasUrl ? { url } : {}) });
  const isWrong = (part: string) =>
    !parsed.success && parsed.error.issues.some(({ path }) => path[0] === part) && { id, name, url }[part] !== '';
  const add = () =>
    run(async () => {
      if (parsed.success) onMade(await ask(HUB_PATHS.partners, PartnerCreated, { method: 'POST', body: parsed.data }));
    });
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={t('settings.partners.add')}
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
          label={t('settings.partners.kind')}
          options={KINDS.map((each) => ({ id: each, label: t(`candidates.partner_kinds.${each}`) }))}
          value={kind}
          onChange={(chosen) => setKind(KINDS.find((each) => each === chosen) ?? 'background_check')}
        />
        <TextField label={t('settings.partners.name')} value={name} onChange={setName} maxLength={120} />
        <TextField
          label={t('settings.partners.id')}
          description={t('settings.partners.id_hint')}
          value={id}
          onChange={setId}
          maxLength={64}
          {...(isWrong('id') ? { error: t('settings.site_wrong.id') } : {})}
        />
        {hasUrl && (
          <TextField
            label={t('settings.partners.url')}
            description={t('settings.partners.url_hint')}
            value={url}
            onChange={setUrl}
            maxLength={2000}
            {...(isWrong('url') ? { error: t('settings.sms_wrong.url') } : {})}
          />
        )}
      </div>
    </Dialog>
  );
}
