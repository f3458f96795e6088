import type { Actor } from './audit-trail.ts';

/** Who is written down for what was done at the hub's own machine. */
export const COMMAND_LINE: Actor = { kind: 'installation', id: 'command-line', name: 'command line' };
