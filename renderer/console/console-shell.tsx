import {
  Cable,
  ContactRound,
  FileClock,
  FileUp,
  Inbox,
  KeyRound,
  ListVideo,
  LogOut,
  Megaphone,
  MonitorSmartphone,
  Settings2,
  Trash2,
  UserCog,
  UsersRound,
  Waypoints,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, classNames } from '#renderer/ui/index.ts';
import type { OpenDecisions } from '#shared/hub/names.ts';
import type { Me } from '#shared/wire/person.ts';
import type { Scope } from '#shared/wire/scope.ts';
import { useOpenDecisions } from './flow/open-decisions.ts';
import { tell } from './hub-client.ts';
import { LanguageButton, type LanguageProps } from './language-button.tsx';
import { ProblemNote } from './problem-note.tsx';
import { AccountScreen } from './screens/account-screen.tsx';
import { ApiKeysScreen } from './screens/api-keys-screen.tsx';
import { AuditScreen } from './screens/audit-screen.tsx';
import { CandidatesScreen } from './screens/candidates-screen.tsx';
import { ConnectorsScreen } from './screens/connectors/connectors-screen.tsx';
import { DeletionsScreen } from './screens/deletions/deletions-screen.tsx';
import { FleetScreen } from './screens/fleet-screen.tsx';
import { FlowsScreen } from './screens/flows/flows-screen.tsx';
import { ImportsScreen } from './screens/imports-screen.tsx';
import { HubSettingsScreen } from './screens/settings/hub-settings-screen.tsx';
import { InterviewsScreen } from './screens/interviews-screen.tsx';
import { PeopleScreen } from './screens/people-screen.tsx';
import { ProposalsScreen } from './screens/proposals-screen.tsx';
import { PublicationsScreen } from './screens/publications/publications-screen.tsx';
import { useDoing } from './use-doing.ts';
import { goTo, usePlace } from './use-place.ts';

interface Place {
  readonly id: string;
  readonly icon: ReactNode;
  /** Null: for everybody. */
  readonly scope: Scope | null;
  /** Of what no site has of its own: closed to whoever may see some sites only. */
  readonly isOfAllSites?: true;
  /** How much waits there for a person. */
  readonly count?: (open: OpenDecisions) => number;
  readonly screen: (me: Me) => ReactNode;
}

/** Whoever may see some sites only reads and decides there; files, papers and times belong to no site. */
function ofOwnSites(me: Me): Me {
  return me.sites === null
    ? me
    : { ...me, scopes: me.scopes.filter((scope) => scope !== 'candidates:write' && scope !== 'workflow:write') };
}

/** In the order of the day: what comes in, then who may see it, then what was done. */
const PLACES: readonly Place[] = [
  {
    id: 'proposals',
    icon: <Inbox aria-hidden="true" />,
    scope: 'workflow:read',
    count: ({ proposals }) => proposals,
    screen: (me) => <ProposalsScreen me={ofOwnSites(me)} />,
  },
  {
    id: 'candidates',
    icon: <ContactRound aria-hidden="true" />,
    scope: 'candidates:read',
    count: ({ mergeProposals }) => mergeProposals,
    screen: (me) => <CandidatesScreen me={ofOwnSites(me)} />,
  },
  {
    id: 'imports',
    icon: <FileUp aria-hidden="true" />,
    scope: 'candidates:write',
    isOfAllSites: true,
    screen: () => <ImportsScreen />,
  },
  {
    id: 'flows',
    icon: <Waypoints aria-hidden="true" />,
    scope: 'workflow:read',
    isOfAllSites: true,
    screen: (me) => <FlowsScreen me={me} />,
  },
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
  {
    id: 'settings',
    icon: <Settings2 aria-hidden="true" />,
    scope: 'connectors:read',
    screen: (me) => <HubSettingsScreen me={me} />,
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
  const places = PLACES.filter(
    ({ scope, isOfAllSites }) =>
      (scope === null || me.scopes.includes(scope)) && (isOfAllSites === undefined || me.sites === null),
  );
  const here = places.find(({ id }) => id === wanted) ?? places[0];
  const open = useOpenDecisions(me.sites === null && me.scopes.includes('workflow:read'), here?.id);

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
          {places.map(({ id, icon, count }) => (
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
              {count !== undefined && open !== null && <Waiting count={count(open)} />}
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

function Waiting({ count }: { readonly count: number }) {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <span className="con-count">
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="ui-visually-hidden">{t('shell.waiting_count', { count })}</span>
    </span>
  );
}
