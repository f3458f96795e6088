import { useTranslation } from 'react-i18next';
import { Button, Checkbox, Switch, TextField } from '#renderer/ui/index.ts';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { Settings } from '#shared/settings.ts';

/** A length of time typed in seconds or minutes. */
export function DurationField({
  label,
  unitMs,
  valueMs,
  onChange,
  description,
  error,
}: {
  readonly label: string;
  readonly unitMs: number;
  readonly valueMs: number;
  readonly onChange: (ms: number) => void;
  readonly description: string;
  readonly error: string | undefined;
}) {
  return (
    <TextField
      label={label}
      inputMode="decimal"
      // an emptied field is not a number until something is typed
      value={Number.isNaN(valueMs) ? '' : String(valueMs / unitMs)}
      onChange={(text) =>
        onChange(text.trim() === '' ? Number.NaN : Math.round(Number(text.replace(',', '.')) * unitMs))
      }
      description={description}
      error={error}
    />
  );
}

interface JobsFieldProps {
  readonly jobs: readonly { readonly id: string; readonly title: string }[];
  readonly jobIds: Settings['jobIds'];
  readonly onChange: (jobIds: string[]) => void;
}

/** Posts on the attract screen, in their order; none ticked offers all. */
export function JobsField({ jobs, jobIds, onChange }: JobsFieldProps) {
  const { t } = useTranslation('manager');
  const chosen = jobIds.flatMap((id) => jobs.find((job) => job.id === id) ?? []);
  const others = jobs.filter(({ id }) => !jobIds.includes(id));

  function move(from: number, to: number): void {
    const moved = jobIds[from];
    if (moved === undefined) return;
    onChange(jobIds.toSpliced(from, 1).toSpliced(to, 0, moved));
  }

  return (
    <fieldset className="mgr-jobs">
      <legend className="ui-field__label">{t('settings.jobs')}</legend>
      <p className="ui-field__description">{t(chosen.length === 0 ? 'settings.jobs_all' : 'settings.jobs_some')}</p>
      {[...chosen, ...others].map((job, index) => (
        <div key={job.id} className="mgr-jobs__row">
          <Checkbox
            isSelected={jobIds.includes(job.id)}
            onChange={(isOffered) => onChange(isOffered ? [...jobIds, job.id] : jobIds.filter((id) => id !== job.id))}
          >
            {job.title}
          </Checkbox>
          {jobIds.includes(job.id) && jobIds.length > 1 && (
            <>
              <Button
                variant="quiet"
                isIconOnly
                icon={<ArrowUp aria-hidden="true" />}
                aria-label={t('settings.job_up', { title: job.title })}
                isDisabled={index === 0}
                onPress={() => move(index, index - 1)}
              />
              <Button
                variant="quiet"
                isIconOnly
                icon={<ArrowDown aria-hidden="true" />}
                aria-label={t('settings.job_down', { title: job.title })}
                isDisabled={index === jobIds.length - 1}
                onPress={() => move(index, index + 1)}
              />
            </>
          )}
        </div>
      ))}
    </fieldset>
  );
}

/** Address and token of head office; switched off keeps everything on the kiosk. */
export function HubFields({
  hub,
  onChange,
  errors,
}: {
  readonly hub: NonNullable<Settings['hub']>;
  readonly onChange: (hub: NonNullable<Settings['hub']>) => void;
  readonly errors: { readonly url: string | undefined; readonly token: string | undefined };
}) {
  const { t } = useTranslation('manager');
  if (hub.token === null)
    return <p className="ui-field__description">{t('settings.hub_enrolled', { url: hub.url })}</p>;
  return (
    <>
      <TextField
        label={t('settings.hub_url')}
        type="url"
        placeholder="https://hub.example.com"
        value={hub.url}
        onChange={(url) => onChange({ ...hub, url: url.trim() })}
        error={errors.url}
      />
      <TextField
        label={t('settings.hub_token')}
        type="password"
        description={t('settings.hub_token_hint')}
        value={hub.token}
        maxLength={200}
        onChange={(token) => onChange({ ...hub, token: token.trim() })}
        error={errors.token}
      />
    </>
  );
}

type ProbeModel = NonNullable<Settings['probeModel']>;

/** A language model that chooses between authored follow-up questions; off unless somebody turns it on. */
export function ProbeModelFields({
  probeModel,
  remembered,
  onChange,
  errors,
}: {
  readonly probeModel: ProbeModel | null;
  /** Offered again when it is turned back on. */
  readonly remembered: ProbeModel | null;
  readonly onChange: (probeModel: ProbeModel | null) => void;
  readonly errors: { readonly url: string | undefined; readonly model: string | undefined };
}) {
  const { t } = useTranslation('manager');
  return (
    <>
      <Switch
        isSelected={probeModel !== null}
        onChange={(isOn) => onChange(isOn ? (remembered ?? { url: '', model: '' }) : null)}
      >
        {t('settings.probe_on')}
      </Switch>
      <p className="ui-field__description">{t('settings.probe_what')}</p>
      {probeModel !== null && (
        <>
          <TextField
            label={t('settings.probe_url')}
            type="url"
            placeholder="http://127.0.0.1:8080/v1"
            description={t('settings.probe_url_hint')}
            value={probeModel.url}
            onChange={(url) => onChange({ ...probeModel, url: url.trim() })}
            error={errors.url}
          />
          <TextField
            label={t('settings.probe_model')}
            description={t('settings.probe_model_hint')}
            value={probeModel.model}
            maxLength={120}
            onChange={(model) => onChange({ ...probeModel, model })}
            error={errors.model}
          />
        </>
      )}
    </>
  );
}
