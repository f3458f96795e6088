import {
  BriefcaseBusiness,
  ChartNoAxesCombined,
  CheckCheck,
  ClipboardCheck,
  ListVideo,
  LogOut,
  RefreshCw,
  ScrollText,
  Settings2,
  Sun,
  Timer,
  Trash2,
  UserRound,
  UsersRound,
} from 'lucide-react';
import { useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, classNames } from '#renderer/ui/index.ts';
import type { SessionId } from '#shared/ids.ts';
import type { StaffStatus } from '#shared/contract/staff.ts';
import type { Locale } from '#shared/localized.ts';
import type { Role } from '#shared/roles.ts';
import { AuditScreen } from './audit/audit-screen.tsx';
import { DeletionsScreen } from './deletions/deletions-screen.tsx';
import { InsightsPlace } from './insights/insights-place.tsx';
import { FirstPageProvider } from './interviews/first-page.tsx';
import { InterviewsScreen } from './interviews/interviews-screen.tsx';
import { type ListFilter, NO_FILTER } from './interviews/list-filter.ts';
import { JobsScreen } from './jobs/jobs-screen.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { useManagerClient } from './manager-client.tsx';
import { ProposalsScreen } from './review/proposals-screen.tsx';
import { ReadinessScreen } from './screens/readiness-screen.tsx';
import { SettingsScreen } from './screens/settings-screen.tsx';
import { SyncScreen } from './screens/sync-screen.tsx';
import { StaffScreen } from './staff/staff-screen.tsx';
import { TodayScreen } from './today/today-screen.tsx';
import { useFeed } from './use-feed.ts';
import { clockTime } from './use-formats.ts';
import { problemOf, type Problem } from './problem.ts';
import { ProblemBanner } from './problem-banner.tsx';
import { useStaffActivity } from './use-staff-activity.ts';
import { useTicking } from './use-ticking.ts';

const PLACES = [
  'today',
  'interviews',
  'proposals',
  'jobs',
  'insights',
  'deletions',
  'sync',
  'readiness',
  'staff',
  'audit',
  'settings',
] as const;
type Place = (typeof PLACES)[number];

const ICONS: Readonly<Record<Place, ReactNode>> = {
  today: <Sun aria-hidden="true" />,
  interviews: <ListVideo aria-hidden="true" />,
  proposals: <CheckCheck aria-hidden="true" />,
  jobs: <BriefcaseBusiness aria-hidden="true" />,
  insights: <ChartNoAxesCombined aria-hidden="true" />,
  deletions: <Trash2 aria-hidden="true" />,
  sync: <RefreshCw aria-hidden="true" />,
  readiness: <ClipboardCheck aria-hidden="true" />,
  staff: <UsersRound aria-hidden="true" />,
  audit: <ScrollText aria-hidden="true" />,
  settings: <Settings2 aria-hidden="true" />,
};

/** Interviews, what is asked in them, figures over them and what was deleted of them are for managers; a technician installs and configures. */
const FOR_MANAGERS: ReadonlySet<Place> = new Set([
  'today',
  'interviews',
  'proposals',
  'jobs',
  'insights',
  'deletions',
  'staff',
  'audit',
]);

function placesOf(role: Role): readonly Place[] {
  return role === 'manager' ? PLACES : PLACES.filter((place) => !FOR_MANAGERS.has(place));
}

/** Where the reader is, and with what they came. */
interface Visit {
  readonly place: Place;
  /** What the list of interviews shows. */
  readonly filter: ListFilter;
  /** The interview that is opened at once. */
  readonly openId: SessionId | null;
  /** Rises with every press, so that a place is shown anew. */
  readonly visits: number;
}
const AT_FIRST = { filter: NO_FILTER, openId: null, visits: 0 } as const;

/** From here on the time left is shown. */
const LOCK_HINT_MS = 60_000;

function LockHint({ locksAt }: { readonly locksAt: string }) {
  const { t } = useTranslation('manager');
  const leftMs = Date.parse(locksAt) - useTicking(1000, Date.now);
  if (leftMs > LOCK_HINT_MS) return null;
  return (
    <p className="mgr-lock-hint" role="timer">
      <Timer aria-hidden="true" />
      {t('shell.locks_in', { time: clockTime(leftMs) })}
    </p>
  );
}

/** A candidate pressed "ask for a person": stays until somebody says that they came. */
function PersonAsked() {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const open = useCallback((options: { signal: AbortSignal }) => client.session.watch(undefined, options), [client]);
  const view = useFeed(open)?.value;
  const [problem, setProblem] = useState<Problem | null>(null);
  if (view?.isPersonAsked !== true) return null;

  async function clear(): Promise<void> {
    try {
      await client.staff.clearPersonAsked();
      setProblem(null);
    } catch (error) {
      setProblem(problemOf(error));
    }
  }

  return (
    <>
      <Banner
        tone="warn"
        isUrgent
        title={t('shell.person_asked')}
        action={<Button onPress={() => void clear()}>{t('shell.person_came')}</Button>}
      />
      {problem !== null && <ProblemBanner problem={problem} />}
    </>
  );
}

interface ManagerShellProps {
  readonly staff: NonNullable<StaffStatus['signedIn']>;
  readonly role: Role;
  readonly locale: Locale;
  readonly onLocaleChange: (locale: Locale) => void;
  readonly onSignedOut: () => void;
}

/** The console: places on the left, one screen on the right. */
export function ManagerShell({ staff, role, locale, onLocaleChange, onSignedOut }: ManagerShellProps) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  useStaffActivity(client);
  const places = placesOf(role);
  const [{ place, filter, openId, visits }, setVisit] = useState<Visit>({ ...AT_FIRST, place: places[0] ?? 'sync' });
  const go = (to: Partial<Visit>) => setVisit((from) => ({ ...from, ...AT_FIRST, ...to, visits: from.visits + 1 }));
  const openSync = useCallback((options: { signal: AbortSignal }) => client.sync.watch(undefined, options), [client]);
  const syncStatus = useFeed(openSync)?.value ?? null;

  async function signOut(): Promise<void> {
    try {
      await client.staff.signOut();
    } finally {
      onSignedOut();
    }
  }

  return (
    <div className="mgr-shell">
      <aside className="mgr-side">
        <p className="mgr-side__brand">Anteroom</p>
        <nav className="mgr-nav" aria-label={t('shell.places')}>
          {places.map((each) => (
            <Button
              key={each}
              variant="quiet"
              isWide
              className={classNames('mgr-nav__item', each === place && 'mgr-nav__item--here')}
              icon={ICONS[each]}
              {...(each === place ? { 'aria-current': 'page' as const } : {})}
              onPress={() => go({ place: each })}
              {...(each === 'sync' && syncStatus !== null && syncStatus.recordsParked > 0
                ? { iconAfter: <span className="mgr-nav__count">{syncStatus.recordsParked}</span> }
                : {})}
            >
              {t(`shell.${each}`)}
            </Button>
          ))}
        </nav>
        <div className="mgr-side__foot">
          <LockHint locksAt={staff.locksAt} />
          <LanguageSwitch locale={locale} onChange={onLocaleChange} />
          <p className="mgr-side__who">
            <UserRound aria-hidden="true" />
            <span>
              <span className="mgr-side__name">{staff.name}</span>
              <span className="mgr-side__role">{t(`roles.${role}`)}</span>
            </span>
          </p>
          <Button isWide icon={<LogOut aria-hidden="true" />} onPress={() => void signOut()}>
            {t('shell.sign_out')}
          </Button>
        </div>
      </aside>
      <main className="mgr-main ui-scroll">
        <PersonAsked />
        {place === 'today' && (
          <TodayScreen locale={locale} onGo={go} onOpen={(id) => go({ place: 'interviews', openId: id })} />
        )}
        <FirstPageProvider mayRead={role === 'manager'} locale={locale}>
          {place === 'interviews' && <InterviewsScreen key={visits} locale={locale} filter={filter} openId={openId} />}
        </FirstPageProvider>
        {place === 'proposals' && <ProposalsScreen locale={locale} />}
        {place === 'jobs' && <JobsScreen locale={locale} />}
        {place === 'insights' && <InsightsPlace locale={locale} />}
        {place === 'deletions' && <DeletionsScreen />}
        {place === 'sync' && <SyncScreen status={syncStatus} />}
        {place === 'readiness' && <ReadinessScreen />}
        {place === 'staff' && <StaffScreen ownId={staff.id} />}
        {place === 'audit' && <AuditScreen />}
        {place === 'settings' && <SettingsScreen locale={locale} />}
      </main>
    </div>
  );
}
