import { Undo2 } from 'lucide-react';
import { useCallback, useState, type FormEvent } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Card, Select, Spinner, Switch, TextField } from '#renderer/ui/index.ts';
import { LOCALES } from '#shared/localized.ts';
import type { EnrolmentState } from '#shared/contract/enrolment.ts';
import type { Settings } from '#shared/settings.ts';
import { EnrolmentCard } from '../enrolment-card.tsx';
import { useManagerClient, type ManagerClient } from '../manager-client.tsx';
import { PageHeader } from '../page-header.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { ProblemBanner } from '../problem-banner.tsx';
import type { Locale } from '#shared/localized.ts';
import { PrinterFields } from '../printer-fields.tsx';
import { DurationField, HubFields, JobsField, ProbeModelFields } from '../setting-fields.tsx';
import { HoursFields } from '../hours-fields.tsx';
import { SendingFields } from '../sending-fields.tsx';
import { wrongFields, type SettingsField } from '../settings-check.ts';
import { useLoad } from '../use-load.ts';

const KEYBOARD_MODES = ['automatic', 'always', 'never'] as const;

type Options = Awaited<ReturnType<ManagerClient['settings']['options']>>;

/** What a technician or manager sets for this kiosk. */
export function SettingsScreen({ locale }: { readonly locale: Locale }) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const { load, reload } = useLoad(
    useCallback(
      () => Promise.all([client.settings.get(), client.settings.options({ locale }), client.enrolment.state()]),
      [client, locale],
    ),
  );
  if (load.state === 'loading') {
    return (
      <div className="mgr-wait">
        <Spinner label={t('common.loading')} />
      </div>
    );
  }
  if (load.state === 'failed') return <ProblemBanner problem={load.problem} onRetry={() => void reload()} />;
  const [settings, options, enrolment] = load.value;
  return <SettingsForm loaded={settings} options={options} enrolment={enrolment} locale={locale} />;
}

/** Where this kiosk is enrolled already it needs no token. */
function hubToBegin({ enrolment }: EnrolmentState): NonNullable<Settings['hub']> {
  return enrolment === null ? { url: '', token: '' } : { url: enrolment.hubUrl, token: null };
}

/** Hours of the day in which the kiosk may restart. */
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

function isSame(a: Settings, b: Settings): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function SettingsForm({
  loaded,
  options,
  enrolment,
  locale,
}: {
  readonly loaded: Settings;
  readonly options: Options;
  readonly enrolment: EnrolmentState;
  readonly locale: Locale;
}) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const [saved, setSaved] = useState(loaded);
  const [draft, setDraft] = useState(loaded);
  const [isSaving, setSaving] = useState(false);
  /** The settings before the last save, for the way back; null when nothing was saved. */
  const [before, setBefore] = useState<Settings | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [hasTried, setTried] = useState(false);
  const wrong = wrongFields(draft);
  const isChanged = !isSame(saved, draft);

  function change(part: Partial<Settings>): void {
    setDraft({ ...draft, ...part });
    setBefore(null);
    setProblem(null);
  }

  function errorOf(field: SettingsField): string | undefined {
    const isRefused = problem?.code === 'setting_invalid' && problem.values['field'] === field;
    return (hasTried && wrong.has(field)) || isRefused ? t(`settings.errors.${field}`) : undefined;
  }

  async function save(next: Settings, isUndo: boolean): Promise<void> {
    setSaving(true);
    setProblem(null);
    try {
      const now = await client.settings.update(next);
      setBefore(isUndo ? null : saved);
      setSaved(now);
      setDraft(now);
      setTried(false);
    } catch (error) {
      setProblem(problemOf(error));
    }
    setSaving(false);
  }

  /** What enrolling changed is saved already; what else was being typed stays. */
  async function takeHub(): Promise<void> {
    const now = await client.settings.get();
    setSaved(now);
    setDraft((typed) => ({ ...typed, hub: now.hub }));
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = event.currentTarget;
    flushSync(() => setTried(true));
    form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    if (wrong.size === 0 && isChanged) void save(draft, false);
  }

  return (
    <form className="mgr-page" onSubmit={submit} noValidate>
      <PageHeader title={t('settings.title')} note={t('settings.note')} />
      <div className="mgr-settings">
        <Card title={t('settings.site')}>
          <TextField
            label={t('settings.site_name')}
            value={draft.site.name}
            maxLength={80}
            description={t('settings.site_name_hint')}
            onChange={(name) => change({ site: { ...draft.site, name } })}
            error={errorOf('site.name')}
          />
          <TextField
            label={t('settings.site_phone')}
            type="tel"
            value={draft.site.phone}
            maxLength={40}
            description={t('settings.site_phone_hint')}
            onChange={(phone) => change({ site: { ...draft.site, phone } })}
            error={errorOf('site.phone')}
          />
          <Select
            label={t('settings.locale')}
            options={LOCALES.map((id) => ({ id, label: t(`languages.${id}`) }))}
            value={draft.locale}
            onChange={(id) => change({ locale: LOCALES.find((locale) => locale === id) ?? draft.locale })}
          />
        </Card>
        <Card title={t('settings.posts_and_rules')}>
          <JobsField jobs={options.jobs} jobIds={draft.jobIds} onChange={(jobIds) => change({ jobIds })} />
          <Select
            label={t('settings.pack')}
            options={options.packs.map(({ id, title }) => ({ id, label: title }))}
            value={draft.packId}
            onChange={(packId) => change({ packId })}
          />
          <p className="ui-field__description">{t('settings.pack_hint')}</p>
        </Card>
        <Card title={t('settings.sound')}>
          <Select
            label={t('settings.microphone')}
            options={(['page', 'handset'] as const).map((id) => ({ id, label: t(`settings.microphones.${id}`) }))}
            value={draft.microphone}
            onChange={(id) => change({ microphone: id === 'handset' ? 'handset' : 'page' })}
          />
          {draft.microphone === 'handset' && (
            <TextField
              label={t('settings.handset')}
              value={draft.handsetDevice}
              maxLength={120}
              description={t('settings.handset_hint')}
              onChange={(handsetDevice) => change({ handsetDevice })}
              error={errorOf('handsetDevice')}
            />
          )}
        </Card>
        <Card title={t('settings.keyboard')}>
          <Select
            label={t('settings.keyboard_when')}
            options={KEYBOARD_MODES.map((id) => ({ id, label: t(`settings.keyboards.${id}`) }))}
            value={draft.keyboard}
            onChange={(id) => change({ keyboard: KEYBOARD_MODES.find((mode) => mode === id) ?? draft.keyboard })}
          />
          <p className="ui-field__description">{t('settings.keyboard_hint')}</p>
          <Switch isSelected={draft.hasKeypad} onChange={(hasKeypad) => change({ hasKeypad })}>
            {t('settings.keypad')}
          </Switch>
          <p className="ui-field__description">{t('settings.keypad_hint')}</p>
        </Card>
        <Card title={t('settings.printer')}>
          <PrinterFields
            printer={draft.printer}
            saved={saved.printer}
            locale={locale}
            onChange={(printer) => change({ printer })}
            errorOf={(field) => errorOf(`printer.${field}`)}
          />
        </Card>
        <Card title={t('settings.times')}>
          <DurationField
            label={t('settings.warn_after')}
            description={t('settings.warn_after_hint')}
            unitMs={1000}
            valueMs={draft.idle.warnAfterMs}
            onChange={(warnAfterMs) => change({ idle: { ...draft.idle, warnAfterMs } })}
            error={errorOf('idle.warnAfterMs')}
          />
          <DurationField
            label={t('settings.seal_after')}
            description={t('settings.seal_after_hint')}
            unitMs={1000}
            valueMs={draft.idle.sealAfterMs}
            onChange={(sealAfterMs) => change({ idle: { ...draft.idle, sealAfterMs } })}
            error={errorOf('idle.sealAfterMs')}
          />
          <DurationField
            label={t('settings.auto_lock')}
            description={t('settings.auto_lock_hint')}
            unitMs={60_000}
            valueMs={draft.autoLockMs}
            onChange={(autoLockMs) => change({ autoLockMs })}
            error={errorOf('autoLockMs')}
          />
          <Select
            label={t('settings.restart_hour')}
            options={[
              { id: 'never', label: t('settings.restart_never') },
              ...HOURS.map((hour) => ({
                id: String(hour),
                label: t('settings.restart_at', { from: `${hour}:00`, to: `${hour + 1}:00` }),
              })),
            ]}
            value={draft.restartHour === null ? 'never' : String(draft.restartHour)}
            onChange={(id) => change({ restartHour: HOURS.find((hour) => String(hour) === id) ?? null })}
          />
          <p className="ui-field__description">{t('settings.restart_hour_hint')}</p>
        </Card>
        <Card title={t('settings.hub')}>
          <Switch
            isSelected={draft.hub !== null}
            onChange={(isOn) => change({ hub: isOn ? (saved.hub ?? hubToBegin(enrolment)) : null })}
          >
            {t('settings.hub_on')}
          </Switch>
          {draft.hub === null ? (
            <p className="ui-field__description">{t('settings.hub_off_hint')}</p>
          ) : (
            <HubFields
              hub={draft.hub}
              onChange={(hub) => change({ hub })}
              errors={{ url: errorOf('hub.url'), token: errorOf('hub.token') }}
            />
          )}
        </Card>
        {draft.hub !== null && (
          <Card title={t('settings.sending')}>
            <SendingFields
              sending={draft.sending}
              remembered={saved.sending.window}
              onChange={(sending) => change({ sending })}
              errorOf={(field) => errorOf(`sending.${field}`)}
            />
          </Card>
        )}
        <EnrolmentCard loaded={enrolment} onEnrolled={takeHub} />
        <Card title={t('settings.recovery')}>
          <TextField
            label={t('settings.recovery_key')}
            value={draft.recoveryRecipient}
            maxLength={62}
            description={t('settings.recovery_key_hint')}
            onChange={(recoveryRecipient) => change({ recoveryRecipient })}
            error={errorOf('recoveryRecipient')}
          />
        </Card>
        <Card title={t('settings.updates')}>
          <HoursFields
            question={t('settings.update_hours_on')}
            hint={t('settings.update_hours_hint')}
            hours={draft.updates.window}
            remembered={saved.updates.window}
            onChange={(window) => change({ updates: { window } })}
            errorOf={(field) => errorOf(`updates.window.${field}`)}
          />
        </Card>
        <Card title={t('settings.probe')}>
          <ProbeModelFields
            probeModel={draft.probeModel}
            remembered={saved.probeModel}
            onChange={(probeModel) => change({ probeModel })}
            errors={{ url: errorOf('probeModel.url'), model: errorOf('probeModel.model') }}
          />
        </Card>
        <Card title={t('settings.review')}>
          <Switch
            isSelected={draft.review.mayCombine}
            onChange={(mayCombine) => change({ review: { ...draft.review, mayCombine } })}
          >
            {t('settings.combine')}
          </Switch>
          <p className="ui-field__description">{t('settings.combine_hint')}</p>
        </Card>
      </div>
      <footer className="mgr-save">
        <div className="mgr-save__message">
          {problem !== null && <ProblemBanner problem={problem} />}
          {problem === null && hasTried && wrong.size > 0 && (
            <Banner tone="danger" isUrgent>
              {t('settings.wrong', { count: wrong.size })}
            </Banner>
          )}
          {before !== null && (
            <Banner
              tone="good"
              action={
                <Button icon={<Undo2 aria-hidden="true" />} onPress={() => void save(before, true)}>
                  {t('settings.undo')}
                </Button>
              }
            >
              {t('settings.saved')}
            </Banner>
          )}
          {before === null && problem === null && !isChanged && <p className="mgr-soft">{t('settings.unchanged')}</p>}
        </div>
        {isChanged && (
          <Button
            onPress={() => {
              setDraft(saved);
              setTried(false);
              setProblem(null);
            }}
          >
            {t('settings.discard')}
          </Button>
        )}
        <Button type="submit" variant="primary" isDisabled={!isChanged} isPending={isSaving}>
          {t('settings.save')}
        </Button>
      </footer>
    </form>
  );
}
