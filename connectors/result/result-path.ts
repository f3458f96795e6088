import { z } from 'zod';
import { InterviewResult } from '#shared/result.ts';

/** What a path leads to. `score`: a number with its scale. `group`, `list`: nothing that fits one field. */
export type PathKind = 'text' | 'number' | 'boolean' | 'any' | 'score' | 'group' | 'list';

/** `pick`: of a list, the element with this key, or `*` for every element; null where the segment is no list or ends the path. */
type Segment = { readonly name: string; readonly pick: string | null };

export type ResultPath = {
  readonly text: string;
  readonly segments: readonly Segment[];
  readonly kind: PathKind;
  /** The words it may hold, where they are few and fixed. */
  readonly choices: readonly string[] | null;
  /** Leads to as many values as a list has elements. */
  readonly isMany: boolean;
};

export type PathReading =
  | { readonly isFound: true; readonly path: ResultPath }
  | { readonly isFound: false; readonly problem: string };

const SEGMENT = /^([A-Za-z][\w-]*)(?:\[([^\][]+)\])?$/;
/** The field that names one element of a list, the first that it has. */
const NAMING = ['key', 'system', 'id', 'name'] as const;

/** The schema below nullable, optional and default. */
function bare(schema: z.ZodType): z.ZodType {
  let inner: unknown = schema;
  while (inner instanceof z.ZodNullable || inner instanceof z.ZodOptional || inner instanceof z.ZodDefault)
    inner = inner.unwrap();
  return inner as z.ZodType;
}

/** The schema of one element of a list of the document, such as `competencies`; null for anything else. */
export function elementOf(listPath: string): z.ZodType | null {
  const list: unknown =
    listPath in InterviewResult.shape ? InterviewResult.shape[listPath as keyof typeof InterviewResult.shape] : null;
  const inner = list instanceof z.ZodType ? bare(list) : null;
  return inner instanceof z.ZodArray ? (inner.element as z.ZodType) : null;
}

/** Lists of the document whose elements can be mapped one by one. */
export const LISTS: readonly string[] = Object.keys(InterviewResult.shape).filter((name) => elementOf(name) !== null);

function namingField(element: z.ZodType): string | null {
  const inner = bare(element);
  return inner instanceof z.ZodObject ? (NAMING.find((name) => name in inner.shape) ?? null) : null;
}

function kindOf(schema: z.ZodType): PathKind {
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  if (schema instanceof z.ZodUnion) return 'any';
  if (schema instanceof z.ZodArray) return 'list';
  if (schema instanceof z.ZodRecord) return 'group';
  if (!(schema instanceof z.ZodObject)) return 'text';
  return ['value', 'min', 'max'].every((name) => name in schema.shape) ? 'score' : 'group';
}

/**
 * Reads a path such as `candidate.name`, `competencies[safety_awareness].score`, `candidate.externalIds[odoo].id`,
 * `competencies[*].label` or `metadata.site`, and checks it against the schema of the neutral document.
 *
 * @param root where it starts: the document, or the element of a list
 */
export function readResultPath(text: string, root: z.ZodType = InterviewResult): PathReading {
  const segments: Segment[] = [];
  let schema = bare(root);
  let isMany = false;
  let where = root === InterviewResult ? 'the result' : 'an element';
  for (const part of text.split('.')) {
    const [, name, pick] = SEGMENT.exec(part) ?? [];
    if (name === undefined)
      return { isFound: false, problem: `"${text}" is no path: "${part}" must be a name, or name[key]` };
    let next: z.ZodType;
    if (schema instanceof z.ZodRecord) next = bare(schema.valueType as z.ZodType);
    else if (!(schema instanceof z.ZodObject))
      return { isFound: false, problem: `"${text}" goes too far: ${where} is a single value` };
    else if (!(name in schema.shape)) {
      const known = Object.keys(schema.shape).join(', ');
      return { isFound: false, problem: `"${text}" is unknown: ${where} has no "${name}". It has: ${known}` };
    } else next = bare(schema.shape[name] as z.ZodType);
    where = name;
    if (pick !== undefined) {
      if (!(next instanceof z.ZodArray))
        return { isFound: false, problem: `"${text}": ${name} is no list, [${pick}] does not fit` };
      const element = next.element as z.ZodType;
      if (pick !== '*' && namingField(element) === null)
        return { isFound: false, problem: `"${text}": elements of ${name} have no key, only [*] fits` };
      isMany ||= pick === '*';
      next = bare(element);
    }
    segments.push({ name, pick: pick ?? null });
    schema = next;
  }
  const choices = schema instanceof z.ZodEnum ? (schema.options as string[]) : null;
  return { isFound: true, path: { text, segments, kind: kindOf(schema), choices, isMany } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** All values that the path leads to; what the document does not have is left out. */
export function valuesAt(document: unknown, path: ResultPath): unknown[] {
  let values: unknown[] = [document];
  for (const { name, pick } of path.segments) {
    values = values.flatMap((value) => {
      const next = isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
      if (pick === null || !Array.isArray(next)) return [next];
      return pick === '*' ? next : next.filter((element) => isRecord(element) && keyOf(element) === pick);
    });
  }
  return values.filter((value) => value !== undefined && value !== null);
}

function keyOf(element: Record<string, unknown>): unknown {
  const name = NAMING.find((key) => key in element);
  return name === undefined ? undefined : element[name];
}
