/** Somebody who is expected. Personal: lives under a key of its own that goes with it. */
export interface StoredExpected {
  readonly id: string;
  readonly code: string;
  readonly jobId: string;
  readonly name: string;
  readonly phone: string;
  readonly skills: readonly string[];
  readonly madeAt: string;
  readonly expiresAt: string;
}

/** The durable list of those who are expected. Each call is one transaction with its audit line. */
export interface ExpectedRows {
  /** The newest first. */
  all(): StoredExpected[];
  add(entry: StoredExpected, by: string): void;
  /** Removes them with their keys; what is not there is left out. @param reason a code for the audit log */
  remove(ids: readonly string[], by: string, reason: 'removed' | 'came' | 'expired'): void;
}
