import type { StaffAccount, StaffStore } from './ports.ts';

/** Accounts in memory, copied on the way in and out as a database does. */
export function createFakeStaffStore(initial: readonly StaffAccount[] = []): StaffStore {
  const accounts = new Map(initial.map((account) => [account.id, structuredClone(account)]));
  return {
    list: () => [...accounts.values()].map((account) => structuredClone(account)),
    get: (id) => structuredClone(accounts.get(id)),
    insert(account) {
      if (accounts.has(account.id)) throw new Error(`account ${account.id} exists`);
      accounts.set(account.id, structuredClone(account));
    },
    saveAttempts(id, attempts) {
      const account = accounts.get(id);
      if (account === undefined) throw new Error(`no account ${id}`);
      accounts.set(id, { ...account, attempts: structuredClone(attempts) });
    },
  };
}
