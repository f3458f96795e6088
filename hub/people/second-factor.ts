import { randomBytes, randomInt } from 'node:crypto';
import { z } from 'zod';
import { CODE_ALPHABET } from '#shared/wire/enrolment.ts';
import { RECOVERY_CODES, type TotpState } from '#shared/wire/person.ts';
import type { HubDatabase, Queries } from '../database/database.ts';
import type { HubKey } from '../devices/hub-key.ts';
import { ProblemError, refusal } from '../http/problem.ts';
import { otpauthUri, stepOfCode, toBase32 } from './totp.ts';

/** 160 bits, as RFC 4226 recommends. */
const SECRET_BYTES = 20;
/** 23^12 is 54 bits, behind the lock-out and a key that is not in the database. */
const RECOVERY_LENGTH = 12;

const Row = z.object({ sealed: z.string(), confirmedAt: z.string().nullable(), lastStep: z.int() });
const CountRow = z.object({ count: z.int() });

/** Takes a second factor away, whole; in the transaction of whoever decides that. @returns whether there was one */
export async function forgetSecondFactor(queries: Queries, personId: string): Promise<boolean> {
  await queries.run('delete from person_recovery_codes where person_id = ?', personId);
  return (await queries.run('delete from person_totp where person_id = ?', personId)) > 0;
}

/** Codes of an authenticator app as a second factor (RFC 6238), with recovery codes for when the telephone is gone. */
export function createSecondFactor(parts: {
  readonly database: HubDatabase;
  readonly key: Pick<HubKey, 'seal' | 'unseal' | 'codeHash'>;
  readonly now: () => Date;
}) {
  const { database, key, now } = parts;

  async function find(queries: Queries, personId: string): Promise<z.infer<typeof Row> | null> {
    const row = await queries.get(
      'select sealed_secret "sealed", confirmed_at "confirmedAt", last_step "lastStep" from person_totp where person_id = ?',
      personId,
    );
    return row === undefined ? null : Row.parse(row);
  }

  const secretOf = (sealed: string): Buffer => Buffer.from(key.unseal(sealed), 'base64url');
  const hashOf = (personId: string, code: string): string => key.codeHash(`recovery ${personId} ${code}`);

  /** Takes a code for used. In one transaction: two requests with the same code do not both get in. */
  async function spendCode(
    queries: Queries,
    personId: string,
    row: z.infer<typeof Row>,
    typed: string,
  ): Promise<boolean> {
    const code = typed.toUpperCase().replaceAll(/[\s-]/g, '');
    const step = stepOfCode(secretOf(row.sealed), code, { atMs: now().getTime(), afterStep: row.lastStep });
    if (step !== null) {
      await queries.run('update person_totp set last_step = ? where person_id = ?', step, personId);
      return true;
    }
    const used = await queries.run(
      'update person_recovery_codes set used_at = ? where code_hash = ? and person_id = ? and used_at is null',
      now().toISOString(),
      hashOf(personId, code),
      personId,
    );
    return used === 1;
  }

  return {
    /** Whether somebody has one, and how many recovery codes are left. */
    async stateOf(personId: string): Promise<TotpState> {
      const row = await find(database, personId);
      const left = await database.get(
        'select count(*) "count" from person_recovery_codes where person_id = ? and used_at is null',
        personId,
      );
      return { confirmedAt: row?.confirmedAt ?? null, recoveryCodesLeft: CountRow.parse(left).count };
    },

    /**
     * Begins to set one up; nothing is asked for before it is confirmed. Begun again: another secret.
     *
     * @throws {ProblemError} `conflict` when there is one
     */
    begin: (person: { readonly id: string; readonly login: string }): Promise<{ secret: string; uri: string }> =>
      database.transaction(async (queries) => {
        const before = await find(queries, person.id);
        if (before?.confirmedAt != null) throw refusal('second_factor_there');
        const secret = randomBytes(SECRET_BYTES);
        await queries.run(
          `insert into person_totp (person_id, sealed_secret, begun_at, confirmed_at, last_step) values (?, ?, ?, null, 0)
           on conflict (person_id) do update set sealed_secret = excluded.sealed_secret, begun_at = excluded.begun_at`,
          person.id,
          key.seal(secret.toString('base64url')),
          now().toISOString(),
        );
        return { secret: toBase32(secret), uri: otpauthUri(secret, person.login) };
      }),

    /**
     * The app shows the right code: from now on it is asked for. The recovery codes are told this once.
     *
     * @throws {ProblemError} `conflict` when none was begun or it is confirmed, `second_factor_wrong`
     */
    async confirm(queries: Queries, personId: string, code: string): Promise<string[]> {
      const row = await find(queries, personId);
      if (row === null || row.confirmedAt !== null) throw refusal('second_factor_not_begun');
      if (!(await spendCode(queries, personId, row, code))) throw new ProblemError('second_factor_wrong');
      await queries.run('update person_totp set confirmed_at = ? where person_id = ?', now().toISOString(), personId);
      const codes = Array.from({ length: RECOVERY_CODES }, recoveryCode);
      for (const each of codes)
        await queries.run(
          'insert into person_recovery_codes (code_hash, person_id) values (?, ?)',
          hashOf(personId, each),
          personId,
        );
      return codes.map((each) => each.replace(/^(.{4})(.{4})(.{4})$/, '$1-$2-$3'));
    },

    /** What a code given at sign-in is worth. `not_needed`: the person has no second factor. */
    judge: (personId: string, code: string | undefined): Promise<'not_needed' | 'needed' | 'right' | 'wrong'> =>
      database.transaction(async (queries) => {
        const row = await find(queries, personId);
        if (row === null || row.confirmedAt === null) return 'not_needed';
        if (code === undefined || code.trim() === '') return 'needed';
        return (await spendCode(queries, personId, row, code)) ? 'right' : 'wrong';
      }),
  };
}
export type SecondFactor = ReturnType<typeof createSecondFactor>;

function recoveryCode(): string {
  return Array.from({ length: RECOVERY_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('');
}
