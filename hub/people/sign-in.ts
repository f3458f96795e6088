import { randomUUID } from 'node:crypto';
import { Login } from '#shared/wire/person.ts';
import { type Actor, type AuditTrail, NOBODY } from '../audit-trail/audit-trail.ts';
import type { HubDatabase } from '../database/database.ts';
import { ProblemError } from '../http/problem.ts';
import { createLockOut } from './lock-out.ts';
import { hashPassword, isPassword, type ScryptCost } from './password.ts';
import type { PeopleStore, StoredPerson } from './people-store.ts';
import type { SecondFactor } from './second-factor.ts';
import { makeSecret, secretHash } from './secret.ts';

/** Names nobody tried for so long are forgotten. */
const FORGET_ATTEMPTS_AFTER_MS = 30 * 24 * 3_600_000;

/** A session that was opened: the person, and the secret for the cookie, which is kept nowhere. */
export interface OpenedSession {
  readonly person: StoredPerson;
  readonly token: string;
}

/** The person as the audit log names them. */
export function actorOf({ id, name }: Pick<StoredPerson, 'id' | 'name'>): Actor {
  return { kind: 'person', id, name };
}

/** Signs people in by password, with a lock-out that survives restarts. */
export function createSignIn(parts: {
  readonly database: HubDatabase;
  readonly people: PeopleStore;
  readonly trail: AuditTrail;
  readonly cost: ScryptCost;
  readonly secondFactor: Pick<SecondFactor, 'judge'>;
  readonly now: () => Date;
  /** Monotonic, ms. */
  readonly monotonicMs: () => number;
}) {
  const { database, people, trail, cost, secondFactor, now } = parts;
  const lockOut = createLockOut(parts.monotonicMs);
  let decoy: Promise<string> | null = null;

  /** Counts the try before the password is looked at, so that many at once get no more tries than one after the other. */
  async function countTry(name: string): Promise<void> {
    const failures = await database.transaction(async (queries) => {
      const lockedForMs = lockOut.lockedForMs(name, await people.failuresOf(queries, name));
      if (lockedForMs > 0)
        throw new ProblemError('sign_in_locked', undefined, { retryAfterMs: Math.ceil(lockedForMs) });
      return people.countAttempt(queries, name, now().toISOString());
    });
    lockOut.started(name, failures);
  }

  async function openSession(person: StoredPerson, action: string): Promise<OpenedSession> {
    const token = makeSecret();
    await database.transaction(async (queries) => {
      await people.clearAttempts(queries, secretHash(person.login));
      await people.addSession(queries, { sha256: secretHash(token), personId: person.id, at: now().toISOString() });
      await trail.auditIn(queries, actorOf(person), action, person.id);
    });
    return { person, token };
  }

  /**
   * Asks for the second factor of somebody whose first one is right. The try was counted: guesses run into the lock-out.
   *
   * @throws {ProblemError} `second_factor_needed`, `second_factor_wrong`
   */
  async function assertSecondFactor(person: StoredPerson, code: string | undefined): Promise<void> {
    const verdict = await secondFactor.judge(person.id, code);
    if (verdict === 'needed') throw new ProblemError('second_factor_needed');
    if (verdict !== 'wrong') return;
    await trail.audit(NOBODY, 'sign_in.code_refused', person.id);
    throw new ProblemError('second_factor_wrong');
  }

  /**
   * Asks somebody who is signed in once more, before what a borrowed browser must not do.
   *
   * @throws {ProblemError} `sign_in_refused`, `sign_in_locked`; with a code `second_factor_wrong` too
   */
  async function assertPassword(person: StoredPerson, password: string, code?: string): Promise<void> {
    await countTry(secretHash(person.login));
    if (person.password === null || !(await isPassword(password, person.password))) {
      await trail.audit(actorOf(person), 'sign_in.refused', person.id);
      throw new ProblemError('sign_in_refused');
    }
    if (code !== undefined) await assertSecondFactor(person, code);
    await database.transaction((queries) => people.clearAttempts(queries, secretHash(person.login)));
  }

  /**
   * @throws {ProblemError} `sign_in_refused` or `sign_in_locked`, both the same for names that exist and names that do not;
   *   `second_factor_needed` or `second_factor_wrong` when the password is right
   */
  async function signIn(given: {
    readonly login: string;
    readonly password: string;
    readonly totp?: string | undefined;
  }): Promise<OpenedSession> {
    const login = Login.safeParse(given.login).data ?? given.login;
    await countTry(secretHash(login));
    await people.forgetAttempts(new Date(now().getTime() - FORGET_ATTEMPTS_AFTER_MS).toISOString());
    const person = await people.findByLogin(login);
    // as much work for a name that does not exist, so that the time taken tells nothing
    const stored = person?.password ?? (await (decoy ??= hashPassword(randomUUID(), cost)));
    const isRight = await isPassword(given.password, stored);
    if (person === null || person.password === null || person.disabledAt !== null || !isRight) {
      await trail.audit(NOBODY, 'sign_in.refused', person?.id ?? '');
      throw new ProblemError('sign_in_refused');
    }
    await assertSecondFactor(person, given.totp);
    return openSession(person, 'person.signed_in');
  }

  return { signIn, openSession, countTry, assertPassword, assertSecondFactor };
}
export type SignInDesk = ReturnType<typeof createSignIn>;
