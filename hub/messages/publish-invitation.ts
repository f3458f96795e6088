import { z } from 'zod';
import type { Slot } from '#shared/hub/messages.ts';
import type { InvitationNotice } from '#shared/invitation.ts';
import type { Eraser } from '../candidates/erase-candidates.ts';
import type { Change } from '../candidates/candidate-file.ts';
import { placeholders } from '../database/database.ts';
import type { Sealer } from '../devices/hub-key.ts';
import { publishIn, withdrawIn } from '../publishing/publication-store.ts';
import { messageSettings } from './message-settings.ts';
import { skillsForJob } from './skills-for-job.ts';
import { giveUpPlace } from './slots.ts';

const KIND = 'invitation';
const IdRow = z.object({ id: z.string() });

/**
 * Tells the kiosks of the slot's site of an invitation, and those it was for before that it is not theirs any more. A kiosk says its
 * site in words, a slot has the site's id: all names of that id are meant.
 */
export async function publishInvitation(
  { queries, at, actor }: Change,
  sealer: Sealer,
  {
    id,
    code,
    jobId,
    slot,
    candidateId,
  }: {
    readonly id: string;
    readonly code: string;
    readonly jobId: string;
    readonly slot: Slot;
    readonly candidateId: string;
  },
): Promise<void> {
  const site = (await messageSettings(queries, sealer)).sites.find((each) => each.id === slot.siteId);
  const sites = [...new Set([slot.siteId, ...Object.values(site?.name ?? {})])];
  const skills = await skillsForJob(queries, candidateId, { jobId, sites });
  const body: InvitationNotice = {
    id,
    code,
    jobId,
    startsAt: slot.startsAt,
    endsAt: slot.endsAt,
    ...(skills.length === 0 ? {} : { skills }),
  };
  await publishIn(queries, { kind: KIND, id, sites, body, by: actor.name, at });
}

/** Takes an invitation from the kiosks. */
export async function withdrawInvitation({ queries, at, actor }: Change, id: string): Promise<void> {
  await withdrawIn(queries, { kind: KIND, id, by: actor.name, at });
}

/**
 * Invitations of erased people end: their place is free again, their page of times offers nothing, kiosks forget them. Nobody is written to:
 * there is no address any more.
 */
export const invitationEraser: Eraser = {
  eraseSession: async () => undefined,
  async eraseCandidates(queries, candidateIds, at) {
    const rows = await queries.all(
      `update invitations set state = 'cancelled', sequence = sequence + 1
       where state = 'active' and candidate_id in ${placeholders(1, candidateIds.length)} returning id`,
      ...candidateIds,
    );
    for (const { id } of IdRow.array().parse(rows)) {
      await giveUpPlace(queries, id);
      await withdrawIn(queries, { kind: KIND, id, by: 'erasure', at });
    }
    return 0;
  },
};
