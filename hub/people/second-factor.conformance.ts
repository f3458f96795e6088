import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RECOVERY_CODES } from '#shared/wire/person.ts';
import type { HubDatabase } from '../database/database.ts';
import { hubKeyOf } from '../devices/hub-key.ts';
import { startAuthenticator } from './authenticator.fake.ts';
import { createPeopleStore } from './people-store.ts';
import { createSecondFactor, forgetSecondFactor } from './second-factor.ts';

const START = Date.parse('2026-11-28T08:00:00.000Z');
const STEP_MS = 30_000;

/** Second factors over a database. */
export function secondFactorConformance(name: string, open: () => Promise<HubDatabase>): void {
  describe(`${name}: second factors`, () => {
    let database: HubDatabase;
    let nowMs = START;
    beforeEach(async () => {
      nowMs = START;
      database = await open();
      await database.transaction(async (queries) => {
        for (const id of ['p1', 'p2'])
          await createPeopleStore(database).add(queries, {
            id,
            login: id,
            name: id,
            roles: ['hr'],
            sites: null,
            createdAt: new Date(START).toISOString(),
          });
      });
    });
    afterEach(() => database.close());
    const key = hubKeyOf(generateKeyPairSync('ed25519').privateKey);
    const fresh = () => createSecondFactor({ database, key, now: () => new Date(nowMs) });
    const codeAt = (secret: string, drift = 0) => startAuthenticator(secret)(nowMs, drift);
    async function setUp(id = 'p1') {
      const factor = fresh();
      const { secret } = await factor.begin({ id, login: id });
      const codes = await database.transaction((queries) => factor.confirm(queries, id, codeAt(secret, -1)));
      return { factor, secret, codes };
    }

    test('is asked for once it was confirmed with a right code, not before', async () => {
      const factor = fresh();
      const confirm = (code: string) => database.transaction((queries) => factor.confirm(queries, 'p1', code));
      await expect(confirm('000000')).rejects.toMatchObject({ code: 'conflict' });
      const { secret, uri } = await factor.begin({ id: 'p1', login: 'p1' });
      expect(uri).toContain(secret);
      expect(JSON.stringify(await database.all('select * from person_totp'))).not.toContain(secret);
      expect(await factor.judge('p1', undefined)).toBe('not_needed');
      const wrong = codeAt(secret) === '000000' ? '000001' : '000000';
      await expect(confirm(wrong)).rejects.toMatchObject({ code: 'second_factor_wrong' });
      expect(await factor.judge('p1', undefined)).toBe('not_needed');
      expect(await confirm(codeAt(secret))).toHaveLength(RECOVERY_CODES);
      expect(await factor.judge('p1', undefined)).toBe('needed');
      expect(await factor.judge('p1', wrong)).toBe('wrong');
      expect(await factor.judge('p2', undefined)).toBe('not_needed');
      expect((await createPeopleStore(database).list()).map(({ id, hasTotp }) => [id, hasTotp])).toEqual([
        ['p1', true],
        ['p2', false],
      ]);
      await expect(factor.begin({ id: 'p1', login: 'p1' })).rejects.toMatchObject({ code: 'conflict' });
    });

    test('a code is used once, also when it comes twice at once; the next one works', async () => {
      const { factor, secret } = await setUp();
      const code = codeAt(secret);
      const verdicts = await Promise.all([
        factor.judge('p1', code),
        factor.judge('p1', code),
        factor.judge('p1', code),
      ]);
      expect(verdicts.toSorted()).toEqual(['right', 'wrong', 'wrong']);
      // the one it was confirmed with, too
      expect(await factor.judge('p1', codeAt(secret, -1))).toBe('wrong');
      nowMs += STEP_MS;
      expect(await factor.judge('p1', code)).toBe('wrong');
      expect(await factor.judge('p1', ` ${codeAt(secret).slice(0, 3)} ${codeAt(secret).slice(3)}`)).toBe('right');
      nowMs += 10 * STEP_MS;
      expect(await factor.judge('p1', codeAt(secret, -2))).toBe('wrong');
    });

    test('a recovery code works once, for its owner alone, and stands nowhere as it is', async () => {
      const { factor, codes } = await setUp();
      await setUp('p2');
      const rows = JSON.stringify(await database.all('select * from person_recovery_codes'));
      for (const code of codes) expect(rows).not.toContain(code.replaceAll('-', ''));
      const [first = '', second = ''] = codes;
      expect(await factor.judge('p2', first)).toBe('wrong');
      expect(await factor.judge('p1', first.toLowerCase())).toBe('right');
      expect(await factor.judge('p1', first)).toBe('wrong');
      expect(await factor.judge('p1', second.replaceAll('-', ' '))).toBe('right');
      expect(await factor.stateOf('p1')).toMatchObject({ recoveryCodesLeft: RECOVERY_CODES - 2 });
    });

    test('taken away it is gone, with its recovery codes', async () => {
      const { factor, codes } = await setUp();
      expect(await database.transaction((queries) => forgetSecondFactor(queries, 'p1'))).toBe(true);
      expect(await database.transaction((queries) => forgetSecondFactor(queries, 'p1'))).toBe(false);
      expect(await factor.judge('p1', codes[0])).toBe('not_needed');
      expect(await factor.stateOf('p1')).toEqual({ confirmedAt: null, recoveryCodesLeft: 0 });
    });
  });
}
