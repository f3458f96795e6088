import { v7 as uuidv7 } from 'uuid';
import type { MadeInvitation, NewPerson, PersonChange } from '#shared/wire/person.ts';
import type { Actor, AuditTrail } from '../audit-trail/audit-trail.ts';
import type { HubDatabase, Queries } from '../database/database.ts';
import { ProblemError } from '../http/problem.ts';
import { hashPassword, isPassword, passwordFault, type ScryptCost } from './password.ts';
import { type PeopleStore, type StoredPerson, toPerson } from './people-store.ts';
import { makeSecret, secretHash } from './secret.ts';
import { actorOf } from './sign-in.ts';

/** How long a code for choosing a password can be used. */
const INVITATION_MS = 3 * 24 * 3_600_000;

/** Makes and changes accounts; every change is in the audit log, in the same transaction. */
export function createAccounts(parts: {
  readonly database: HubDatabase;
  readonly people: PeopleStore;
  readonly trail: AuditTrail;
  readonly cost: ScryptCost;
  readonly now: () => Date;
}) {
  const { database, people, trail, cost, now } = parts;

  async function inviteIn(queries: Queries, id: string): Promise<{ code: string; expiresAt: string }> {
    const code = makeSecret();
    const expiresAt = new Date(now().getTime() + INVITATION_MS).toISOString();
    await people.invite(queries, id, { sha256: secretHash(code), until: expiresAt });
    return { code, expiresAt };
  }

  async function existing(id: string): Promise<StoredPerson> {
    const person = await people.find(id);
    if (person === null) throw new ProblemError('not_found');
    return person;
  }

  async function hashNew(password: string, person: StoredPerson): Promise<string> {
    const fault = passwordFault(password, person);
    if (fault !== null) throw new ProblemError('password_refused', fault);
    return hashPassword(password, cost);
  }

  return {
    /** @throws {ProblemError} `login_taken` */
    async add(actor: Actor, person: NewPerson): Promise<MadeInvitation> {
      const id = uuidv7();
      const invitation = await database.transaction(async (queries) => {
        const added = await people.add(queries, { ...person, id, createdAt: now().toISOString() });
        if (added === 'login_taken') throw new ProblemError('login_taken');
        await trail.auditIn(queries, actor, 'person.added', id);
        return inviteIn(queries, id);
      });
      return { person: toPerson(await existing(id)), ...invitation };
    },

    /** A new code for somebody who forgot the password, or let the first one expire. @throws {ProblemError} `not_found` */
    async invite(actor: Actor, id: string): Promise<MadeInvitation> {
      await existing(id);
      const invitation = await database.transaction(async (queries) => {
        await trail.auditIn(queries, actor, 'person.invited', id);
        return inviteIn(queries, id);
      });
      return { person: toPerson(await existing(id)), ...invitation };
    },

    /** @throws {ProblemError} `not_found`, `last_administrator` */
    async change(actor: Actor, id: string, change: PersonChange): Promise<StoredPerson> {
      await database.transaction(async (queries) => {
        const result = await people.change(queries, id, change, now().toISOString());
        if (result !== 'changed') throw new ProblemError(result);
        const what = change.isDisabled === undefined ? 'changed' : change.isDisabled ? 'disabled' : 'enabled';
        await trail.auditIn(queries, actor, `person.${what}`, id);
      });
      return existing(id);
    },

    /**
     * Chooses the password with a code; sessions of before end.
     *
     * @param admit asks for the second factor of who has one; the code can be used again when it throws
     * @throws {ProblemError} `invitation_invalid`, `password_refused` (the code can be used again)
     */
    async acceptInvitation(
      code: string,
      password: string,
      admit: (person: StoredPerson) => Promise<void>,
    ): Promise<StoredPerson> {
      const sha256 = secretHash(code);
      const person = await people.findInvited(sha256, now().toISOString());
      if (person === null) throw new ProblemError('invitation_invalid');
      const hash = await hashNew(password, person);
      await admit(person);
      await database.transaction(async (queries) => {
        const isTaken = await people.acceptInvitation(queries, sha256, hash, now().toISOString());
        if (!isTaken) throw new ProblemError('invitation_invalid');
        await trail.auditIn(queries, actorOf(person), 'person.password_chosen', person.id);
      });
      return existing(person.id);
    },

    /**
     * Sessions other than `keptSession` end.
     *
     * @throws {ProblemError} `sign_in_refused` when the old password is wrong, `password_refused`
     */
    async changePassword(id: string, passwords: { old: string; new: string }, keptSession: string): Promise<void> {
      const person = await existing(id);
      if (person.password === null || !(await isPassword(passwords.old, person.password))) {
        throw new ProblemError('sign_in_refused');
      }
      const hash = await hashNew(passwords.new, person);
      await database.transaction(async (queries) => {
        await people.setPassword(queries, id, hash);
        await people.endSessionsOf(queries, id, keptSession);
        await trail.auditIn(queries, actorOf(person), 'person.password_changed', id);
      });
    },
  };
}
export type Accounts = ReturnType<typeof createAccounts>;
