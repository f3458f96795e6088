import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '#renderer/i18n/use-locale.ts';
import { Spinner, useDensity } from '#renderer/ui/index.ts';
import { Locale } from '#shared/localized.ts';
import { Me } from '#shared/wire/person.ts';
import { ConsoleShell } from './console-shell.tsx';
import { keepLocale } from './create-console-translations.ts';
import { ask, HubProblem, onSignedOut } from './hub-client.ts';
import { ProblemNote } from './problem-note.tsx';
import { SignInScreen } from './screens/sign-in-screen.tsx';
import { toProblem } from './to-problem.ts';
import { useAnswer } from './use-answer.ts';
import { usePlace } from './use-place.ts';
import '#renderer/manager/manager.css';
import './console.css';

type Who =
  | { readonly state: 'asking' }
  | { readonly state: 'nobody'; readonly wasSignedOut: boolean }
  | { readonly state: 'in'; readonly me: Me };

async function findMe(): Promise<Who> {
  const found = await ask('/v1/me', Me).catch(toProblem);
  if (!(found instanceof HubProblem)) return { state: 'in', me: found };
  if (found.code === 'unauthorized') return { state: 'nobody', wasSignedOut: false };
  throw found;
}

/** Everything in the browser: signing in, and the places behind it. */
export function ConsoleApp() {
  useDensity('manager');
  const { t, i18n } = useTranslation();
  const [locale, setLocale] = useState<Locale>(() => Locale.catch('en').parse(i18n.language));
  useLocale(locale);
  const place = usePlace();
  const { value: found, problem, reload } = useAnswer(findMe);
  const [changed, setChanged] = useState<Who | null>(null);
  const who = changed ?? found ?? { state: 'asking' };
  const isIn = who.state === 'in';
  useEffect(
    () =>
      onSignedOut(() => setChanged((now) => (now?.state === 'nobody' ? now : { state: 'nobody', wasSignedOut: isIn }))),
    [isIn],
  );

  const language = {
    locale,
    onLocaleChange: (next: Locale) => {
      keepLocale(next);
      setLocale(next);
    },
  };
  const code = place[0] === 'welcome' ? place[1] : undefined;
  if (problem !== null) {
    return (
      <main className="con-alone">
        <ProblemNote problem={problem} onRetry={() => void reload()} />
      </main>
    );
  }
  if (who.state === 'asking') {
    return (
      <main className="con-alone">
        <Spinner label={t('common.loading')} />
      </main>
    );
  }
  if (who.state === 'nobody' || code !== undefined) {
    return (
      <SignInScreen
        key={code ?? ''}
        code={code}
        wasSignedOut={who.state === 'nobody' && who.wasSignedOut}
        onSignedIn={(me) => setChanged({ state: 'in', me })}
        {...language}
      />
    );
  }
  return (
    <ConsoleShell me={who.me} onSignedOut={() => setChanged({ state: 'nobody', wasSignedOut: false })} {...language} />
  );
}
