import { ShieldCheck, UserPlus, UsersRound } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#renderer/manager/page-header.tsx';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { useTicking } from '#renderer/manager/use-ticking.ts';
import { Badge, Button, Spinner, Table, type TableColumn } from '#renderer/ui/index.ts';
import { type MadeInvitation, type Me, type Person, PersonList } from '#shared/wire/person.ts';
import { EmptyNote } from '../empty-note.tsx';
import { ask } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import { ShownOnce } from '../shown-once.tsx';
import type { Words } from '../words.ts';
import { useAnswer } from '../use-answer.ts';
import { PersonDialog } from './person-dialog.tsx';

function PersonState({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useTicking(60_000, Date.now);
  if (person.disabledAt !== null) return <Badge tone="danger">{t('people.disabled')}</Badge>;
  if (person.hasPassword) return <Badge tone="good">{t('people.active')}</Badge>;
  if (person.invitedUntil !== null && Date.parse(person.invitedUntil) > now) {
    return <Badge tone="accent">{t('people.invited', { until: formats.shortDateTime(person.invitedUntil) })}</Badge>;
  }
  return <Badge tone="warn">{t('people.invitation_expired')}</Badge>;
}

function columnsOf({ t, formats }: Words): TableColumn<Person>[] {
  return [
    {
      id: 'name',
      title: t('people.name'),
      isRowHeader: true,
      cell: ({ name, login }) => (
        <span className="mgr-person">
          <span className="mgr-person__name">{name}</span>
          <span className="mgr-person__ref">{login}</span>
        </span>
      ),
    },
    {
      id: 'roles',
      title: t('people.roles'),
      cell: ({ roles }) => (
        <span className="mgr-badges">
          {roles.map((role) => (
            <Badge key={role}>{t(`roles.${role}`)}</Badge>
          ))}
        </span>
      ),
    },
    {
      id: 'sites',
      title: t('people.sites'),
      cell: ({ sites }) => (sites === null ? t('people.all_sites') : sites.join(', ')),
    },
    {
      id: 'state',
      title: t('people.state'),
      cell: (person) => (
        <span className="mgr-badges">
          <PersonState person={person} />
          {person.hasTotp && <Badge icon={<ShieldCheck aria-hidden="true" />}>{t('account.totp_badge')}</Badge>}
        </span>
      ),
    },
    {
      id: 'seen',
      title: t('people.last_sign_in'),
      cell: ({ lastSignInAt }) => (
        <span className="mgr-nowrap">{lastSignInAt === null ? t('people.never') : formats.dateTime(lastSignInAt)}</span>
      ),
    },
  ];
}

/** Accounts: who may do what, at which sites. */
export function PeopleScreen({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const mayWrite = me.scopes.includes('people:write');
  const load = useCallback(async () => (await ask('/v1/people', PersonList)).people, []);
  const { value: people, problem, reload } = useAnswer(load);
  const [open, setOpen] = useState<Person | 'new' | null>(null);
  const [invitation, setInvitation] = useState<MadeInvitation | null>(null);

  return (
    <>
      <PageHeader
        title={t('people.title')}
        note={t('people.note')}
        actions={
          mayWrite && (
            <Button variant="primary" icon={<UserPlus aria-hidden="true" />} onPress={() => setOpen('new')}>
              {t('people.add')}
            </Button>
          )
        }
      />
      {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {people === null && problem === null && <Spinner label={t('common.loading')} />}
      {people !== null && (
        <div className="mgr-sheet">
          <Table
            className="mgr-table con-table"
            label={t('people.title')}
            rows={people}
            rowId={({ id }) => id}
            {...(mayWrite ? { onOpen: setOpen } : {})}
            columns={columnsOf({ t, formats })}
            empty={
              <EmptyNote icon={<UsersRound aria-hidden="true" />} title={t('people.empty')}>
                {t('people.empty_hint')}
              </EmptyNote>
            }
          />
        </div>
      )}
      {open !== null && (
        <PersonDialog
          person={open === 'new' ? null : open}
          isSelf={open !== 'new' && open.id === me.id}
          onClose={() => setOpen(null)}
          onDone={(made) => {
            setOpen(null);
            setInvitation(made);
            void reload();
          }}
        />
      )}
      {invitation !== null && (
        <ShownOnce
          title={t('people.code_title', { name: invitation.person.name })}
          lead={t('people.code_lead', { until: formats.dateTime(invitation.expiresAt) })}
          secret={`${location.origin}/#/welcome/${invitation.code}`}
          onClose={() => setInvitation(null)}
        />
      )}
    </>
  );
}
