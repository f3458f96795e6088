import { z } from 'zod';
import type { Actor } from '#shared/hub/actor.ts';
import { VendorAccount, type NewVendorAccount } from '#shared/hub/vendors.ts';
import { hasKey } from '#connectors/assessment-vendor/vendor-request.ts';
import { appendAudit } from '../audit-trail/audit-trail.ts';
import type { Change } from '../candidates/candidate-file.ts';
import type { Queries } from '../database/database.ts';
import type { HubKey } from '../devices/hub-key.ts';
import { ProblemError, refusal } from '../http/problem.ts';
import type { Authenticate } from '../http/caller.ts';
import { makeSecret } from '../people/secret.ts';

const SELECT = `select id, system, invite_at_site "inviteAtSite", created_at "createdAt", revoked_at "revokedAt",
  last_problem "lastProblem", last_problem_at "lastProblemAt" from vendor_accounts`;
/** What every key of theirs begins with. */
const KEY_PREFIX = 'avk_';
const MAX_PROBLEM = 500;

const Keys = z.object({
  /** With which they ask us. */
  key: z.string(),
  /** With which we tell Ashby. */
  ashby: z.object({ apiKey: z.string(), url: z.string() }).nullable(),
});
export type VendorKeys = z.infer<typeof Keys>;

/** Who acts when a recruiting system asks. */
export function vendorActor(id: string): Actor & { readonly kind: 'channel' } {
  return { kind: 'channel', id, name: id };
}

export async function listVendorAccounts(queries: Queries): Promise<VendorAccount[]> {
  return VendorAccount.array().parse(await queries.all(`${SELECT} order by id`));
}

/** An account that is not revoked, with its keys; null for none. */
export async function openVendorAccount(
  queries: Queries,
  key: Pick<HubKey, 'unseal'>,
  id: string,
): Promise<{ readonly account: VendorAccount; readonly keys: VendorKeys } | null> {
  const row = await queries.get(`${SELECT} where id = ? and revoked_at is null`, id);
  if (row === undefined) return null;
  const held = await queries.get('select sealed_keys "sealed" from vendor_accounts where id = ?', id);
  const { sealed } = z.object({ sealed: z.string() }).parse(held);
  return { account: VendorAccount.parse(row), keys: Keys.parse(JSON.parse(key.unseal(sealed))) };
}

/** @throws {ProblemError} `conflict` for an id that was used before */
export async function addVendorAccount(
  { queries, at, actor }: Change,
  hubKey: Pick<HubKey, 'seal'>,
  input: NewVendorAccount,
): Promise<{ readonly account: VendorAccount; readonly key: string }> {
  const { id, system, inviteAtSite } = input;
  const key = KEY_PREFIX + makeSecret();
  const keys: VendorKeys = {
    key,
    ashby: input.system === 'ashby' ? { apiKey: input.apiKey, url: input.url } : null,
  };
  const added = await queries.run(
    `insert into vendor_accounts (id, system, invite_at_site, sealed_keys, created_at) values (?, ?, ?, ?, ?)
     on conflict (id) do nothing`,
    id,
    system,
    inviteAtSite,
    hubKey.seal(JSON.stringify(keys)),
    at,
  );
  if (added === 0) throw refusal('vendor_id_used');
  await appendAudit(queries, { at, actor, action: 'vendor_account.added', subject: id });
  return { account: VendorAccount.parse(await queries.get(`${SELECT} where id = ?`, id)), key };
}

/** Nothing it asks is answered any more, and it is told nothing. @throws {ProblemError} `not_found` */
export async function revokeVendorAccount({ queries, at, actor }: Change, id: string): Promise<VendorAccount> {
  await queries.run(
    `update vendor_accounts set revoked_at = coalesce(revoked_at, ?), sealed_keys = '' where id = ?`,
    at,
    id,
  );
  const row = await queries.get(`${SELECT} where id = ?`, id);
  if (row === undefined) throw new ProblemError('not_found');
  await appendAudit(queries, { at, actor, action: 'vendor_account.revoked', subject: id });
  return VendorAccount.parse(row);
}

/** Keeps what a system did not understand, for a person to see. */
export async function noteVendorProblem(
  queries: Queries,
  id: string,
  problem: { readonly call: string; readonly errors: readonly string[] },
  at: string,
): Promise<void> {
  await queries.run(
    'update vendor_accounts set last_problem = ?, last_problem_at = ? where id = ?',
    `${problem.call}: ${problem.errors.join('; ')}`.slice(0, MAX_PROBLEM),
    at,
    id,
  );
}

/**
 * Recognises recruiting systems by HTTP Basic, the key as user name, on their own routes.
 * @throws {ProblemError} `unauthorized` there for anything else
 */
export function vendorCaller(parts: {
  readonly database: Queries;
  readonly key: Pick<HubKey, 'unseal'>;
}): Authenticate {
  return async (request) => {
    if (request.routeOptions.config.scope !== 'vendor') return null;
    const { account: id } = z.object({ account: z.string() }).parse(request.params);
    const found = await openVendorAccount(parts.database, parts.key, id);
    if (found === null || !hasKey(request.headers.authorization, found.keys.key))
      throw new ProblemError('unauthorized', 'The API key is not valid.');
    return { ...vendorActor(id), scopes: new Set(), sites: null };
  };
}
