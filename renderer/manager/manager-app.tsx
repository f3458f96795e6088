import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Spinner, useDensity } from '#renderer/ui/index.ts';
import { SetupApp } from '#renderer/setup/setup-app.tsx';
import type { Locale } from '#shared/localized.ts';
import { ManagerClientProvider, type ManagerClient } from './manager-client.tsx';
import { ManagerShell } from './manager-shell.tsx';
import { SignInScreen } from './sign-in-screen.tsx';
import { useFeed } from './use-feed.ts';
import './manager.css';

export interface ManagerAppProps {
  readonly client: ManagerClient;
  readonly locale: Locale;
  readonly onLocaleChange: (locale: Locale) => void;
  /** Back to the candidates' attract screen; also called after signing out. */
  readonly onLeave: () => void;
}

/** Everything for the people of the site: first set-up, sign-in, and the console behind it. */
export function ManagerApp({ client, locale, onLocaleChange, onLeave }: ManagerAppProps) {
  useDensity('manager');
  const { t } = useTranslation('manager');
  const open = useCallback((options: { signal: AbortSignal }) => client.staff.watch(undefined, options), [client]);
  const received = useFeed(open);
  const [isSettingUp, setSettingUp] = useState(false);
  const status = received?.value;
  const isFirstRun = status?.needsSetup === true;
  const isLocked = status !== undefined && !isFirstRun && status.signedIn === null;

  // the account is made half-way through the set-up: the rest of it goes on until done or locked
  if (isFirstRun && !isSettingUp) setSettingUp(true);
  if (isLocked && isSettingUp) setSettingUp(false);

  if (received === null || status === undefined) {
    return (
      <div className="mgr-wait">
        <Spinner label={t('common.loading')} />
      </div>
    );
  }
  return (
    <ManagerClientProvider client={client}>
      {isSettingUp ? (
        <SetupApp
          client={client}
          hasAccount={!isFirstRun}
          locale={locale}
          onLocaleChange={onLocaleChange}
          onDone={() => setSettingUp(false)}
        />
      ) : status.signedIn === null ? (
        <SignInScreen
          accounts={status.accounts}
          receivedAtMs={received.receivedAtMs}
          locale={locale}
          onLocaleChange={onLocaleChange}
          onLeave={onLeave}
        />
      ) : (
        <ManagerShell
          staff={status.signedIn}
          role={status.role}
          locale={locale}
          onLocaleChange={onLocaleChange}
          onSignedOut={onLeave}
        />
      )}
    </ManagerClientProvider>
  );
}
