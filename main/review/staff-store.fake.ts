import type { StaffAccount, StaffAudit, StaffStore } from './ports.ts';

/** Accounts in memory, copied on the way in and out as a database does; `audited` is what was written down. */
export function createFakeStaffStore(
  initial: readonly StaffAccount[] = [],
): StaffStore & { audited: (StaffAudit & { subject: string })[] } {
  const audited: (StaffAudit & { subject: string })[] = [];
  const accounts = new Map(initial.map((account) => [account.id, structuredClone(account)]));
  return {
    audited,
    list: () => [...accounts.values()].map((account) => structuredClone(account)),
    get: (id) => structuredClone(accounts.get(id)),
    insert(account, audit) {
      if (accounts.has(account.id)) throw new Error(`account ${account.id} exists`);
      accounts.set(account.id, structuredClone(account));
      audited.push({ ...audit, subject: account.id });
    },
    save({ id, role, state, pin }, audit) {
      const account = accounts.get(id);
      if (account === undefined) throw new Error(`no account ${id}`);
      accounts.set(id, { ...account, role, state, pin: structuredClone(pin) });
      audited.push({ ...audit, subject: id });
    },
    saveAttempts(id, attempts) {
      const account = accounts.get(id);
      if (account === undefined) throw new Error(`no account ${id}`);
      accounts.set(id, { ...account, attempts: structuredClone(attempts) });
    },
  };
}
