import { z } from 'zod';
import { Person, type PersonChange, Role } from '#shared/wire/person.ts';
import type { HubDatabase, Queries, SqlRow } from '../database/database.ts';
import { jsonColumn } from '../database/json-column.ts';

const COLUMNS = `id, login, name, roles, sites, password, invited_until "invitedUntil", disabled_at "disabledAt",
  created_at "createdAt", last_sign_in_at "lastSignInAt",
  (select count(*) from person_totp t where t.person_id = id and t.confirmed_at is not null) "hasTotp"`;

/** A person with what is needed to check the password; never leaves the hub. */
const StoredPerson = Person.omit({ hasPassword: true }).extend({
  roles: jsonColumn(z.array(Role)),
  sites: jsonColumn(z.array(z.string())).nullable(),
  password: z.string().nullable(),
  hasTotp: z.int().transform((count) => count > 0),
});
export type StoredPerson = z.infer<typeof StoredPerson>;

const Attempts = z.object({ failures: z.number() });
const Session = z.object({ createdAt: z.iso.datetime(), lastSeenAt: z.iso.datetime() });

/** A session with the person it is of. */
export interface FoundSession {
  readonly person: StoredPerson;
  readonly createdAt: string;
  readonly lastSeenAt: string;
}

/** Accounts, their sessions, and how often a name was tried in vain. All hashes are SHA-256 in hex. */
export interface PeopleStore {
  list(): Promise<StoredPerson[]>;
  find(id: string): Promise<StoredPerson | null>;
  findByLogin(login: string): Promise<StoredPerson | null>;
  add(
    queries: Queries,
    person: Pick<StoredPerson, 'id' | 'login' | 'name' | 'roles' | 'sites' | 'createdAt'>,
  ): Promise<'added' | 'login_taken'>;
  /** Refuses to take away the last administrator who can sign in. A disabled person's sessions end. */
  change(
    queries: Queries,
    id: string,
    change: PersonChange,
    at: string,
  ): Promise<'changed' | 'not_found' | 'last_administrator'>;
  invite(queries: Queries, id: string, invitation: { sha256: string; until: string }): Promise<void>;
  findInvited(sha256: string, at: string): Promise<StoredPerson | null>;
  /** Uses the invitation up, once; ends every session of before. */
  acceptInvitation(queries: Queries, sha256: string, password: string, at: string): Promise<boolean>;
  setPassword(queries: Queries, id: string, password: string): Promise<void>;

  failuresOf(queries: Queries, loginSha256: string): Promise<number>;
  /** Counts a try as wrong before it is looked at. @returns how many there were, this one included */
  countAttempt(queries: Queries, loginSha256: string, at: string): Promise<number>;
  /** The try was right. */
  clearAttempts(queries: Queries, loginSha256: string): Promise<void>;
  /** Names that were not tried since then are forgotten. */
  forgetAttempts(before: string): Promise<void>;

  addSession(queries: Queries, session: { sha256: string; personId: string; at: string }): Promise<void>;
  findSession(sha256: string): Promise<FoundSession | null>;
  touchSession(sha256: string, at: string): Promise<void>;
  endSession(queries: Queries, sha256: string): Promise<void>;
  /** @returns how many ended */
  endSessionsOf(queries: Queries, personId: string, exceptSha256?: string): Promise<number>;
  endSessionsUnusedSince(at: string): Promise<void>;
}

/** People in the hub's database. */
export function createPeopleStore(database: HubDatabase): PeopleStore {
  const one = (row: SqlRow | undefined): StoredPerson | null => (row === undefined ? null : StoredPerson.parse(row));
  const endSessionsOf: PeopleStore['endSessionsOf'] = (queries, personId, except = '') =>
    queries.run('delete from person_sessions where person_id = ? and token_sha256 <> ?', personId, except);

  const failuresOf: PeopleStore['failuresOf'] = async (queries, loginSha256) => {
    const row = await queries.get('select failures from sign_in_attempts where login_sha256 = ?', loginSha256);
    return row === undefined ? 0 : Attempts.parse(row).failures;
  };

  return {
    list: async () =>
      (await database.all(`select ${COLUMNS} from people order by name, login`)).map((row) => StoredPerson.parse(row)),
    find: async (id) => one(await database.get(`select ${COLUMNS} from people where id = ?`, id)),
    findByLogin: async (login) => one(await database.get(`select ${COLUMNS} from people where login = ?`, login)),

    add: async (queries, { id, login, name, roles, sites, createdAt }) => {
      const added = await queries.run(
        `insert into people (id, login, name, roles, sites, created_at) values (?, ?, ?, ?, ?, ?)
          on conflict (login) do nothing`,
        id,
        login,
        name,
        JSON.stringify(roles),
        sites === null ? null : JSON.stringify(sites),
        createdAt,
      );
      return added === 1 ? 'added' : 'login_taken';
    },

    change: async (queries, id, change, at) => {
      const people = (await queries.all(`select ${COLUMNS} from people`)).map((row) => StoredPerson.parse(row));
      const person = people.find((candidate) => candidate.id === id);
      if (person === undefined) return 'not_found';
      const disabledAt = change.isDisabled === undefined ? person.disabledAt : change.isDisabled ? at : null;
      const changed: StoredPerson = {
        ...person,
        name: change.name ?? person.name,
        roles: change.roles ?? person.roles,
        sites: change.sites === undefined ? person.sites : change.sites,
        disabledAt,
      };
      const others = people.filter((candidate) => candidate.id !== id);
      if (canAdminister(person) && ![...others, changed].some(canAdminister)) return 'last_administrator';
      await queries.run(
        'update people set name = ?, roles = ?, sites = ?, disabled_at = ? where id = ?',
        changed.name,
        JSON.stringify(changed.roles),
        changed.sites === null ? null : JSON.stringify(changed.sites),
        disabledAt,
        id,
      );
      if (disabledAt !== null) await endSessionsOf(queries, id);
      return 'changed';
    },

    invite: async (queries, id, { sha256, until }) => {
      await queries.run('update people set invitation_sha256 = ?, invited_until = ? where id = ?', sha256, until, id);
    },
    findInvited: async (sha256, at) =>
      one(
        await database.get(
          `select ${COLUMNS} from people where invitation_sha256 = ? and invited_until > ? and disabled_at is null`,
          sha256,
          at,
        ),
      ),
    acceptInvitation: async (queries, sha256, password, at) => {
      const row = await queries.get('select id from people where invitation_sha256 = ?', sha256);
      const changed = await queries.run(
        `update people set password = ?, invitation_sha256 = null, invited_until = null
          where invitation_sha256 = ? and invited_until > ? and disabled_at is null`,
        password,
        sha256,
        at,
      );
      if (changed === 1) await endSessionsOf(queries, z.object({ id: z.string() }).parse(row).id);
      return changed === 1;
    },
    setPassword: async (queries, id, password) => {
      await queries.run('update people set password = ? where id = ?', password, id);
    },

    failuresOf,
    countAttempt: async (queries, loginSha256, at) => {
      await queries.run(
        `insert into sign_in_attempts (login_sha256, failures, last_at) values (?, 1, ?)
          on conflict (login_sha256) do update set failures = sign_in_attempts.failures + 1, last_at = excluded.last_at`,
        loginSha256,
        at,
      );
      return failuresOf(queries, loginSha256);
    },
    clearAttempts: async (queries, loginSha256) => {
      await queries.run('delete from sign_in_attempts where login_sha256 = ?', loginSha256);
    },
    forgetAttempts: async (before) => {
      await database.run('delete from sign_in_attempts where last_at < ?', before);
    },

    addSession: async (queries, { sha256, personId, at }) => {
      await queries.run(
        'insert into person_sessions (token_sha256, person_id, created_at, last_seen_at) values (?, ?, ?, ?)',
        sha256,
        personId,
        at,
        at,
      );
      await queries.run('update people set last_sign_in_at = ? where id = ?', at, personId);
    },
    findSession: async (sha256) => {
      const row = await database.get(
        `select ${COLUMNS.replaceAll('created_at', 'p.created_at')}, s.created_at "sessionCreatedAt", s.last_seen_at "lastSeenAt"
          from person_sessions s join people p on p.id = s.person_id where s.token_sha256 = ?`,
        sha256,
      );
      if (row === undefined) return null;
      const { createdAt, lastSeenAt } = Session.parse({ ...row, createdAt: row['sessionCreatedAt'] });
      return { person: StoredPerson.parse(row), createdAt, lastSeenAt };
    },
    touchSession: async (sha256, at) => {
      await database.run('update person_sessions set last_seen_at = ? where token_sha256 = ?', at, sha256);
    },
    endSession: async (queries, sha256) => {
      await queries.run('delete from person_sessions where token_sha256 = ?', sha256);
    },
    endSessionsOf,
    endSessionsUnusedSince: async (at) => {
      await database.run('delete from person_sessions where last_seen_at < ?', at);
    },
  };
}

/** Whether somebody can sign in and manage people. */
function canAdminister({ roles, password, disabledAt }: StoredPerson): boolean {
  return roles.includes('administrator') && password !== null && disabledAt === null;
}

/** A person as the API tells of them: without the password. */
export function toPerson({ password, ...person }: StoredPerson): Person {
  return { ...person, hasPassword: password !== null };
}
