import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusOnShow } from '#renderer/manager/use-focus-on-show.ts';
import { Banner, Button, TextField } from '#renderer/ui/index.ts';
import { Me, PASSWORD_MIN_LENGTH } from '#shared/wire/person.ts';
import { ask, HubProblem } from '../hub-client.ts';
import { LanguageButton, type LanguageProps } from '../language-button.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { useDoing } from '../use-doing.ts';
import { goTo } from '../use-place.ts';

interface SignInScreenProps extends LanguageProps {
  /** Out of a link that was given out: the person chooses a password first. */
  readonly code: string | undefined;
  readonly wasSignedOut: boolean;
  readonly onSignedIn: (me: Me) => void;
}

/** Appears when the password was right; the keyboard is in it. */
function CodeField({ value, onChange }: { readonly value: string; readonly onChange: (code: string) => void }) {
  const { t } = useTranslation();
  const place = useFocusOnShow<HTMLDivElement>();
  return (
    <div ref={place}>
      <TextField
        label={t('account.totp_code')}
        description={t('account.totp_code_or_recovery')}
        value={value}
        onChange={onChange}
        autoComplete="one-time-code"
        maxLength={40}
      />
    </div>
  );
}

/** Name and password; with a code, a new password twice. */
export function SignInScreen({ code, wasSignedOut, onSignedIn, ...language }: SignInScreenProps) {
  const { t } = useTranslation();
  const { isDoing, problem, run } = useDoing();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [asksCode, setAsksCode] = useState(false);
  const [totp, setTotp] = useState('');
  const form = useFocusOnShow<HTMLFormElement>();
  const isNew = code !== undefined;
  const differs = isNew && again !== '' && again !== password;
  const isReady =
    (isNew ? password.length >= PASSWORD_MIN_LENGTH && again === password : login.trim() !== '' && password !== '') &&
    (!asksCode || totp.trim() !== '');

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isReady || isDoing) return;
    void run(async () => {
      const second = asksCode ? { totp } : {};
      const me = await (
        isNew
          ? ask('/v1/invitations/accept', Me, { method: 'POST', body: { code, password, ...second } })
          : ask('/v1/sign-in', Me, { method: 'POST', body: { login, password, ...second } })
      ).catch((error: unknown) => {
        if (!(error instanceof HubProblem) || error.code !== 'second_factor_needed') throw error;
        return null;
      });
      if (me === null) {
        setAsksCode(true);
        return;
      }
      if (isNew) goTo('');
      onSignedIn(me);
    });
  }

  return (
    <main className="con-alone">
      <div className="con-alone__top">
        <LanguageButton {...language} />
      </div>
      <form className="con-sign-in" ref={form} onSubmit={submit}>
        <p className="con-sign-in__brand">Anteroom</p>
        <h1 className="con-sign-in__title">{isNew ? t('welcome.title') : t('sign_in.title')}</h1>
        <p className="mgr-soft">{isNew ? t('welcome.lead', { count: PASSWORD_MIN_LENGTH }) : t('sign_in.lead')}</p>
        {wasSignedOut && problem === null && <Banner tone="info">{t('sign_in.was_signed_out')}</Banner>}
        {problem !== null && <ProblemNote problem={problem} />}
        {!isNew && (
          <TextField
            label={t('sign_in.login')}
            value={login}
            onChange={setLogin}
            autoComplete="username"
            maxLength={200}
          />
        )}
        <TextField
          label={isNew ? t('welcome.password') : t('sign_in.password')}
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete={isNew ? 'new-password' : 'current-password'}
          maxLength={256}
        />
        {isNew && (
          <TextField
            label={t('welcome.again')}
            type="password"
            value={again}
            onChange={setAgain}
            autoComplete="new-password"
            maxLength={256}
            {...(differs ? { error: t('welcome.differs') } : {})}
          />
        )}
        {asksCode && <CodeField value={totp} onChange={setTotp} />}
        <Button type="submit" variant="primary" size="large" isWide isDisabled={!isReady} isPending={isDoing}>
          {isDoing ? t('sign_in.checking') : isNew ? t('welcome.submit') : t('sign_in.submit')}
        </Button>
      </form>
    </main>
  );
}
