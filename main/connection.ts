import type { Role } from '#shared/roles.ts';
import type { StaffId } from '#shared/ids.ts';

/**
 * One page that talks to the core: a WebSocket session, an Electron window or an in-process client. Its role starts as
 * `candidate` (or `technician` while the kiosk has no staff account) and changes only by signing in and out.
 */
export interface Connection {
  readonly id: string;
  readonly shell: 'electron' | 'loopback' | 'in_process';
  role: Role;
  staffId: StaffId | null;
}

/** What every handler of the contract receives. */
export interface CallContext {
  readonly connection: Connection;
}
