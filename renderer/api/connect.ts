import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '#shared/contract/index.ts';
import { electronCarrier, isInElectron } from './electron-carrier.ts';
import { loopbackCarrier } from './loopback-carrier.ts';
import { ReconnectingLink } from './reconnecting-link.ts';
import type { ConnectionState } from './reconnecting-link.ts';

/** Every call of the contract, typed. */
export type ContractClient = ContractRouterClient<Contract>;

let link: ReconnectingLink | null = null;

/** The page has one connection, made when first asked for. */
function pageLink(): ReconnectingLink {
  link ??= new ReconnectingLink({
    open: isInElectron() ? electronCarrier() : loopbackCarrier(),
    wait: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
  });
  return link;
}

/**
 * Joins the page to the core, whichever shell it runs in. When the core restarts, the client goes on working with the new
 * one: calls under way fail with `ConnectionLostError`, later ones wait; show `connection.state()` meanwhile.
 *
 * @throws PageRefusedError when the page was opened without a fresh token
 */
export async function connect(): Promise<ContractClient> {
  const opened = pageLink();
  await opened.opened();
  return createORPCClient(opened);
}

/** The state of the page's connection, in the shape `useSyncExternalStore` wants. */
export const connection = {
  state: (): ConnectionState => pageLink().state,
  subscribe: (listen: () => void): (() => void) => pageLink().subscribe(listen),
};
