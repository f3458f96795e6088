import type { ClientContext, ClientLink } from '@orpc/client';

/** One way to the core, until it breaks. */
export interface Carrier {
  readonly link: ClientLink<ClientContext>;
  /** Resolves when the carrier can carry nothing any more. */
  readonly closed: Promise<void>;
}

/** Opens a carrier; a rejection other than `PageRefusedError` is worth another attempt. */
export type OpenCarrier = () => Promise<Carrier>;

/** The core will never talk to this page: its token was used or its cookie is unknown. Open the app again from the launcher. */
export class PageRefusedError extends Error {
  override readonly name = 'PageRefusedError';
}

/** The carrier broke while this call was under way; it may or may not have been done. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
}
