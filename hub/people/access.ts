import { apiKeyCaller } from '../api-keys/api-key-caller.ts';
import { createApiKeyStore } from '../api-keys/api-key-store.ts';
import { apiKeyRoutes } from '../api-keys/routes.ts';
import { type AuditTrail, createAuditTrail } from '../audit-trail/audit-trail.ts';
import { auditTrailRoutes } from '../audit-trail/routes.ts';
import type { HubDatabase } from '../database/database.ts';
import type { HubKey } from '../devices/hub-key.ts';
import type { Authenticate } from '../http/caller.ts';
import type { Routes } from '../http/server.ts';
import { type Accounts, createAccounts } from './accounts.ts';
import type { ScryptCost } from './password.ts';
import { createPeopleStore } from './people-store.ts';
import { personCaller } from './person-session.ts';
import { peopleRoutes } from './routes.ts';
import { createSecondFactor } from './second-factor.ts';
import { createSignIn } from './sign-in.ts';
import { totpRoutes } from './totp-routes.ts';

/** Who may use the hub, and what they did: people, keys of programs, the audit log. */
export interface Access {
  readonly trail: AuditTrail;
  readonly accounts: Accounts;
  readonly authenticators: readonly Authenticate[];
  readonly routes: readonly Routes[];
}

/** Wires people, API keys and the audit log over the hub's database. */
export function createAccess(given: {
  readonly database: HubDatabase;
  readonly now: () => Date;
  readonly cost: ScryptCost;
  readonly key: Pick<HubKey, 'seal' | 'unseal' | 'codeHash'>;
}): Access {
  const { database, now } = given;
  const people = createPeopleStore(database);
  const keys = createApiKeyStore(database);
  const trail = createAuditTrail(database, now);
  const secondFactor = createSecondFactor(given);
  const parts = { ...given, people, trail, secondFactor };
  const accounts = createAccounts(parts);
  const desk = createSignIn({ ...parts, monotonicMs: () => performance.now() });
  return {
    trail,
    accounts,
    authenticators: [apiKeyCaller(keys, now), personCaller(people, now)],
    routes: [
      peopleRoutes({ ...parts, accounts, desk }),
      totpRoutes({ ...parts, desk }),
      apiKeyRoutes({ database, keys, trail, now }),
      auditTrailRoutes(trail),
    ],
  };
}
