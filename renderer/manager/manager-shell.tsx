import {
  ChartNoAxesCombined,
  ClipboardCheck,
  ListVideo,
  LogOut,
  RefreshCw,
  Settings2,
  Timer,
  Trash2,
  UserRound,
} from 'lucide-react';
import { useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, classNames } from '#renderer/ui/index.ts';
import type { StaffStatus } from '#shared/contract/staff.ts';
import type { Locale } from '#shared/localized.ts';
import type { Role } from '#shared/roles.ts';
import { DeletionsScreen } from './deletions/deletions-screen.tsx';
import { InsightsPlace } from './insights/insights-place.tsx';
import { InterviewsScreen } from './interviews/interviews-screen.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { useManagerClient } from './manager-client.tsx';
import { ReadinessScreen } from './screens/readiness-screen.tsx';
import { SettingsScreen } from './screens/settings-screen.tsx';
import { SyncScreen } from './screens/sync-screen.tsx';
import { useFeed } from './use-feed.ts';
import { clockTime } from './use-formats.ts';
import { problemOf, type Problem } from './problem.ts';
import { ProblemBanner } from './problem-banner.tsx';
import { useStaffActivity } from './use-staff-activity.ts';
import { useTicking } from './use-ticking.ts';

const PLACES = ['interviews', 'insights', 'deletions', 'sync', 'readiness', 'settings'] as const;
type Place = (typeof PLACES)[number];

const ICONS: Readonly<Record<Place, ReactNode>> = {
  interviews: <ListVideo aria-hidden="true" />,
  insights: <ChartNoAxesCombined aria-hidden="true" />,
  deletions: <Trash2 aria-hidden="true" />,
  sync: <RefreshCw aria-hidden="true" />,
  readiness: <ClipboardCheck aria-hidden="true" />,
  settings: <Settings2 aria-hidden="true" />,
};

/** Interviews, figures over them and what was deleted of them are for managers; a technician installs and configures. */
function placesOf(role: Role): readonly Place[] {
  return role === 'manager'
    ? PLACES
    : PLACES.filter((place) => !['interviews', 'insights', 'deletions'].includes(place));
}

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
  const [place, setPlace] = useState<Place>(places[0] ?? 'sync');
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
              onPress={() => setPlace(each)}
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
        {place === 'interviews' && <InterviewsScreen locale={locale} />}
        {place === 'insights' && <InsightsPlace locale={locale} />}
        {place === 'deletions' && <DeletionsScreen />}
        {place === 'sync' && <SyncScreen status={syncStatus} />}
        {place === 'readiness' && <ReadinessScreen />}
        {place === 'settings' && <SettingsScreen locale={locale} />}
      </main>
    </div>
  );
}
