import { NewPerson } from '#shared/wire/person.ts';
import { createAuditTrail } from '../audit-trail/audit-trail.ts';
import { COMMAND_LINE } from '../audit-trail/command-line.ts';
import { openDatabase } from '../database/open-database.ts';
import { ProblemError } from '../http/problem.ts';
import { createAccounts } from './accounts.ts';
import { PASSWORD_COST } from './password.ts';
import { createPeopleStore } from './people-store.ts';
import { forgetSecondFactor } from './second-factor.ts';

/**
 * Makes an account from the command line and prints the code for choosing its password: the way to the first administrator, as no
 * account comes with the hub. For a sign-in name that exists a new code is made (a lost password), and its second factor is taken
 * away (a lost telephone): whoever can run this has the hub's folder.
 *
 * @returns exit code: 0 done, 2 for what cannot be understood
 */
export async function addPersonCommand(given: {
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly login: string;
  readonly name: string | undefined;
  readonly roles: readonly string[];
  readonly sites: readonly string[];
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}): Promise<number> {
  const person = NewPerson.safeParse({
    login: given.login,
    name: given.name ?? given.login,
    roles: given.roles,
    sites: given.sites.length === 0 ? null : given.sites,
  });
  if (!person.success) {
    for (const { path, message } of person.error.issues) given.complain(`--${path.join(' ')}: ${message}`);
    return 2;
  }
  const database = await openDatabase(given.dataDir, given.databaseUrl);
  try {
    const now = () => new Date();
    const people = createPeopleStore(database);
    const trail = createAuditTrail(database, now);
    const accounts = createAccounts({ database, people, trail, cost: PASSWORD_COST, now });
    const known = await people.findByLogin(person.data.login);
    if (known?.hasTotp === true)
      await database.transaction(async (queries) => {
        await forgetSecondFactor(queries, known.id);
        await trail.auditIn(queries, COMMAND_LINE, 'person.totp_removed', known.id);
      });
    const { code, expiresAt } =
      known === null ? await accounts.add(COMMAND_LINE, person.data) : await accounts.invite(COMMAND_LINE, known.id);
    given.print(
      known === null
        ? `${person.data.login} was added.`
        : `${known.login} exists; its roles were left alone. The code below sets a new password.`,
    );
    if (known?.hasTotp === true) given.print('Its authenticator app is not asked for any more; set it up again.');
    given.print(`Open the hub's address with this at its end, and choose a password (until ${expiresAt}, once):`);
    given.print(`/#/welcome/${code}`);
    return 0;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    given.complain(error.message);
    return 2;
  } finally {
    await database.close();
  }
}
