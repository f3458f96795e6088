import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { Role } from '../roles.ts';

/** What every call declares beside its input and output. */
export interface CallMeta extends Record<string, unknown> {
  /** Who may call; enforced in one place, `main/authorize.ts`. An empty list admits nobody. */
  roles: readonly Role[];
}

const EVERYONE: readonly Role[] = ['candidate', 'manager', 'technician'];
const base = oc.$meta<CallMeta>({ roles: [] });

/** Starts the declaration of a call that only these roles may make. */
export function callableBy(...roles: readonly Role[]) {
  return base.meta({ roles });
}

/** Starts the declaration of a call open to every page. */
export function callableByAll() {
  return base.meta({ roles: EVERYONE });
}

/** Output of calls that only acknowledge. */
export const Done = z.strictObject({ ok: z.literal(true) });
