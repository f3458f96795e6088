import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#renderer/manager/page-header.tsx';
import { Banner, Button, Card, TextField } from '#renderer/ui/index.ts';
import { type Me, PASSWORD_MIN_LENGTH } from '#shared/wire/person.ts';
import { tell } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useDoing } from '../use-doing.ts';
import { TotpCard } from './account/totp-card.tsx';

/** One's own password and sessions. */
export function AccountScreen({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const change = useDoing();
  const leaving = useDoing();
  const [password, setPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [isDone, setDone] = useState(false);

  function submit(event: FormEvent): void {
    event.preventDefault();
    setDone(false);
    void change.run(async () => {
      await tell('/v1/me/password', { method: 'POST', body: { password, newPassword } });
      setPassword('');
      setNewPassword('');
      setDone(true);
    });
  }

  return (
    <>
      <PageHeader title={t('account.title')} note={me.name} />
      <div className="con-cards">
        <Card title={t('account.password')}>
          <form className="mgr-stack" onSubmit={submit}>
            {change.problem !== null && <ProblemNote problem={change.problem} />}
            {isDone && <Banner tone="good">{t('account.password_changed')}</Banner>}
            <TextField
              label={t('account.old')}
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={setPassword}
              maxLength={256}
            />
            <TextField
              label={t('account.new')}
              description={t('welcome.lead', { count: PASSWORD_MIN_LENGTH })}
              type="password"
              autoComplete="new-password"
              value={newPassword}
              onChange={setNewPassword}
              maxLength={256}
            />
            <div>
              <Button
                type="submit"
                variant="primary"
                isDisabled={password === '' || newPassword.length < PASSWORD_MIN_LENGTH}
                isPending={change.isDoing}
              >
                {t('account.change')}
              </Button>
            </div>
          </form>
        </Card>
        <div className="mgr-stack">
          <TotpCard />
          <Card title={t('account.sessions')}>
            <div className="mgr-stack">
              {leaving.problem !== null && <ProblemNote problem={leaving.problem} />}
              <p>{t('account.sessions_lead', { minutes: Math.round((me.idleMs ?? 0) / 60_000) })}</p>
              <div>
                <Button
                  isPending={leaving.isDoing}
                  onPress={() =>
                    void leaving.run(async () => {
                      await tell('/v1/sign-out-everywhere', { method: 'POST' });
                      location.reload();
                    })
                  }
                >
                  {t('account.everywhere')}
                </Button>
              </div>
            </div>
          </Card>
        </div>
      </div>
    </>
  );
}
