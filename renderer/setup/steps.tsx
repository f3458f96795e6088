import { Camera, CircleCheck, KeyRound, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { RadioCards, Select, Switch, TextField } from '#renderer/ui/index.ts';
import { HubFields, JobsField } from '#renderer/manager/setting-fields.tsx';
import { useFocusOnShow } from '#renderer/manager/use-focus-on-show.ts';
import type { SettingsField } from '#renderer/manager/settings-check.ts';
import { LOCALES } from '#shared/localized.ts';
import type { Settings } from '#shared/settings.ts';

interface StepProps {
  readonly settings: Settings;
  readonly onChange: (part: Partial<Settings>) => void;
}
interface CheckedStepProps extends StepProps {
  readonly errorOf: (field: SettingsField) => string | undefined;
}
interface Titled {
  readonly id: string;
  readonly title: string;
}

/** What will be asked, so that nobody has to look for a paper half-way. */
export function WelcomeStep() {
  const { t } = useTranslation('setup');
  return (
    <ul className="setup__points">
      <li>
        <KeyRound aria-hidden="true" />
        {t('welcome.pin')}
      </li>
      <li>
        <ShieldCheck aria-hidden="true" />
        {t('welcome.rules')}
      </li>
      <li>
        <Camera aria-hidden="true" />
        {t('welcome.later')}
      </li>
    </ul>
  );
}

export function SiteStep({ settings, onChange, errorOf }: CheckedStepProps) {
  const { t } = useTranslation('setup');
  const fields = useFocusOnShow<HTMLDivElement>();
  return (
    <div className="setup__fields" ref={fields}>
      <TextField
        label={t('site.name')}
        description={t('site.name_hint')}
        value={settings.site.name}
        maxLength={80}
        onChange={(name) => onChange({ site: { ...settings.site, name } })}
        error={errorOf('site.name')}
      />
      <TextField
        label={t('site.phone')}
        description={t('site.phone_hint')}
        type="tel"
        value={settings.site.phone}
        maxLength={40}
        onChange={(phone) => onChange({ site: { ...settings.site, phone } })}
        error={errorOf('site.phone')}
      />
      <Select
        label={t('site.locale')}
        options={LOCALES.map((id) => ({ id, label: t(`languages.${id}`) }))}
        value={settings.locale}
        onChange={(id) => onChange({ locale: LOCALES.find((locale) => locale === id) ?? settings.locale })}
      />
    </div>
  );
}

export function PackStep({ settings, packs, onChange }: StepProps & { readonly packs: readonly Titled[] }) {
  const { t } = useTranslation('setup');
  return (
    <RadioCards
      label={t('pack.label')}
      isLabelHidden
      options={packs.map(({ id, title }) => ({
        value: id,
        label: title,
        ...(id === 'strict' ? { description: t('pack.strict') } : {}),
      }))}
      value={settings.packId}
      onChange={(packId) => onChange({ packId })}
    />
  );
}

export function PostsStep({ settings, jobs, onChange }: StepProps & { readonly jobs: readonly Titled[] }) {
  return <JobsField jobs={jobs} jobIds={settings.jobIds} onChange={(jobIds) => onChange({ jobIds })} />;
}

export function HubStep({ settings, onChange, errorOf }: CheckedStepProps) {
  const { t } = useTranslation('setup');
  return (
    <div className="setup__fields">
      <Switch
        isSelected={settings.hub !== null}
        onChange={(isOn) => onChange({ hub: isOn ? { url: '', token: '' } : null })}
      >
        {t('hub.on')}
      </Switch>
      {settings.hub === null ? (
        <p className="mgr-soft">{t('hub.off_hint')}</p>
      ) : (
        <HubFields
          hub={settings.hub}
          onChange={(hub) => onChange({ hub })}
          errors={{ url: errorOf('hub.url'), token: errorOf('hub.token') }}
        />
      )}
    </div>
  );
}

export function DoneStep({ settings }: { readonly settings: Settings }) {
  const { t } = useTranslation('setup');
  return (
    <ul className="setup__points">
      <li>
        <CircleCheck aria-hidden="true" />
        {t('done.site', { name: settings.site.name })}
      </li>
      <li>
        <CircleCheck aria-hidden="true" />
        {t('done.lock')}
      </li>
      <li>
        <CircleCheck aria-hidden="true" />
        {t(settings.hub === null ? 'done.hub_off' : 'done.hub_on')}
      </li>
    </ul>
  );
}
