import {
  Cable,
  FileClock,
  KeyRound,
  ListVideo,
  LogOut,
  Megaphone,
  MonitorSmartphone,
  Trash2,
  UserCog,
  UsersRound,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, classNames } from '#renderer/ui/index.ts';
import type { Me } from '#shared/wire/person.ts';
import type { Scope } from '#shared/wire/scope.ts';
import { tell } from './hub-client.ts';
import { LanguageButton, type LanguageProps } from './language-button.tsx';
import { ProblemNote } from './problem-note.tsx';
import { AccountScreen } from './screens/account-screen.tsx';
import { ApiKeysScreen } from './screens/api-keys-screen.tsx';
import { AuditScreen } from './screens/audit-screen.tsx';
import { ConnectorsScreen } from './screens/connectors/connectors-screen.tsx';
import { DeletionsScreen } from './screens/deletions/deletions-screen.tsx';
import { FleetScreen } from './screens/fleet-screen.tsx';
import { InterviewsScreen } from './screens/interviews-screen.tsx';
import { PeopleScreen } from './screens/people-screen.tsx';
import { PublicationsScreen } from './screens/publications/publications-screen.tsx';
import { useDoing } from './use-doing.ts';
import { goTo, usePlace } from './use-place.ts';

interface Place {
  readonly id: string;
  readonly icon: ReactNode;
  /** Null: for everybody. */
  readonly scope: Scope | null;
  readonly screen: (me: Me) => ReactNode;
}

/** In the order of the day: what comes in, then who may see it, then what was done. */
const PLACES: readonly Place[] = [
  {
    id: 'interviews',
    icon: <ListVideo aria-hidden="true" />,
    scope: 'records:read',
    screen: (me) => <InterviewsScreen me={me} />,
  },
  {
    id: 'fleet',
    icon: <MonitorSmartphone aria-hidden="true" />,
    scope: 'devices:read',
    screen: (me) => <FleetScreen me={me} />,
  },
  {
    id: 'publications',
    icon: <Megaphone aria-hidden="true" />,
    scope: 'publications:read',
    screen: (me) => <PublicationsScreen me={me} />,
  },
  {
    id: 'connectors',
    icon: <Cable aria-hidden="true" />,
    scope: 'connectors:read',
    screen: (me) => <ConnectorsScreen me={me} />,
  },
  {
    id: 'deletions',
    icon: <Trash2 aria-hidden="true" />,
    scope: 'candidates:read',
    screen: (me) => <DeletionsScreen me={me} />,
  },
  {
    id: 'people',
    icon: <UsersRound aria-hidden="true" />,
    scope: 'people:read',
    screen: (me) => <PeopleScreen me={me} />,
  },
  {
    id: 'keys',
    icon: <KeyRound aria-hidden="true" />,
    scope: 'people:read',
    screen: (me) => <ApiKeysScreen me={me} />,
  },
  { id: 'audit', icon: <FileClock aria-hidden="true" />, scope: 'audit:read', screen: () => <AuditScreen /> },
  { id: 'account', icon: <UserCog aria-hidden="true" />, scope: null, screen: (me) => <AccountScreen me={me} /> },
];

interface ConsoleShellProps extends LanguageProps {
  readonly me: Me;
  readonly onSignedOut: () => void;
}

/** Places on the left, one screen on the right. */
export function ConsoleShell({ me, onSignedOut, ...language }: ConsoleShellProps) {
  const { t } = useTranslation();
  const { isDoing, problem, run } = useDoing();
  const [wanted] = usePlace();
  const places = PLACES.filter(({ scope }) => scope === null || me.scopes.includes(scope));
  const here = places.find(({ id }) => id === wanted) ?? places[0];

  function signOut(): void {
    void run(async () => {
      await tell('/v1/sign-out', { method: 'POST' });
      onSignedOut();
    });
  }

  return (
    <div className="mgr-shell">
      <aside className="mgr-side">
        <p className="mgr-side__brand">Anteroom</p>
        <nav className="mgr-nav" aria-label={t('shell.places')}>
          {places.map(({ id, icon }) => (
            <Button
              key={id}
              variant="quiet"
              isWide
              className={classNames('mgr-nav__item', id === here?.id && 'mgr-nav__item--here')}
              icon={icon}
              {...(id === here?.id ? { 'aria-current': 'page' as const } : {})}
              onPress={() => goTo(id)}
            >
              {t(`shell.${id}`)}
            </Button>
          ))}
        </nav>
        <div className="mgr-side__foot">
          <p className="con-side__who">
            <span className="mgr-side__name">{me.name}</span>
            <span className="mgr-side__role">{me.sites === null ? t('shell.all_sites') : me.sites.join(', ')}</span>
          </p>
          <LanguageButton {...language} />
          <Button isWide icon={<LogOut aria-hidden="true" />} isPending={isDoing} onPress={signOut}>
            {t('shell.sign_out')}
          </Button>
        </div>
      </aside>
      <main className="mgr-main ui-scroll" key={here?.id}>
        <div className="mgr-page">
          {problem !== null && <ProblemNote problem={problem} />}
          {here?.screen(me)}
        </div>
      </main>
    </div>
  );
}
