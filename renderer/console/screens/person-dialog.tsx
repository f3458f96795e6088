import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog, TextField } from '#renderer/ui/index.ts';
import { Login, MadeInvitation, Person, type Role, ROLES } from '#shared/wire/person.ts';
import { CheckGroup } from '../check-group.tsx';
import { ask } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import { readSites } from '../sites.ts';
import { useDoing } from '../use-doing.ts';

interface PersonDialogProps {
  /** Null: a new one. */
  readonly person: Person | null;
  /** Whether it is one's own account. */
  readonly isSelf: boolean;
  readonly onClose: () => void;
  /** With the code, if one was made. */
  readonly onDone: (invitation: MadeInvitation | null) => void;
}

/** Makes an account, or changes one. */
export function PersonDialog({ person, isSelf, onClose, onDone }: PersonDialogProps) {
  const { t } = useTranslation();
  const { isDoing, problem, run } = useDoing();
  const [login, setLogin] = useState('');
  const [name, setName] = useState(person?.name ?? '');
  const [roles, setRoles] = useState<readonly Role[]>(person?.roles ?? []);
  const [sites, setSites] = useState((person?.sites ?? []).join(', '));
  const isLoginGood = person !== null || Login.safeParse(login).success;
  const isReady = isLoginGood && name.trim() !== '' && roles.length > 0;
  const path = `/v1/people/${person?.id ?? ''}`;

  const save = () =>
    run(async () => {
      const common = { name, roles, sites: readSites(sites) };
      if (person === null) {
        onDone(await ask('/v1/people', MadeInvitation, { method: 'POST', body: { ...common, login } }));
        return;
      }
      await ask(path, Person, { method: 'PATCH', body: common });
      onDone(null);
    });
  const setDisabled = (isDisabled: boolean) =>
    run(async () => {
      await ask(path, Person, { method: 'PATCH', body: { isDisabled } });
      onDone(null);
    });
  const removeTotp = () =>
    run(async () => {
      await ask(`${path}/totp`, Person, { method: 'DELETE' });
      onDone(null);
    });
  const invite = () => run(async () => onDone(await ask(`${path}/invitation`, MadeInvitation, { method: 'POST' })));

  return (
    <Dialog
      isOpen
      size="wide"
      onOpenChange={onClose}
      title={person === null ? t('people.add') : person.name}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" isDisabled={!isReady} isPending={isDoing} onPress={() => void save()}>
            {person === null ? t('people.make') : t('common.save')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack">
        {problem !== null && <ProblemNote problem={problem} />}
        <div className="con-pair">
          <TextField label={t('people.name')} value={name} onChange={setName} maxLength={80} />
          {person === null ? (
            <TextField
              label={t('people.login')}
              description={t('people.login_hint')}
              value={login}
              onChange={setLogin}
              maxLength={80}
              {...(login !== '' && !isLoginGood ? { error: t('people.login_wrong') } : {})}
            />
          ) : (
            <TextField label={t('people.login')} value={person.login} isReadOnly />
          )}
        </div>
        <CheckGroup
          label={t('people.roles')}
          options={ROLES.map((id) => ({ id, label: `${t(`roles.${id}`)} — ${t(`role_hints.${id}`)}` }))}
          value={roles}
          onChange={setRoles}
        />
        <TextField
          label={t('people.sites')}
          description={t('people.sites_hint')}
          value={sites}
          onChange={setSites}
          maxLength={2000}
        />
        {person !== null && (
          <div className="con-aside">
            <Button isDisabled={isDoing} onPress={() => void invite()}>
              {person.hasPassword ? t('people.reset') : t('people.new_code')}
            </Button>
            {person.hasTotp && !isSelf && (
              <Button isDisabled={isDoing} onPress={() => void removeTotp()}>
                {t('account.totp_take_away')}
              </Button>
            )}
            {person.disabledAt === null ? (
              <Button variant="danger" isDisabled={isDoing} onPress={() => void setDisabled(true)}>
                {t('people.disable')}
              </Button>
            ) : (
              <Button isDisabled={isDoing} onPress={() => void setDisabled(false)}>
                {t('people.enable')}
              </Button>
            )}
          </div>
        )}
      </div>
    </Dialog>
  );
}
