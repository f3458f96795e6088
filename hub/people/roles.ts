import type { Role } from '#shared/wire/person.ts';
import type { Scope } from '#shared/wire/scope.ts';

/** What each role may do. Who administers reads no candidate: that takes a second role, which the audit log shows. */
export const ROLE_SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  administrator: [
    'devices:read',
    'devices:write',
    'publications:read',
    'publications:write',
    'connectors:read',
    'connectors:write',
    'people:read',
    'people:write',
    'audit:read',
  ],
  hr: [
    'records:read',
    'devices:read',
    'publications:read',
    'publications:write',
    'candidates:read',
    'candidates:write',
    'workflow:read',
    'workflow:write',
    'workflow:decide',
    'results:read',
    'connectors:read',
  ],
  site_manager: ['records:read', 'devices:read', 'candidates:read', 'workflow:read', 'workflow:decide', 'results:read'],
  auditor: [
    'records:read',
    'devices:read',
    'candidates:read',
    'workflow:read',
    'results:read',
    'people:read',
    'audit:read',
  ],
  integrator: ['devices:read', 'publications:read', 'connectors:read', 'connectors:write'],
};

/** Everything that at least one of the roles may do. */
export function scopesOf(roles: readonly Role[]): ReadonlySet<Scope> {
  return new Set(roles.flatMap((role) => ROLE_SCOPES[role]));
}
