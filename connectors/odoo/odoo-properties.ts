import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { FieldValue, FieldRule, FieldRules } from '../result/mapping.ts';

/** What a job says of one property of its applicants; more than this is kept as it is. */
const PropertyDefinition = z.looseObject({
  name: z.string(),
  type: z.string().optional(),
  string: z.string().optional(),
});
export type PropertyDefinition = z.infer<typeof PropertyDefinition>;

/** Odoo says `false` for nothing. */
export const PropertyDefinitions = z
  .union([z.array(PropertyDefinition), z.literal(false), z.null()])
  .transform((held) => held || []);
export const PropertyValues = z
  .union([
    z.array(z.looseObject({ name: z.string(), type: z.string().optional(), value: z.unknown().optional() })),
    z.literal(false),
    z.null(),
  ])
  .transform((held) => held || []);

const PREFIX = 'property.';

export function isProperty(field: string): boolean {
  return field.startsWith(PREFIX);
}

/** Sixteen hexadecimal digits, the only names that Odoo takes; the same for the same field everywhere. */
export function propertyName(field: string): string {
  return createHash('sha256').update(`anteroom ${field}`).digest('hex').slice(0, 16);
}

function typeOf(rule: FieldRule): Pick<PropertyDefinition, 'type'> & { selection?: [string, string][] } {
  switch (rule.kind) {
    case 'scale':
      return { type: 'float' };
    case 'constant':
      return { type: typeof rule.value === 'number' ? 'float' : 'char' };
    case 'map':
      return { type: [...rule.values.values()].every((value) => typeof value === 'number') ? 'float' : 'char' };
    case 'path':
      if (rule.path.choices !== null)
        return { type: 'selection', selection: rule.path.choices.map((word) => [word, word.replaceAll('_', ' ')]) };
      if (rule.path.kind === 'number') return { type: 'float' };
      return { type: rule.path.kind === 'boolean' ? 'boolean' : 'char' };
    case 'join':
    case 'date':
      return { type: 'char' };
  }
}

/** Definitions that a mapping needs: scores beside the applicant without a module of ours in Odoo. */
export function wantedProperties(rules: FieldRules): PropertyDefinition[] {
  return [...rules]
    .filter(([field]) => isProperty(field))
    .map(([field, rule]) => ({
      name: propertyName(field),
      string: `Interview ${field.slice(PREFIX.length).replaceAll('_', ' ')}`,
      ...typeOf(rule),
    }));
}

/**
 * The job's definitions with ours added at the end; null when all are there. What people changed of ours (name, order) stays as they want
 * it, and properties of others stay.
 */
export function withDefinitions(
  held: readonly PropertyDefinition[],
  wanted: readonly PropertyDefinition[],
): PropertyDefinition[] | null {
  const known = new Set(held.map(({ name }) => name));
  const missing = wanted.filter(({ name }) => !known.has(name));
  return missing.length === 0 ? null : [...held, ...missing];
}

type HeldValue = { readonly name: string; readonly type?: string | undefined; readonly value?: unknown };

/** What has to be written to leave a value as it was read: links are read as `[id, name]` and written as the id. */
function writable({ type, value }: HeldValue): unknown {
  const idOf = (link: unknown): unknown => (Array.isArray(link) ? link[0] : link);
  if (type === 'many2one') return idOf(value) ?? false;
  if (type === 'many2many') return Array.isArray(value) ? value.map(idOf) : [];
  return value ?? false;
}

/**
 * All values of an applicant, ours replaced: Odoo clears whatever a write leaves out. Null when nothing changes.
 */
export function withValues(
  held: readonly HeldValue[],
  fields: ReadonlyMap<string, FieldValue>,
): Record<string, unknown> | null {
  const values: Record<string, unknown> = Object.fromEntries(
    held.filter(({ type }) => type !== 'separator').map((property) => [property.name, writable(property)]),
  );
  let isChanged = false;
  for (const [field, value] of fields) {
    if (!isProperty(field)) continue;
    const name = propertyName(field);
    const next = value ?? false;
    if ((values[name] ?? false) !== next) isChanged = true;
    values[name] = next;
  }
  return isChanged ? values : null;
}
