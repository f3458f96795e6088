import type { ContractServer } from '#main/contract-server.ts';
import type { StaffStatus } from '#shared/contract/staff.ts';
import { StaffId } from '#shared/ids.ts';
import { createCell } from './cell.ts';
import { rosterRoutes } from './fake-roster.ts';

/** What everybody's PIN is in this fake. */
const PIN = '482915';
const OK = { ok: true } as const;

/** The manager, who is the reader of everything. */
export const MANAGER = {
  id: StaffId.parse('0195a3c0-0000-7000-8000-000000000001'),
  name: '周敏 Zhou Min',
  role: 'manager' as const,
  lockedForMs: 0,
};
export const TECHNICIAN = {
  ...MANAGER,
  id: StaffId.parse('0195a3c0-0000-7000-8000-000000000002'),
  name: 'Peter Novak',
  role: 'technician' as const,
};

/** Who works at the kiosk and who is signed in; whether somebody asked for a person is told with it. */
export function staffRoutes(os: ContractServer, start: { isNew: boolean; isEmpty: boolean }) {
  const staff = createCell<StaffStatus>({
    needsSetup: start.isNew,
    role: start.isNew ? 'technician' : 'candidate',
    signedIn: null,
    accounts: start.isNew ? [] : [MANAGER, TECHNICIAN],
  });
  const person = createCell(false);
  let failures = 0;
  let lockMs = 300_000;
  const signedIn = (name: string) => ({ id: MANAGER.id, name, locksAt: new Date(Date.now() + lockMs).toISOString() });

  const routes = {
    watch: os.staff.watch.handler(({ signal }) => staff.follow(signal)),
    setUp: os.staff.setUp.handler(({ input, errors }) => {
      if (new Set(input.pin).size < 3) throw errors.pin_too_simple();
      staff.set({
        needsSetup: false,
        role: 'manager',
        signedIn: signedIn(input.name),
        accounts: [{ ...MANAGER, name: input.name }],
      });
      return OK;
    }),
    signIn: os.staff.signIn.handler(({ input, errors }) => {
      const chosen = staff.get().accounts.find(({ id }) => id === input.staffId) ?? MANAGER;
      if (input.pin === PIN) {
        failures = 0;
        staff.set({ ...staff.get(), role: chosen.role, signedIn: signedIn(chosen.name) });
        return OK;
      }
      failures += 1;
      if (failures < 5) throw errors.pin_wrong({ data: { attemptsLeft: 5 - failures } });
      staff.set({
        ...staff.get(),
        accounts: staff.get().accounts.map((each) => (each.id === chosen.id ? { ...each, lockedForMs: 30_000 } : each)),
      });
      throw errors.locked_out({ data: { retryAfterMs: 30_000 } });
    }),
    signOut: os.staff.signOut.handler(() => {
      staff.set({ ...staff.get(), role: 'candidate', signedIn: null });
      return OK;
    }),
    noteActivity: os.staff.noteActivity.handler(() => {
      const now = staff.get();
      if (now.signedIn !== null) staff.set({ ...now, signedIn: signedIn(now.signedIn.name) });
      return OK;
    }),
    clearPersonAsked: os.staff.clearPersonAsked.handler(() => {
      person.set(false);
      return OK;
    }),
    ...rosterRoutes(os, { pin: PIN, isEmpty: start.isEmpty }),
  };
  return {
    routes,
    /** Whether a person was asked for. */
    person,
    nameOfSignedIn: () => staff.get().signedIn?.name ?? MANAGER.name,
    mayLook: () => staff.get().signedIn !== null || staff.get().needsSetup,
    knobs: {
      askPerson: () => person.set(true),
      /** The time until auto-lock, from now on. */
      setLock(ms: number) {
        lockMs = ms;
        const now = staff.get();
        if (now.signedIn !== null) staff.set({ ...now, signedIn: signedIn(now.signedIn.name) });
      },
      lock: () => staff.set({ ...staff.get(), role: 'candidate', signedIn: null }),
    },
  };
}
