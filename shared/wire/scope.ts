import { z } from 'zod';

/** What a caller of the hub may do; each route names the one it needs. */
export const SCOPES = [
  'records:write',
  'records:read',
  'devices:read',
  'devices:write',
  'publications:read',
  'publications:write',
  'candidates:read',
  'candidates:write',
  'workflow:read',
  'workflow:write',
  'workflow:decide',
  'results:read',
  'connectors:read',
  'connectors:write',
  'people:read',
  'people:write',
  'audit:read',
] as const;
export const Scope = z.enum(SCOPES);
export type Scope = z.infer<typeof Scope>;
