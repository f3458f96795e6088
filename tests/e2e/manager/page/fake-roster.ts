import type { implementContract } from '#main/contract-server.ts';
import type { StaffEntry } from '#shared/contract/staff.ts';
import { StaffId } from '#shared/ids.ts';

type Routes = ReturnType<typeof implementContract>;

const OK = { ok: true } as const;
const idOf = (number: number) => StaffId.parse(`0195a3c0-0000-7000-8000-${String(number).padStart(12, '0')}`);

const ACCOUNTS: readonly StaffEntry[] = [
  { name: '周敏 Zhou Min', role: 'manager', state: 'active', at: '2025-09-01' },
  { name: 'Peter Novak', role: 'technician', state: 'active', at: '2025-09-03' },
  { name: '马国强', role: 'manager', state: 'suspended', at: '2025-11-20' },
  { name: 'Ingrid Solberg', role: 'manager', state: 'active', at: '2026-01-12' },
  { name: '何丽', role: 'manager', state: 'ended', at: '2025-10-05' },
].map(({ name, role, state, at }, index) => ({
  id: idOf(index + 1),
  name,
  role: role as StaffEntry['role'],
  state: state as StaffEntry['state'],
  createdAt: `${at}T08:00:00.000Z`,
  lockedForMs: index === 3 ? 64_000 : 0,
}));

/** Accounts of the site, as the roster refuses and changes them. */
export function rosterRoutes(os: Routes, { pin, isEmpty }: { pin: string; isEmpty: boolean }) {
  let accounts = ACCOUNTS.slice(0, isEmpty ? 1 : ACCOUNTS.length);
  const isManager = ({ role, state }: StaffEntry) => role === 'manager' && state === 'active';
  function change(id: string, next: Partial<StaffEntry>): 'done' | 'last' {
    const changed = accounts.map((each) => (each.id === id ? { ...each, ...next } : each));
    if (!changed.some(isManager)) return 'last';
    accounts = changed;
    return 'done';
  }
  return {
    list: os.staff.list.handler(() => [...accounts]),
    add: os.staff.add.handler(({ input, errors }) => {
      if (input.yourPin !== pin) throw errors.your_pin_wrong({ data: { attemptsLeft: 4 } });
      if (new Set(input.pin).size < 3) throw errors.pin_too_simple();
      if (accounts.some(({ name }) => name === input.name)) throw errors.name_taken();
      const { name, role } = input;
      const createdAt = '2026-03-02T09:41:00.000Z';
      const id = idOf(100 + accounts.length);
      accounts = [...accounts, { id, name, role, state: 'active', createdAt, lockedForMs: 0 }];
      return OK;
    }),
    setPin: os.staff.setPin.handler(({ input, errors }) => {
      if (input.yourPin !== pin) throw errors.your_pin_wrong({ data: { attemptsLeft: 4 } });
      change(input.id, { lockedForMs: 0 });
      return OK;
    }),
    setRole: os.staff.setRole.handler(({ input, errors }) => {
      if (input.yourPin !== pin) throw errors.your_pin_wrong({ data: { attemptsLeft: 4 } });
      if (change(input.id, { role: input.role }) === 'last') throw errors.last_manager();
      return OK;
    }),
    setState: os.staff.setState.handler(({ input, errors }) => {
      if (input.yourPin !== pin) throw errors.your_pin_wrong({ data: { attemptsLeft: 4 } });
      if (change(input.id, { state: input.state }) === 'last') throw errors.last_manager();
      return OK;
    }),
  };
}
