import type { JobPath } from '#shared/job/check-job.ts';

function isIndexable(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}

/** What stands at a path of a post; undefined where it leads nowhere. */
export function valueAt(value: unknown, path: JobPath): unknown {
  return path.reduce<unknown>((inner, key) => (isIndexable(inner) ? inner[key] : undefined), value);
}

/** The same with another value at the path; undefined takes an optional part away. Nothing of the old one is changed. */
export function withValue<T>(value: T, path: JobPath, next: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) return next as T;
  if (Array.isArray(value)) {
    return value.map((each: unknown, at) => (at === key ? withValue(each, rest, next) : each)) as T;
  }
  if (!isIndexable(value)) return value;
  const inner = withValue(value[key], rest, next);
  if (inner !== undefined) return { ...value, [key]: inner };
  const { [key]: _, ...others } = value;
  return others as T;
}

/** Whether one path leads through the other. */
export function isWithin(path: JobPath, outer: JobPath): boolean {
  // a schema names the levels of anchors as texts
  return outer.every((key, at) => String(path[at]) === String(key));
}

/** Names a path in the page, for the field that belongs to it. */
export function pathName(path: JobPath): string {
  return path.join('/');
}
