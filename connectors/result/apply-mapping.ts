import type { InterviewResult } from '#shared/result.ts';
import type { DateForm, FieldRule, FieldRules, FieldValue, Mapping } from './mapping.ts';
import { valuesAt } from './result-path.ts';

/** Values of the target's fields, in the order of the file; null where the document has none. */
export type MappedFields = ReadonlyMap<string, FieldValue>;

/** What a mapping makes of a document. */
export type Mapped = {
  readonly fields: MappedFields;
  readonly lists: ReadonlyMap<string, readonly MappedFields[]>;
};

/** Fills the target's fields from a document. Pure: the same document and mapping give the same values. */
export function applyMapping(mapping: Mapping, result: InterviewResult): Mapped {
  const lists = new Map<string, MappedFields[]>();
  for (const [name, { each, fields }] of mapping.lists) {
    const elements = result[each as keyof InterviewResult];
    lists.set(name, Array.isArray(elements) ? elements.map((element) => fill(fields, element)) : []);
  }
  return { fields: fill(mapping.fields, result), lists };
}

function fill(rules: FieldRules, document: unknown): MappedFields {
  return new Map([...rules].map(([name, rule]) => [name, valueOf(rule, document)]));
}

function valueOf(rule: FieldRule, document: unknown): FieldValue {
  if (rule.kind === 'constant') return rule.value;
  if (rule.kind === 'join') {
    const values = rule.paths.flatMap((path) => valuesAt(document, path)).map((value) => printed(value));
    const shown = values.filter((value) => value !== '');
    return shown.length === 0 ? null : shown.join(rule.separator);
  }
  const value = valuesAt(document, rule.path)[0];
  if (rule.kind === 'map')
    return value === undefined ? rule.otherwise : (rule.values.get(printed(value)) ?? rule.otherwise);
  if (value === undefined) return null;
  if (rule.kind === 'date') return typeof value === 'string' ? dateIn(rule.form, value) : null;
  if (rule.kind === 'scale')
    return rescaled(value as { value: number; min: number; max: number }, rule.to, rule.decimals);
  return value as FieldValue;
}

/** A value as text; a score with its scale as `4.1/5`. */
function printed(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('value' in value && 'max' in value) return `${String(value.value)}/${String(value.max)}`;
  return '';
}

/** Linear from the score's own scale to another one. */
export function rescaled(
  { value, min, max }: { readonly value: number; readonly min: number; readonly max: number },
  [low, high]: readonly [number, number],
  decimals: number,
): number {
  const share = (value - min) / (max - min);
  const factor = 10 ** decimals;
  // 3.1 of 4 is 77.49999999999999 in binary; what people would call a half is rounded up
  return Math.round(Number(((low + share * (high - low)) * factor).toPrecision(12))) / factor;
}

/** `datetime`: `2026-11-22 08:00:00`, UTC, as Odoo and Frappe store it. */
function dateIn(form: DateForm, instant: string): FieldValue {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) return null;
  switch (form) {
    case 'iso':
      return new Date(at).toISOString();
    case 'day':
      return new Date(at).toISOString().slice(0, 10);
    case 'datetime':
      return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
    case 'epoch_ms':
      return at;
    case 'epoch_s':
      return Math.floor(at / 1000);
  }
}

/** Fields as a nested object, a dot in a name being one step down; fields without a value are left out. */
export function nested(fields: MappedFields): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [name, value] of fields) {
    if (value === null) continue;
    const steps = name.split('.');
    const last = steps.pop() ?? name;
    let place = root;
    for (const step of steps) {
      const next = place[step];
      const inner = typeof next === 'object' && next !== null ? (next as Record<string, unknown>) : {};
      place[step] = inner;
      place = inner;
    }
    place[last] = value;
  }
  return root;
}
