/** Where a page in a plain browser meets the loopback host (ADR 0002). */

/** `POST` with `authorization: Bearer <token>` exchanges the one-time token for a cookie; `GET` tells whether the cookie is known. */
/** What stands on the screen after the page ended too often; `next` is the token of the page that follows. */
export const REST_PATH = '/rest';

export const SESSION_PATH = '/session';

/** The WebSocket of the contract. */
export const RPC_PATH = '/rpc';

/** Both sides name it; it changes when the carrier does. */
export const RPC_SUBPROTOCOL = 'anteroom.v1';

/** A longer message closes the carrier. Bytes of recordings travel by shared/media-routes.ts. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;
