import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Select, TextField } from '#renderer/ui/index.ts';
import type { JobPath } from '#shared/job/check-job.ts';
import { LOCALES, type Locale } from '#shared/localized.ts';
import { useDraftScene } from './draft-context.tsx';
import { findingText, isUnwritten } from './finding-words.ts';
import { isWithin, pathName, valueAt } from './value-at.ts';
import { useStudioLocale } from './use-studio-locale.ts';

/** The sentence under a field: what is wrong exactly there. Nothing about what is not written yet until somebody checks. */
export function useFieldError(path: JobPath): string | undefined {
  const { t } = useTranslation('studio');
  const locale = useStudioLocale();
  const { job, findings, isChecking, isReadOnly } = useDraftScene();
  if (isReadOnly) return undefined;
  const found = findings.find(
    (each) =>
      each.weight === 'problem' &&
      each.path.length === path.length &&
      isWithin(each.path, path) &&
      (isChecking || !isUnwritten(each)),
  );
  return found === undefined ? undefined : findingText(found, job, t, locale);
}

/** Marks what belongs to a part of the post, so that a finding leads there. */
export function At({
  path,
  className,
  children,
}: {
  readonly path: JobPath;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={className} data-path={pathName(path)}>
      {children}
    </div>
  );
}

/** The sentence of a part that is no field of its own, such as a list. */
export function PartError({ path }: { readonly path: JobPath }) {
  const error = useFieldError(path);
  return error === undefined ? null : <output className="ui-field__error">{error}</output>;
}

function TextOf({
  path,
  locale,
  label,
  rows,
}: {
  readonly path: JobPath;
  readonly locale: Locale;
  readonly label: string;
  readonly rows: number;
}) {
  const { job, isReadOnly, change } = useDraftScene();
  const { t } = useTranslation('studio');
  const error = useFieldError(path);
  const value = valueAt(job, path);
  return (
    <div data-path={pathName(path)} lang={locale}>
      <TextField
        label={t('fields.in_language', { label, language: t(`languages.${locale}`) })}
        isMultiline={rows > 1}
        rows={rows}
        isReadOnly={isReadOnly}
        maxLength={4000}
        value={typeof value === 'string' ? value : ''}
        onChange={(text) => change(path, text)}
        error={error}
      />
    </div>
  );
}

/** One text in every language, side by side. */
export function TextPair({
  path,
  label,
  hint,
  rows = 1,
}: {
  readonly path: JobPath;
  readonly label: string;
  readonly hint?: string;
  readonly rows?: number;
}) {
  return (
    <At path={path} className="job-pair">
      {LOCALES.map((locale) => (
        <TextOf key={locale} path={[...path, locale]} locale={locale} label={label} rows={rows} />
      ))}
      {hint !== undefined && <p className="job-pair__hint ui-field__description">{hint}</p>}
    </At>
  );
}

const SEPARATORS = /[,，、;；\n]/u;

/** The words of a list as somebody types them: separated by commas of any script. */
export function wordsOf(text: string): string[] {
  const words = text.split(SEPARATORS).map((word) => word.trim());
  return [...new Set(words.filter((word) => word !== ''))];
}

/** Words and short phrases of one language, separated by commas. */
export function WordsField({
  path,
  label,
  locale,
  rows = 2,
}: {
  readonly path: JobPath;
  readonly label: string;
  readonly locale: Locale;
  readonly rows?: number;
}) {
  const { job, isReadOnly, change } = useDraftScene();
  const error = useFieldError(path);
  const value = valueAt(job, path);
  const words = Array.isArray(value) ? value.map(String) : [];
  const shown = words.join(locale === 'zh-CN' ? '、' : ', ');
  const [typed, setTyped] = useState(shown);
  // a comma at the end is on its way to a word: only another list replaces what is being typed
  const text = wordsOf(typed).join('\n') === words.join('\n') ? typed : shown;
  return (
    <div data-path={pathName(path)} lang={locale}>
      <TextField
        label={label}
        isMultiline
        rows={rows}
        isReadOnly={isReadOnly}
        value={text}
        onChange={(next) => {
          setTyped(next);
          change(path, wordsOf(next));
        }}
        error={error}
      />
    </div>
  );
}

/** A number as it is typed; what is no number stays in the field and is not kept. */
export function NumberField({
  path,
  label,
  unit = 1,
  description,
}: {
  readonly path: JobPath;
  readonly label: string;
  /** What one of the typed unit is in the post: 1000 for seconds of milliseconds. */
  readonly unit?: number;
  readonly description?: string;
}) {
  const { t } = useTranslation('studio');
  const { job, isReadOnly, change } = useDraftScene();
  const error = useFieldError(path);
  const value = valueAt(job, path);
  const shown = typeof value === 'number' ? String(Number((value / unit).toFixed(4))) : '';
  const [typed, setTyped] = useState(shown);
  const number = numberOf(typed);
  // undone, or changed by something else
  const isOther = number !== null && typeof value === 'number' && Math.abs(number * unit - value) > 1e-9;
  return (
    <div data-path={pathName(path)}>
      <TextField
        label={label}
        inputMode="decimal"
        isReadOnly={isReadOnly}
        value={isOther ? shown : typed}
        description={description}
        onChange={(text) => {
          setTyped(text);
          const next = numberOf(text);
          if (next !== null) change(path, Number((next * unit).toFixed(6)));
        }}
        error={number === null ? t('fields.no_number') : error}
      />
    </div>
  );
}

function numberOf(text: string): number | null {
  const number = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(number) ? null : number;
}

/** One of a few. */
export function ChoiceField({
  path,
  label,
  options,
  missing = '',
}: {
  readonly path: JobPath;
  readonly label: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  /** What it is where the post says nothing. */
  readonly missing?: string;
}) {
  const { job, isReadOnly, change } = useDraftScene();
  const value = valueAt(job, path);
  return (
    <div data-path={pathName(path)}>
      <Select
        label={label}
        options={options}
        isDisabled={isReadOnly}
        value={typeof value === 'string' ? value : missing}
        onChange={(id) => change(path, id)}
      />
    </div>
  );
}
