import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffStatus } from '#shared/contract/staff.ts';
import { Locale } from '#shared/localized.ts';
import type { ContractClient } from '#renderer/api/connect.ts';
import { followEvents } from '#renderer/api/follow-events.ts';
import { CandidateApp } from '#renderer/candidate/candidate-app.tsx';
import type { CapturePort } from '#renderer/candidate/capture-port.ts';
import { ConnectionOverlay } from '#renderer/candidate/connection-overlay.tsx';
import { useUntouched } from '#renderer/candidate/use-untouched.ts';
import { useLocale } from '#renderer/i18n/use-locale.ts';
import type { KeyboardMode } from '#renderer/ui/index.ts';
import { FailureBoundary } from './failure-screen.tsx';
import { TouchKeyboard } from './touch-keyboard.tsx';

const ManagerApp = lazy(async () => ({ default: (await import('#renderer/manager/manager-app.tsx')).ManagerApp }));

export interface AppProps {
  readonly client: ContractClient;
  readonly capture: CapturePort;
  readonly isConnected: boolean;
  /** Starts the page anew: the only way to empty the memory of a page for good. */
  readonly onForgotten: () => void;
}

/** A sign-in screen nobody uses gives the kiosk back to candidates. */
const GIVE_BACK_AFTER_MS = 60_000;

interface Sides {
  /** Null until the core has answered. */
  readonly status: StaffStatus | null;
  readonly side: 'candidate' | 'staff';
  readonly show: (side: 'candidate' | 'staff') => void;
}

/** Follows who is signed in. Until the first account exists there is nothing but the set-up, which goes on after that account was made. */
function useSides(client: ContractClient): Sides {
  const [status, setStatus] = useState<StaffStatus | null>(null);
  const [side, show] = useState<'candidate' | 'staff'>('candidate');
  useEffect(() => {
    const ending = new AbortController();
    const deliver = (next: StaffStatus) => {
      setStatus(next);
      if (next.needsSetup) show('staff');
    };
    followEvents((options) => client.staff.watch(undefined, options), deliver, ending.signal).catch((error: unknown) =>
      console.error('The staff status cannot be followed.', error),
    );
    return () => ending.abort();
  }, [client]);
  return { status, side, show };
}

function StaffSide({ client, onLeave }: { readonly client: ContractClient; readonly onLeave: () => void }) {
  const { i18n } = useTranslation();
  const [locale, setLocale] = useState<Locale>(() => Locale.catch('zh-CN').parse(i18n.language));
  useLocale(locale);
  return (
    <Suspense fallback={<ConnectionOverlay isStarting />}>
      <ManagerApp client={client} locale={locale} onLocaleChange={setLocale} onLeave={onLeave} />
    </Suspense>
  );
}

interface Keys {
  readonly keyboard: KeyboardMode;
  readonly hasKeypad: boolean;
}

/** Which keys this kiosk has, and how to ask again: the staff may have changed it. */
function useKeys(client: ContractClient): readonly [keys: Keys, askAgain: () => void] {
  const [keys, setKeys] = useState<Keys>({ keyboard: 'automatic', hasKeypad: false });
  const ask = useCallback(() => {
    client.app.info().then(
      ({ keyboard, hasKeypad }) => setKeys({ keyboard, hasKeypad }),
      (error: unknown) => console.warn('The settings of the keys were not read.', error),
    );
  }, [client]);
  useEffect(ask, [ask]);
  return [keys, ask];
}

/** The candidate's side or the staff's side. Which one is a matter of memory: the URL never says anything. */
export function App({ client, capture, isConnected, onForgotten }: AppProps) {
  const { status, side, show } = useSides(client);
  const [{ keyboard, hasKeypad }, askForKeys] = useKeys(client);
  const [round, setRound] = useState(0);
  const toCandidate = useCallback(() => {
    show('candidate');
    askForKeys();
  }, [show, askForKeys]);
  const toStaff = useCallback(() => show('staff'), [show]);
  const isSignInWaiting = side === 'staff' && status !== null && !status.needsSetup && status.signedIn === null;
  useUntouched(isSignInWaiting, GIVE_BACK_AFTER_MS, toCandidate);

  if (status === null) return <ConnectionOverlay isStarting />;
  return (
    <FailureBoundary
      key={`${side}:${round}`}
      onRetry={() => setRound(round + 1)}
      onFailure={(correlationId, error) => {
        client.app
          .reportFailure({
            correlationId,
            message: error.message.slice(0, 2000),
            stack: (error.stack ?? '').slice(0, 8000),
          })
          .catch((failure: unknown) => console.error('The failure could not be reported.', failure));
      }}
    >
      {side === 'staff' ? (
        <StaffSide client={client} onLeave={toCandidate} />
      ) : (
        <CandidateApp
          client={client}
          capture={capture}
          isConnected={isConnected}
          hasKeypad={hasKeypad}
          onStaff={toStaff}
          onForgotten={onForgotten}
        />
      )}
      <TouchKeyboard mode={keyboard} />
    </FailureBoundary>
  );
}
