import type { ApplicationSummary } from '#shared/hub/candidates.ts';
import type { Action } from '#shared/hub/workflow.ts';
import type { Change } from '../candidates/candidate-file.ts';
import { refusal } from '../http/problem.ts';
import { invite, type InvitationParts } from '../messages/invitations.ts';
import { enterStage } from './applications.ts';
import { orderCheck } from './checks.ts';

/** What a person adds to an action. */
export type Choices = {
  readonly reason: string;
  readonly slotId?: string | undefined;
  readonly locale?: 'zh-CN' | 'en' | undefined;
};

/** Hands the newest result of an application over to every connector; in the caller's transaction. */
export type HandOver = (change: Change, application: ApplicationSummary) => Promise<void>;

/**
 * Does what a person approved. What leaves the hub goes into the queue, in the caller's transaction.
 * @throws {ProblemError} `unusable` for a choice that is missing, `conflict` and others of the parts; nothing is done then
 */
export async function carryOut(
  change: Change,
  parts: InvitationParts & { readonly handOver: HandOver },
  application: ApplicationSummary,
  action: Action,
  { reason, slotId, locale }: Choices,
): Promise<void> {
  switch (action.kind) {
    case 'advance':
      await enterStage(change, application, action.to, reason);
      return;
    case 'invite':
      if (slotId === undefined) throw refusal('slot_missing');
      await invite(change, parts, application, { slotId, channel: action.by, locale: locale ?? null });
      await enterStage(change, application, action.to, reason);
      return;
    case 'order_check':
      await orderCheck(change, parts.queue, application, action.providerId);
      await enterStage(change, application, action.to, reason);
      return;
    case 'hand_over':
      await parts.handOver(change, application);
      return;
    case 'remind':
      return;
  }
}
