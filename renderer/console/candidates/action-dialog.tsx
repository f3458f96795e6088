import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Dialog, Select } from '#renderer/ui/index.ts';
import type { ApplicationSummary, CandidateDetail } from '#shared/hub/candidates.ts';
import type { Invitation } from '#shared/hub/messages.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import type { Action, Stage } from '#shared/hub/workflow.ts';
import { type Decision, DecisionForm } from '../flow/decision-form.tsx';
import { useNames } from '../flow/names.tsx';
import { ask } from '../hub-client.ts';

/** What a person wants to do with an application. */
export type Wish =
  | { readonly kind: 'advance' | 'invite' | 'order_check' | 'hand_over' | 'close' | 'reopen' }
  | { readonly kind: 'move' | 'cancel'; readonly invitation: Invitation };

interface ActionDialogProps {
  readonly wish: Wish;
  readonly application: ApplicationSummary;
  readonly candidate: Pick<CandidateDetail, 'emails' | 'phones'>;
  readonly mayOpenSlots: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const OUTCOMES = ['hired', 'declined', 'withdrawn'] as const;
const CHANNELS = ['email', 'sms', 'both'] as const;

/** Where an invitation or a check leads by default: the stage of that kind, else where the application stands. */
function stageFor(stages: readonly Stage[], kinds: readonly Stage['kind'][], otherwise: string): string {
  return stages.find(({ kind }) => kinds.includes(kind))?.id ?? otherwise;
}

/** A person acts without a rule: what exactly, and why. */
export function ActionDialog({ wish, application, candidate, mayOpenSlots, onClose, onDone }: ActionDialogProps) {
  const { t } = useTranslation();
  const names = useNames();
  const { id, jobId, stageId } = application;
  const stages = names.flow(jobId)?.stages ?? [];
  const partners = names.all.partners.filter(
    ({ kind, revokedAt }) => kind !== 'recruiting_channel' && revokedAt === null,
  );
  const [to, setTo] = useState<string | null>(() => {
    if (wish.kind === 'invite') return stageFor(stages, ['kiosk_interview'], stageId);
    if (wish.kind === 'order_check') return stageFor(stages, ['background_check'], stageId);
    return stages[stages.findIndex((stage) => stage.id === stageId) + 1]?.id ?? null;
  });
  const [by, setBy] = useState<string>(candidate.emails.length > 0 || candidate.phones.length === 0 ? 'email' : 'sms');
  const [partnerId, setPartnerId] = useState<string | null>(partners.length === 1 ? (partners[0]?.id ?? null) : null);
  const [outcome, setOutcome] = useState<string | null>(null);

  const needsStage = wish.kind === 'advance' || wish.kind === 'invite' || wish.kind === 'order_check';
  const isReady =
    (!needsStage || to !== null) &&
    (wish.kind !== 'order_check' || partnerId !== null) &&
    (wish.kind !== 'close' || outcome !== null) &&
    (wish.kind !== 'hand_over' || names.all.connectors.length > 0);

  function actionOf(): Action | null {
    const channel = CHANNELS.find((each) => each === by) ?? 'email';
    if (wish.kind === 'hand_over') return { kind: 'hand_over' };
    if (to === null) return null;
    if (wish.kind === 'advance') return { kind: 'advance', to };
    if (wish.kind === 'invite') return { kind: 'invite', to, by: channel };
    return wish.kind === 'order_check' && partnerId !== null
      ? { kind: 'order_check', to, providerId: partnerId }
      : null;
  }

  async function decide(decision: Decision): Promise<void> {
    const { reason, slotId } = decision;
    const path = `${HUB_PATHS.applications}/${id}`;
    const post = (where: string, body: unknown) => ask(where, z.unknown(), { method: 'POST', body });
    const action = actionOf();
    if (wish.kind === 'close') await post(`${path}/close`, { outcome, reason });
    else if (wish.kind === 'reopen') await post(`${path}/reopen`, { reason });
    else if (wish.kind === 'move')
      await post(`${HUB_PATHS.invitations}/${wish.invitation.id}/move`, { slotId, reason });
    else if (wish.kind === 'cancel') await post(`${HUB_PATHS.invitations}/${wish.invitation.id}/cancel`, { reason });
    else if (action !== null) await post(`${path}/actions`, { action, ...decision });
    onDone();
  }

  return (
    <Dialog isOpen onOpenChange={onClose} title={t(`candidates.wishes.${wish.kind}.title`)} isDismissable={false}>
      <p>{t(`candidates.wishes.${wish.kind}.lead`, { targets: connectorList(names.all.connectors) })}</p>
      <DecisionForm
        slotsFor={wish.kind === 'invite' || wish.kind === 'move' ? jobId : null}
        hasMessage={wish.kind === 'invite'}
        mayOpenSlots={mayOpenSlots}
        submit={t(`candidates.wishes.${wish.kind}.submit`)}
        isDanger={wish.kind === 'cancel'}
        isReady={isReady}
        onSubmit={decide}
        onCancel={onClose}
      >
        {wish.kind === 'order_check' &&
          (partners.length === 0 ? (
            <p>{t('candidates.no_partners')}</p>
          ) : (
            <Select
              label={t('candidates.partner')}
              value={partnerId}
              onChange={setPartnerId}
              placeholder={t('candidates.choose')}
              options={partners.map(({ id: partner, name, kind }) => ({
                id: partner,
                label: `${name} (${t(`candidates.partner_kinds.${kind}`)})`,
              }))}
            />
          ))}
        {wish.kind === 'invite' && (
          <Select
            label={t('candidates.by')}
            value={by}
            onChange={setBy}
            options={CHANNELS.map((each) => ({ id: each, label: t(`proposals.channels.${each}`) }))}
          />
        )}
        {needsStage && (
          <Select
            label={t('candidates.to_stage')}
            value={to}
            onChange={setTo}
            placeholder={t('candidates.choose')}
            options={stages
              .filter((stage) => wish.kind !== 'advance' || stage.id !== stageId)
              .map((stage) => ({ id: stage.id, label: names.text(stage.name) }))}
          />
        )}
        {wish.kind === 'close' && (
          <Select
            label={t('candidates.outcome')}
            value={outcome}
            onChange={setOutcome}
            placeholder={t('candidates.choose')}
            options={OUTCOMES.map((each) => ({ id: each, label: t(`candidates.outcomes.${each}`) }))}
          />
        )}
      </DecisionForm>
    </Dialog>
  );
}

function connectorList(connectors: readonly { readonly id: string }[]): string {
  return connectors.length === 0 ? '–' : connectors.map(({ id }) => id).join(', ');
}
