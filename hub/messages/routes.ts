import { z } from 'zod';
import {
  Invitation,
  InvitationCancelling,
  InvitationQuery,
  MessageSettingsInput,
  MessageSettingsShown,
  NewSlots,
  Rescheduling,
  Slot,
  SlotQuery,
} from '#shared/hub/messages.ts';
import { pageOf } from '#shared/hub/page.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import type { HubDatabase, Queries } from '../database/database.ts';
import type { Sealer } from '../devices/hub-key.ts';
import { callerOf } from '../http/caller.ts';
import type { ChangeRunner } from '../http/change-runner.ts';
import { onePage } from '../http/one-page.ts';
import { ProblemError } from '../http/problem.ts';
import type { Routes } from '../http/server.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import { isSlotAtSites, type Sites } from '../store/at-sites.ts';
import { cancelInvitation, invitationOf, listInvitations, moveInvitation } from './invitations.ts';
import { editMessageSettings, messageSettings, shownSettings } from './message-settings.ts';
import { cancelSlot, listSlots, openSlots } from './slots.ts';

const IdPath = z.object({ id: z.uuidv7() });

/** @throws {ProblemError} `not_found` for an invitation to another site */
async function assertOwn(queries: Queries, invitationId: string, sites: Sites): Promise<void> {
  const { slot } = await invitationOf(queries, invitationId);
  if (!(await isSlotAtSites(queries, slot.id, sites))) throw new ProblemError('not_found');
}

/** When people can come, and who is invited when. An invitation itself is an action of the flow. */
export function invitationRoutes(parts: {
  readonly database: HubDatabase;
  readonly changes: ChangeRunner;
  readonly queue: JobQueue;
  readonly sealer: Sealer;
  readonly wake: () => void;
}): Routes {
  const { database, changes, queue, sealer, wake } = parts;
  return (server) => {
    server.route({
      method: 'GET',
      url: HUB_PATHS.messageSettings,
      config: { scope: 'connectors:read' },
      schema: { summary: 'How messages are sent, without secrets', response: { 200: MessageSettingsShown } },
      handler: async () => shownSettings(await messageSettings(database, sealer)),
    });

    server.route({
      method: 'PATCH',
      url: HUB_PATHS.messageSettings,
      config: { scope: 'connectors:write' },
      schema: {
        summary: 'Changes how messages are sent; what is left out stays',
        body: MessageSettingsInput,
        response: { 200: MessageSettingsShown },
      },
      handler: async (request) =>
        shownSettings(await changes.run(request, (change) => editMessageSettings(change, sealer, request.body))),
    });

    server.route({
      method: 'GET',
      url: HUB_PATHS.slots,
      config: { scope: 'workflow:read', audit: 'slot.list', isBySite: true },
      schema: { summary: 'Times at sites, by start', querystring: SlotQuery, response: { 200: pageOf(Slot) } },
      handler: async (request) =>
        onePage(
          await listSlots(database, request.query, callerOf(request).sites),
          request.query,
          ({ startsAt, id }) => `${startsAt} ${id}`,
        ),
    });

    server.route({
      method: 'POST',
      url: HUB_PATHS.slots,
      config: { scope: 'workflow:write' },
      schema: {
        summary: 'Opens times at a site',
        body: NewSlots,
        response: { 201: z.object({ slots: z.array(Slot) }) },
      },
      handler: async (request, reply) =>
        reply.code(201).send({ slots: await changes.run(request, (change) => openSlots(change, request.body)) }),
    });

    server.route({
      method: 'DELETE',
      url: `${HUB_PATHS.slots}/:id`,
      config: { scope: 'workflow:write' },
      schema: { summary: 'Calls a time off that nobody is invited to', params: IdPath, response: { 200: Slot } },
      handler: async (request) => changes.run(request, (change) => cancelSlot(change, request.params.id)),
    });

    server.route({
      method: 'GET',
      url: HUB_PATHS.invitations,
      config: { scope: 'workflow:read', audit: 'invitation.list', isBySite: true },
      schema: {
        summary: 'Invitations, newest first',
        querystring: InvitationQuery,
        response: { 200: pageOf(Invitation) },
      },
      handler: async (request) =>
        onePage(await listInvitations(database, request.query, callerOf(request).sites), request.query, ({ id }) => id),
    });

    server.route({
      method: 'GET',
      url: `${HUB_PATHS.invitations}/:id`,
      config: { scope: 'workflow:read', audit: 'invitation.read', isBySite: true },
      schema: { summary: 'One invitation', params: IdPath, response: { 200: Invitation } },
      handler: async (request) => {
        await assertOwn(database, request.params.id, callerOf(request).sites);
        return invitationOf(database, request.params.id);
      },
    });

    server.route({
      method: 'POST',
      url: `${HUB_PATHS.invitations}/:id/move`,
      config: { scope: 'workflow:decide', isBySite: true },
      schema: {
        summary: 'Another time; the candidate is told',
        params: IdPath,
        body: Rescheduling,
        response: { 200: Invitation },
      },
      handler: async (request) => {
        const { slotId, reason } = request.body;
        const moved = await changes.run(request, async (change) => {
          const { sites } = callerOf(request);
          await assertOwn(change.queries, request.params.id, sites);
          if (!(await isSlotAtSites(change.queries, slotId, sites))) throw new ProblemError('not_found');
          return moveInvitation(change, { queue, sealer }, request.params.id, slotId, reason);
        });
        wake();
        return moved;
      },
    });

    server.route({
      method: 'POST',
      url: `${HUB_PATHS.invitations}/:id/cancel`,
      config: { scope: 'workflow:decide', isBySite: true },
      schema: {
        summary: 'Called off; the candidate is told',
        params: IdPath,
        body: InvitationCancelling,
        response: { 200: Invitation },
      },
      handler: async (request) => {
        const cancelled = await changes.run(request, async (change) => {
          await assertOwn(change.queries, request.params.id, callerOf(request).sites);
          return cancelInvitation(change, { queue, sealer }, request.params.id, request.body.reason);
        });
        wake();
        return cancelled;
      },
    });
  };
}
