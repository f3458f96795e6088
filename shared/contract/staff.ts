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
    }),

  signOut: callableByAll().output(Done),

  /** The signed-in person is still here: auto-lock starts again. */
  noteActivity: callableBy('manager', 'technician').output(Done),

  /** The person a candidate asked for has come. */
  clearPersonAsked: callableBy('manager', 'technician').output(Done),
};
