import type { Router } from '@orpc/server';
import type { Contract } from '#shared/contract/index.ts';
import type { CallContext, Connection } from './connection.ts';

/** What a shell (loopback host, Electron window) needs of the app to serve pages. */
export interface PageApp {
  readonly router: Router<Contract, CallContext>;
  /** A new page joins. Its role is candidate, or technician while there is no staff account. */
  openConnection(shell: Connection['shell']): Connection;
  /** The page has left for good; whoever was signed in on it is signed out. */
  closeConnection(connection: Connection): void;
  /** Answers the paths of shared/media-routes.ts; null for any other path. */
  handleMedia(request: Request, connection: Connection): Promise<Response> | null;
}
