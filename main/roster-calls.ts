import type { StaffId } from '#shared/ids.ts';
import type { implementContract } from './contract-server.ts';
import type { CallContext } from './connection.ts';
import type { RosterOutcome, RosterRefusal, StaffRoster } from './review/staff-roster.ts';

type StaffCalls = ReturnType<typeof implementContract>['staff'];

const DONE = { ok: true as const };

/** Who calls; every call here needs somebody who is signed in. */
function actorOf({ connection }: CallContext): StaffId {
  if (connection.staffId === null) throw new Error('Nobody is signed in on this page.');
  return connection.staffId;
}

interface ConfirmErrors {
  your_pin_wrong: (data: { data: { attemptsLeft: number } }) => Error;
  locked_out: (data: { data: { retryAfterMs: number } }) => Error;
}

/** The person did not prove to be who is signed in. */
function unconfirmed({ outcome }: Extract<RosterRefusal, { kind: 'not_confirmed' }>, errors: ConfirmErrors): Error {
  if (outcome.kind === 'locked_out') return errors.locked_out({ data: { retryAfterMs: outcome.retryAfterMs } });
  const attemptsLeft = outcome.kind === 'pin_wrong' ? outcome.attemptsLeft : 0;
  return errors.your_pin_wrong({ data: { attemptsLeft } });
}

/** @throws the named error of a refusal; one that the call cannot have is a broken promise */
function settle(
  outcome: RosterOutcome,
  errors: ConfirmErrors & Partial<Record<Exclude<RosterRefusal['kind'], 'not_confirmed'>, () => Error>>,
) {
  if (outcome.kind === 'ok') return DONE;
  if (outcome.kind === 'not_confirmed') throw unconfirmed(outcome, errors);
  throw errors[outcome.kind]?.() ?? new Error(`This call cannot be refused for ${outcome.kind}.`);
}

/** Calls about accounts, handed to the roster. */
export function rosterCalls(calls: StaffCalls, roster: StaffRoster) {
  return {
    list: calls.list.handler(() => roster.list()),
    add: calls.add.handler(async ({ input: { yourPin, ...account }, context, errors }) =>
      settle(await roster.add({ actor: actorOf(context), yourPin }, account), errors),
    ),
    setPin: calls.setPin.handler(async ({ input: { id, pin, yourPin }, context, errors }) =>
      settle(await roster.setPin({ actor: actorOf(context), yourPin }, id, pin), errors),
    ),
    setRole: calls.setRole.handler(async ({ input: { id, role, yourPin }, context, errors }) =>
      settle(await roster.setRole({ actor: actorOf(context), yourPin }, id, role), errors),
    ),
    setState: calls.setState.handler(async ({ input: { id, state, yourPin }, context, errors }) =>
      settle(await roster.setState({ actor: actorOf(context), yourPin }, id, state), errors),
    ),
  };
}
