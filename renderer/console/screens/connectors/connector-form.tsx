import { useTranslation } from 'react-i18next';
import { Select, Switch, TextField } from '#renderer/ui/index.ts';
import type { Problem } from '#shared/wire/problem.ts';
import { CheckGroup } from '../../check-group.tsx';
import type { ConnectorEntries, ConnectorField } from './connector-kinds.ts';

const FORMATS = ['csv', 'xlsx', 'ndjson', 'pdf'] as const;

/** Under the others, over the whole width. */
const LONG: readonly ConnectorField['type'][] = ['long', 'jobs'];

interface ConnectorFormProps {
  readonly fields: readonly ConnectorField[];
  readonly entries: ConnectorEntries;
  readonly onChange: (entries: ConnectorEntries) => void;
  /** Secrets the hub has; they are not shown. */
  readonly kept: readonly string[];
  /** What the hub did not like, by path. */
  readonly issues: NonNullable<Problem['issues']>;
}

/** The settings of one kind of connector. */
export function ConnectorForm(props: ConnectorFormProps) {
  const short = props.fields.filter(({ type }) => !LONG.includes(type));
  const long = props.fields.filter(({ type }) => LONG.includes(type));
  return (
    <>
      <div className="con-pair">
        {short.map((field) => (
          <OneField key={field.name} field={field} {...props} />
        ))}
      </div>
      {long.map((field) => (
        <OneField key={field.name} field={field} {...props} />
      ))}
    </>
  );
}

function OneField({ field, entries, onChange, kept, issues }: ConnectorFormProps & { readonly field: ConnectorField }) {
  const { t, i18n } = useTranslation();
  const { name, type } = field;
  const value = entries[name] ?? '';
  const set = (next: string) => onChange({ ...entries, [name]: next });
  const label =
    field.isOptional === true
      ? t('connectors.optional', { field: t(`connectors.fields.${name}`) })
      : t(`connectors.fields.${name}`);
  const isWrong = issues.some(({ path }) => path === `/${name}` || path.startsWith(`/${name}/`));
  const error = isWrong
    ? { error: t(`connectors.wrong.${i18n.exists(`connectors.wrong.${name}`) ? name : type}`) }
    : {};
  const hint = i18n.exists(`connectors.hints.${name}`) ? { description: t(`connectors.hints.${name}`) } : {};
  switch (type) {
    case 'choice':
      return (
        <Select
          label={label}
          options={field.options.map((id) => ({ id, label: t(`connectors.choices.${name}.${id}`) }))}
          value={value}
          onChange={set}
        />
      );
    case 'switch':
      return (
        <Switch isSelected={value === 'on'} onChange={(isOn) => set(isOn ? 'on' : 'off')}>
          {label}
        </Switch>
      );
    case 'formats':
      return (
        <CheckGroup
          label={label}
          options={FORMATS.map((id) => ({ id, label: t(`connectors.formats.${id}`) }))}
          value={FORMATS.filter((format) => value.split(' ').includes(format))}
          onChange={(chosen) => set(chosen.join(' '))}
        />
      );
    case 'secret':
    case 'webhook_key':
      return (
        <TextField
          label={label}
          type="password"
          autoComplete="new-password"
          value={value}
          onChange={set}
          maxLength={20_000}
          {...hint}
          {...(kept.includes(name) ? { description: t('connectors.secret_kept') } : {})}
          {...error}
        />
      );
    case 'jobs':
    case 'long':
      return (
        <TextField
          label={label}
          isMultiline
          rows={3}
          value={value}
          onChange={set}
          maxLength={100_000}
          {...hint}
          {...error}
        />
      );
    case 'text':
    case 'address':
      return <TextField label={label} value={value} onChange={set} maxLength={2000} {...hint} {...error} />;
  }
}
