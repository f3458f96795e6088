/** A foreseen failure is a value: the caller must look before using `value`. */
export type Result<Value, Failure> = { ok: true; value: Value } | { ok: false; error: Failure };

/** Wraps a value as a success. */
export function success<Value>(value: Value): { ok: true; value: Value } {
  return { ok: true, value };
}

/** Wraps a named failure. */
export function failure<Failure>(error: Failure): { ok: false; error: Failure } {
  return { ok: false, error };
}
