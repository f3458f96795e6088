import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Spinner, classNames, useDensity } from '#renderer/ui/index.ts';
import { LanguageSwitch } from '#renderer/manager/language-switch.tsx';
import type { ManagerClient } from '#renderer/manager/manager-client.tsx';
import { problemOf, type Problem } from '#renderer/manager/problem.ts';
import { ProblemBanner } from '#renderer/manager/problem-banner.tsx';
import { wrongFields, type SettingsField } from '#renderer/manager/settings-check.ts';
import { useLoad } from '#renderer/manager/use-load.ts';
import { useStaffActivity } from '#renderer/manager/use-staff-activity.ts';
import type { Locale } from '#shared/localized.ts';
import type { Settings } from '#shared/settings.ts';
import { AccountStep, type AccountDraft, accountProblem } from './account-step.tsx';
import { DoneStep, HubStep, PackStep, PostsStep, SiteStep, WelcomeStep } from './steps.tsx';
import './setup.css';

const STEPS = ['welcome', 'site', 'account', 'pack', 'posts', 'hub', 'done'] as const;
type Step = (typeof STEPS)[number];

/** Fields a step may not be left with. */
const FIELDS_OF: Partial<Record<Step, readonly SettingsField[]>> = {
  site: ['site.name', 'site.phone'],
  hub: ['hub.url', 'hub.token'],
};

export interface SetupAppProps {
  readonly client: ManagerClient;
  /** The account was made already; the rest of the set-up goes on. */
  readonly hasAccount: boolean;
  readonly locale: Locale;
  readonly onLocaleChange: (locale: Locale) => void;
  readonly onDone: () => void;
}

/** First run of a kiosk. Every step is saved when it is left, so a power cut costs one step. */
export function SetupApp(props: SetupAppProps) {
  useDensity('manager');
  const { t } = useTranslation('setup');
  const { client, locale } = props;
  useStaffActivity(client);
  const { load, reload } = useLoad(
    useCallback(() => Promise.all([client.settings.get(), client.settings.options({ locale })]), [client, locale]),
  );
  if (load.state === 'failed') {
    return (
      <main className="setup-wait">
        <ProblemBanner problem={load.problem} onRetry={() => void reload()} />
      </main>
    );
  }
  if (load.state === 'loading') {
    return (
      <main className="setup-wait">
        <Spinner label={t('loading')} />
      </main>
    );
  }
  const [settings, options] = load.value;
  return <SetupSteps {...props} loaded={settings} options={options} />;
}

function SetupSteps({
  client,
  hasAccount,
  locale,
  onLocaleChange,
  onDone,
  loaded,
  options,
}: SetupAppProps & {
  readonly loaded: Settings;
  readonly options: Awaited<ReturnType<ManagerClient['settings']['options']>>;
}) {
  const { t } = useTranslation('setup');
  const [step, setStep] = useState<Step>('welcome');
  // the language of the set-up is the kiosk's first language until somebody says otherwise
  const [settings, setSettings] = useState<Settings>({ ...loaded, site: { ...loaded.site, name: '' } });
  const [account, setAccount] = useState<AccountDraft>({ name: '', pin: '', again: '' });
  const [isBusy, setBusy] = useState(false);
  const [hasTried, setTried] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const steps = STEPS.filter((each) => each !== 'account' || !hasAccount || step === 'account');
  const at = steps.indexOf(step);
  const wrong = wrongFields(settings);
  const wrongHere = (FIELDS_OF[step] ?? []).filter((field) => wrong.has(field));
  const wrongAccount = step === 'account' ? accountProblem(account) : null;

  function go(to: Step): void {
    setTried(false);
    setProblem(null);
    setStep(to);
  }

  async function leaveStep(): Promise<void> {
    const next = steps[at + 1];
    if (next === undefined) return onDone();
    setTried(true);
    if (wrongHere.length > 0 || wrongAccount !== null) return;
    setBusy(true);
    try {
      if (step === 'account') {
        await client.staff.setUp({ name: account.name.trim(), pin: account.pin });
        setAccount({ name: account.name, pin: '', again: '' });
      } else if (step !== 'welcome') {
        setSettings(await client.settings.update(settings));
      }
      go(next);
    } catch (error) {
      setProblem(problemOf(error));
    }
    setBusy(false);
  }

  function errorOf(field: SettingsField): string | undefined {
    const isRefused = problem?.code === 'setting_invalid' && problem.values['field'] === field;
    return (hasTried && wrong.has(field)) || isRefused ? t(`errors.${field}`) : undefined;
  }

  const change = (part: Partial<Settings>) => {
    setSettings({ ...settings, ...part });
    setProblem(null);
  };
  // there is no way back into an account that has been made
  const previous = steps[at - 1] === 'account' && hasAccount ? steps[at - 2] : steps[at - 1];

  return (
    <main className="setup">
      <aside className="setup__side">
        <p className="setup__brand">Anteroom</p>
        <ol className="setup__steps" aria-label={t('steps_label')}>
          {STEPS.map((each) => (
            <li
              key={each}
              className={classNames(
                'setup__step',
                each === step && 'setup__step--here',
                STEPS.indexOf(each) < STEPS.indexOf(step) && 'setup__step--past',
              )}
              aria-current={each === step ? 'step' : undefined}
            >
              {t(`steps.${each}`)}
            </li>
          ))}
        </ol>
        <LanguageSwitch
          locale={locale}
          onChange={(next) => {
            onLocaleChange(next);
            if (step === 'welcome') change({ locale: next });
          }}
        />
      </aside>
      <form
        className="setup__main ui-scroll"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) void leaveStep();
        }}
      >
        <div className="setup__sheet">
          <header>
            <p className="mgr-soft">{t('step_of', { number: STEPS.indexOf(step) + 1, total: STEPS.length })}</p>
            <h1 className="setup__title">{t(`${step}.title`)}</h1>
            <p className="setup__lead">{t(`${step}.lead`)}</p>
          </header>
          {step === 'welcome' && <WelcomeStep />}
          {step === 'site' && <SiteStep settings={settings} onChange={change} errorOf={errorOf} />}
          {step === 'account' && (
            <AccountStep account={account} onChange={setAccount} problem={hasTried ? wrongAccount : null} />
          )}
          {step === 'pack' && <PackStep settings={settings} packs={options.packs} onChange={change} />}
          {step === 'posts' && <PostsStep settings={settings} jobs={options.jobs} onChange={change} />}
          {step === 'hub' && <HubStep settings={settings} onChange={change} errorOf={errorOf} />}
          {step === 'done' && <DoneStep settings={settings} />}
          {problem !== null && <ProblemBanner problem={problem} />}
          <footer className="setup__actions">
            {previous !== undefined && (
              <Button
                variant="quiet"
                icon={<ArrowLeft aria-hidden="true" />}
                onPress={() => {
                  // half an address would keep the earlier steps from being saved
                  if (step === 'hub' && wrongHere.length > 0) change({ hub: null });
                  go(previous);
                }}
              >
                {t('back')}
              </Button>
            )}
            <Button
              type="submit"
              variant="primary"
              size="large"
              isPending={isBusy}
              iconAfter={<ArrowRight aria-hidden="true" />}
            >
              {t(`${step}.next`)}
            </Button>
          </footer>
        </div>
      </form>
    </main>
  );
}
