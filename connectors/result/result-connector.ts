import type { Localized } from '#shared/localized.ts';
import type { InterviewResult } from '#shared/result.ts';

/** Ids that the target gave, by what they name, such as `{ applicant: '42' }`. */
export type RemoteIds = Readonly<Record<string, string>>;

/**
 * Why an attempt failed in a way that passes by itself.
 *
 * - `unreachable`: no connection, or it was cut. - `timeout`: no answer in time. - `busy`: 408, 425, 429, 5xx, or the target's own
 *   word for "too often". - `stranger`: something answered that is not the target (captive portal, redirect).
 *   - `stopped`: the caller aborted.
 */
export type PassingReason = 'unreachable' | 'timeout' | 'busy' | 'stranger' | 'stopped';

/** Try again later; not before `retryAfterMs` when the target said so. */
export type PassingOutcome = {
  readonly kind: 'transient';
  readonly reason: PassingReason;
  readonly retryAfterMs?: number;
};

/**
 * Why a person has to act.
 *
 * - `refused`: the target does not accept the credentials. - `rejected`: it does not accept this result. - `gone`: it asked not to be
 *   sent anything any more. - `misconfigured`: something it needs is not there (a job, a field, an order). - `too_large`: it does not fit.
 *   - `unsupported`: it has no way to do this; a person does it there.
 */
export type LastingReason = 'refused' | 'rejected' | 'gone' | 'misconfigured' | 'too_large' | 'unsupported';

/** `detail` is a sentence for a person: no trace, no path of a machine, no secret. */
export type LastingOutcome = { readonly kind: 'fatal'; readonly reason: LastingReason; readonly detail: Localized };

/** What came of handing over a result. */
export type DeliveryOutcome =
  | { readonly kind: 'delivered'; readonly remoteIds: RemoteIds }
  | PassingOutcome
  | LastingOutcome;

/** The person behind a result was erased here; nothing of them stands in this. */
export type ErasureNotice = {
  readonly resultId: string;
  /** The highest that may have reached a target. */
  readonly revision: number;
  readonly erasedAt: string;
};

/** `told`: the target knows, or holds nothing. */
export type ErasureOutcome = { readonly kind: 'told' } | PassingOutcome | LastingOutcome;

/** Answer of a check; `about` names what answered, such as `Odoo 19.0`. */
export type CheckOutcome = { readonly kind: 'ready'; readonly about: string } | PassingOutcome | LastingOutcome;

/** One thing that would be sent. Secrets are replaced by `•••`; ids that only an earlier answer gives stand as `<name>`. */
export type PlannedRequest = {
  readonly method: string;
  /** Address, or name of the file. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Text as it goes out; of bytes their size and hash. */
  readonly body: string | { readonly bytes: number; readonly sha256: string } | null;
  /** Only asks; changes nothing at the target. */
  readonly isQuestion: boolean;
};

export type DryRun = { readonly kind: 'planned'; readonly requests: readonly PlannedRequest[] } | LastingOutcome;

/**
 * Somewhere results go. Foreseen failures are outcomes; nothing here throws them.
 *
 * Keyed by `(connector, result id, revision)`: the same revision twice has one effect, a higher one takes the place of a lower one, a lower
 * one that comes late changes nothing.
 */
export type ResultConnector = {
  readonly upsert: (result: InterviewResult, signal: AbortSignal) => Promise<DeliveryOutcome>;
  /** What `upsert` would send to a target that holds nothing of this result yet. Sends nothing. */
  readonly dryRun: (result: InterviewResult) => Promise<DryRun>;
  /** Tells a target that the person was erased, in the way it has; the same again has one effect. */
  readonly erase: (notice: ErasureNotice, signal: AbortSignal) => Promise<ErasureOutcome>;
  /** Whether the target can be reached and takes our credentials and settings; changes nothing there. */
  readonly check: (signal: AbortSignal) => Promise<CheckOutcome>;
};

/** Ends a delivery from deep inside; caught where the connector answers. */
export class DeliveryEnded extends Error {
  readonly outcome: PassingOutcome | LastingOutcome;

  constructor(outcome: PassingOutcome | LastingOutcome) {
    super(outcome.kind === 'fatal' ? outcome.detail.en : outcome.reason);
    this.name = 'DeliveryEnded';
    this.outcome = outcome;
  }
}

/** Runs `work`; an end from deep inside becomes the answer, anything unforeseen stays an error. */
export async function endingsAsOutcomes<Answer>(
  work: () => Promise<Answer>,
): Promise<Answer | PassingOutcome | LastingOutcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DeliveryEnded) return error.outcome;
    throw error;
  }
}
