import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { Instant, StaffId } from '../ids.ts';
import { Role } from '../roles.ts';
import { callableBy, callableByAll, Done } from './call.ts';

/** 6 to 12 digits. There is no default PIN. */
export const Pin = z.string().regex(/^[0-9]{6,12}$/, 'must be 6 to 12 digits');

const StaffRole = z.enum(['manager', 'technician']);
const StaffName = z.string().trim().min(1).max(60);

export const StaffStatus = z.strictObject({
  /** True until the first account exists. */
  needsSetup: z.boolean(),
  role: Role,
  signedIn: z.strictObject({ id: StaffId, name: z.string(), locksAt: Instant }).nullable(),
  /** Names to choose from on the sign-in screen. */
  accounts: z.array(
    z.strictObject({ id: StaffId, name: z.string(), role: StaffRole, lockedForMs: z.int().nonnegative() }),
  ),
});
export type StaffStatus = z.infer<typeof StaffStatus>;

export const StaffState = z.enum(['active', 'suspended', 'ended']);

/** An account as a manager looks after it. */
export const StaffEntry = z.strictObject({
  id: StaffId,
  name: z.string(),
  role: StaffRole,
  /** `suspended` may come back; `ended` never does, and its name stays for what the person did. */
  state: StaffState,
  createdAt: Instant,
  /** After wrong PINs; 0 when not locked out. */
  lockedForMs: z.int().nonnegative(),
});
export type StaffEntry = z.infer<typeof StaffEntry>;

/** A change of accounts is confirmed with the PIN of the person who makes it: a console left open is not enough. */
const confirmed = { yourPin: z.string().max(64) };
const notConfirmed = {
  your_pin_wrong: { message: 'Your own PIN is wrong.', data: z.strictObject({ attemptsLeft: z.int() }) },
  locked_out: { message: 'Too many wrong PINs.', data: z.strictObject({ retryAfterMs: z.int() }) },
};
const unknown = { staff_unknown: { message: 'There is no such account, or it has ended.' } };
const lastManager = { last_manager: { message: 'Nobody could look after this kiosk any more.' } };
const tooSimple = { pin_too_simple: { message: 'This PIN is too easy to guess.' } };

/** People of the site: accounts, sign-in, auto-lock. */
export const staff = {
  /** The status of this page's connection at once, then every change (sign-in, auto-lock, lock-out). */
  watch: callableByAll().output(eventIterator(StaffStatus)),

  /** First run: makes the first account (a manager, who may also configure) and signs it in. */
  setUp: callableBy('technician')
    .input(z.strictObject({ name: StaffName, pin: Pin }))
    .output(Done)
    .errors({
      already_set_up: { message: 'This kiosk has staff accounts already.' },
      pin_too_simple: { message: 'This PIN is too easy to guess.' },
    }),

  signIn: callableByAll()
    .input(z.strictObject({ staffId: StaffId, pin: z.string().max(64) }))
    .output(Done)
    .errors({
      pin_wrong: { message: 'Wrong PIN.', data: z.strictObject({ attemptsLeft: z.int() }) },
      locked_out: { message: 'Too many wrong PINs.', data: z.strictObject({ retryAfterMs: z.int() }) },
      account_suspended: { message: 'This account is suspended.' },
    }),

  signOut: callableByAll().output(Done),

  /** The signed-in person is still here: auto-lock starts again. */
  noteActivity: callableBy('manager', 'technician').output(Done),

  /** The person a candidate asked for has come. */
  clearPersonAsked: callableBy('manager', 'technician').output(Done),

  /** Every account, ended ones too, in the order they were made. */
  list: callableBy('manager').output(z.array(StaffEntry)),

  /** Makes an account. There is no default PIN: the person chooses it here. */
  add: callableBy('manager')
    .input(z.strictObject({ name: StaffName, role: StaffRole, pin: Pin, ...confirmed }))
    .output(Done)
    .errors({ ...notConfirmed, ...tooSimple, name_taken: { message: 'Somebody here has this name already.' } }),

  /** A new PIN for somebody, or for oneself; ends a lock-out. */
  setPin: callableBy('manager')
    .input(z.strictObject({ id: StaffId, pin: Pin, ...confirmed }))
    .output(Done)
    .errors({ ...notConfirmed, ...unknown, ...tooSimple }),

  setRole: callableBy('manager')
    .input(z.strictObject({ id: StaffId, role: StaffRole, ...confirmed }))
    .output(Done)
    .errors({ ...notConfirmed, ...unknown, ...lastManager }),

  /** Suspends an account, lets it work again, or ends it for good. */
  setState: callableBy('manager')
    .input(z.strictObject({ id: StaffId, state: StaffState, ...confirmed }))
    .output(Done)
    .errors({ ...notConfirmed, ...unknown, ...lastManager }),
};
