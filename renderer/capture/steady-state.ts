/** Follows a flickering reading and changes only when the new value has held long enough. */
export interface SteadyState<Value> {
  /** Takes a reading; returns the new value when it has just become the steady one. */
  add(value: Value, atMs: number): Value | undefined;
  current: () => Value;
}

/** Starts at `initial`; a different value must be read without a break for `holdMs` before it counts. */
export function createSteadyState<Value extends string>(initial: Value, holdMs: number): SteadyState<Value> {
  let current = initial;
  let candidate = initial;
  let candidateSince = 0;
  return {
    add(value, atMs) {
      if (value !== candidate) {
        candidate = value;
        candidateSince = atMs;
      }
      if (candidate === current || atMs - candidateSince < holdMs) return undefined;
      current = candidate;
      return current;
    },
    current: () => current,
  };
}
