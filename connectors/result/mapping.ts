import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { elementOf, LISTS, readResultPath, type ResultPath } from './result-path.ts';

/** First line of a mapping file. */
const MAPPING_SCHEMA = 'interview.mapping/1';

export const DATE_FORMS = ['iso', 'day', 'datetime', 'epoch_ms', 'epoch_s'] as const;
export type DateForm = (typeof DATE_FORMS)[number];
export type FieldValue = string | number | boolean | null;

/** How one field of the target gets its value. */
export type FieldRule =
  | { readonly kind: 'path'; readonly path: ResultPath }
  | {
      readonly kind: 'scale';
      readonly path: ResultPath;
      readonly to: readonly [number, number];
      readonly decimals: number;
    }
  | {
      readonly kind: 'map';
      readonly path: ResultPath;
      readonly values: ReadonlyMap<string, FieldValue>;
      readonly otherwise: FieldValue;
    }
  | { readonly kind: 'join'; readonly paths: readonly ResultPath[]; readonly separator: string }
  | { readonly kind: 'date'; readonly path: ResultPath; readonly form: DateForm }
  | { readonly kind: 'constant'; readonly value: FieldValue };

export type FieldRules = ReadonlyMap<string, FieldRule>;

/** A mapping file, checked. */
export type Mapping = {
  /** Target field, in the order of the file. A dot makes a nested value: `score.value`. */
  readonly fields: FieldRules;
  /** Lists of the target, one element for each element of a list of the document; paths start at the element. */
  readonly lists: ReadonlyMap<string, { readonly each: string; readonly fields: FieldRules }>;
};

/** What a target takes. `*` at the end of a name stands for any rest. */
export type MappingTarget = {
  readonly required: readonly string[];
  readonly fields: readonly string[];
  /** Names of lists with the names of their fields. */
  readonly lists?: Readonly<
    Record<string, { readonly required: readonly string[]; readonly fields: readonly string[] }>
  >;
};

export type MappingProblem = {
  /** Counted from 1. */
  readonly line: number;
  /** Such as `fields.priority.map`; empty for the file as a whole. */
  readonly field: string;
  readonly message: string;
};

export type MappingReading =
  | { readonly isValid: true; readonly mapping: Mapping }
  | { readonly isValid: false; readonly problems: readonly MappingProblem[] };

const fieldValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const range = z
  .tuple([z.number(), z.number()])
  .refine(([min, max]) => min < max, { error: 'the first number must be below the second' });

/** The shapes of a rule by the word that tells them apart, with what each may hold. */
const SHAPES = {
  scale: z
    .strictObject({ from: z.string(), scale: range, decimals: z.int().min(0).max(6).default(2) })
    .transform((rule) => ({ kind: 'scale' as const, ...rule })),
  map: z
    .strictObject({ from: z.string(), map: z.record(z.string(), fieldValue), otherwise: fieldValue.default(null) })
    .transform((rule) => ({ kind: 'map' as const, ...rule })),
  join: z
    .strictObject({ join: z.array(z.string()).min(1), with: z.string().default(', ') })
    .transform((rule) => ({ kind: 'join' as const, ...rule })),
  date: z
    .strictObject({ from: z.string(), date: z.enum(DATE_FORMS) })
    .transform((rule) => ({ kind: 'date' as const, ...rule })),
  constant: z.strictObject({ constant: fieldValue }).transform((rule) => ({ kind: 'constant' as const, ...rule })),
  from: z.strictObject({ from: z.string() }).transform((rule) => ({ kind: 'path' as const, ...rule })),
} as const;
type Shape = keyof typeof SHAPES;

const MappingFile = z.strictObject({
  mapping: z.literal(MAPPING_SCHEMA, { error: `must be ${MAPPING_SCHEMA}` }),
  fields: z.record(z.string(), z.unknown()),
  lists: z
    .record(z.string(), z.strictObject({ each: z.string(), fields: z.record(z.string(), z.unknown()) }))
    .default({}),
});

type Report = (at: readonly (string | number)[], message: string) => void;

/**
 * Reads and checks a mapping file. Nothing of a file with a problem is used.
 *
 * @param target the fields that the connector can fill; a name beyond them is a problem that names them all
 */
export function readMapping(text: string, target: MappingTarget): MappingReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const problems: MappingProblem[] = document.errors.map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    field: '',
    message: error.message.split('\n')[0]?.replace(/ at line \d+.*$/, '') ?? error.message,
  }));
  if (problems.length > 0) return { isValid: false, problems };
  const report: Report = (at, message) => {
    problems.push({ line: lineOf(document, lines, at), field: at.join('.'), message });
  };
  const file = MappingFile.safeParse(document.toJS());
  if (!file.success) {
    for (const issue of file.error.issues) report(issue.path as (string | number)[], issue.message);
    return { isValid: false, problems };
  }
  const fields = readFields(file.data.fields, { at: ['fields'], target, root: undefined, report });
  const lists = new Map<string, { each: string; fields: FieldRules }>();
  for (const [name, list] of Object.entries(file.data.lists)) {
    const at = ['lists', name];
    const listTarget = target.lists?.[name];
    const root = elementOf(list.each);
    if (listTarget === undefined)
      report(at, `this target has no list "${name}". It has: ${Object.keys(target.lists ?? {}).join(', ') || 'none'}`);
    else if (root === null)
      report([...at, 'each'], `"${list.each}" is no list of the result. Lists: ${LISTS.join(', ')}`);
    else
      lists.set(name, {
        each: list.each,
        fields: readFields(list.fields, { at: [...at, 'fields'], target: listTarget, root, report }),
      });
  }
  return problems.length > 0 ? { isValid: false, problems } : { isValid: true, mapping: { fields, lists } };
}

/** One line of the file, for people: `line 4, fields.priority: …`. */
export function problemLine({ line, field, message }: MappingProblem): string {
  return field === '' ? `line ${line}: ${message}` : `line ${line}, ${field}: ${message}`;
}

type FieldsContext = {
  readonly at: readonly string[];
  readonly target: Pick<MappingTarget, 'required' | 'fields'>;
  readonly root: z.ZodType | undefined;
  readonly report: Report;
};

function readFields(raw: Readonly<Record<string, unknown>>, { at, target, root, report }: FieldsContext): FieldRules {
  const rules = new Map<string, FieldRule>();
  for (const [name, value] of Object.entries(raw)) {
    if (!target.fields.some((known) => covers(known, name)))
      report([...at, name], `this target has no field "${name}". It has: ${target.fields.join(', ')}`);
    const rule = readRule(value, [...at, name], root, report);
    if (rule !== null) rules.set(name, rule);
  }
  for (const name of target.required) if (!(name in raw)) report(at, `"${name}" is missing; this target needs it`);
  return rules;
}

function covers(known: string, name: string): boolean {
  return known.endsWith('*') ? name.startsWith(known.slice(0, -1)) && name.length >= known.length : known === name;
}

function readRule(
  value: unknown,
  at: readonly string[],
  root: z.ZodType | undefined,
  report: Report,
): FieldRule | null {
  if (typeof value === 'string') return pathRule(value, at, root, report);
  const shape = (Object.keys(SHAPES) as Shape[]).find(
    (key) => typeof value === 'object' && value !== null && key in value,
  );
  if (shape === undefined) {
    report(at, `must be a path, or hold one of: ${Object.keys(SHAPES).join(', ')}`);
    return null;
  }
  const parsed = SHAPES[shape].safeParse(value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) report([...at, ...(issue.path as string[])], issue.message);
    return null;
  }
  const rule = parsed.data;
  if (rule.kind === 'constant') return { kind: 'constant', value: rule.constant };
  if (rule.kind === 'join') {
    const paths = rule.join.map((path, index) => pathOf(path, [...at, 'join', index], root, report));
    return paths.includes(null) ? null : { kind: 'join', paths: paths as ResultPath[], separator: rule.with };
  }
  if (rule.kind === 'path') return pathRule(rule.from, [...at, 'from'], root, report);
  const path = pathOf(rule.from, [...at, 'from'], root, report);
  if (path === null) return null;
  if (path.isMany) {
    report([...at, 'from'], `"${path.text}" leads to many values; only join takes those`);
    return null;
  }
  if (rule.kind === 'date') return { kind: 'date', path, form: rule.date };
  if (rule.kind === 'map') {
    const { choices } = path;
    for (const key of choices === null ? [] : Object.keys(rule.map).filter((word) => !choices.includes(word)))
      report([...at, 'map', key], `"${path.text}" is never "${key}". It is one of: ${choices?.join(', ')}`);
    return { kind: 'map', path, values: new Map(Object.entries(rule.map)), otherwise: rule.otherwise };
  }
  if (path.kind !== 'score') {
    report([...at, 'from'], `"${path.text}" has no scale; only overall and the score of a competency have`);
    return null;
  }
  return { kind: 'scale', path, to: rule.scale, decimals: rule.decimals };
}

function pathOf(
  text: string,
  at: readonly (string | number)[],
  root: z.ZodType | undefined,
  report: Report,
): ResultPath | null {
  const reading = readResultPath(text, root);
  if (reading.isFound) return reading.path;
  report(at, reading.problem);
  return null;
}

/** A path that stands alone must lead to one value that fits a field. */
function pathRule(text: string, at: readonly string[], root: z.ZodType | undefined, report: Report): FieldRule | null {
  const path = pathOf(text, at, root, report);
  if (path === null) return null;
  if (path.isMany || path.kind === 'list' || path.kind === 'group') {
    const what = path.isMany
      ? 'leads to many values; join them'
      : `is a ${path.kind}, not one value; name what is in it`;
    report(at, `"${text}" ${what}`);
    return null;
  }
  if (path.kind === 'score') {
    report(at, `"${text}" is a number with a scale: write { from: ${text}, scale: [0, 100] }, or ${text}.value`);
    return null;
  }
  return { kind: 'path', path };
}

/** Line of a place in the file: of its key where there is one, else of what holds it. */
function lineOf(document: Document, lines: LineCounter, at: readonly (string | number)[]): number {
  for (let length = at.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(at.slice(0, length - 1), true);
    const name = at[length - 1];
    if (isMap(parent)) {
      const key = parent.items.find((item) => isScalar(item.key) && item.key.value === name)?.key;
      if (isScalar(key) && key.range) return lines.linePos(key.range[0]).line;
    }
  }
  return 1;
}
