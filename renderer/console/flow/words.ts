import type { TFunction } from 'i18next';
import type { useFormats } from '#renderer/manager/use-formats.ts';
import type { Actor } from '#shared/hub/actor.ts';
import type { Action, Ground } from '#shared/hub/workflow.ts';
import type { Names } from './names.tsx';

/** What sentences about the flow are made with. */
export interface FlowWords {
  readonly t: TFunction;
  readonly formats: ReturnType<typeof useFormats>;
  readonly names: Names;
}

/** What an action does, for its button: "Move to second interview". */
export function actionText({ t, names }: Pick<FlowWords, 't' | 'names'>, jobId: string, action: Action): string {
  switch (action.kind) {
    case 'advance':
      return t('proposals.actions.advance', { to: names.stage(jobId, action.to) });
    case 'invite':
      return t('proposals.actions.invite', {
        to: names.stage(jobId, action.to),
        by: t(`proposals.channels.${action.by}`),
      });
    case 'order_check':
      return t('proposals.actions.order_check', { partner: names.partner(action.providerId) });
    case 'hand_over':
      return t('proposals.actions.hand_over', { to: names.all.connectors.map(({ id }) => id).join(', ') || '–' });
    case 'remind':
      return t('proposals.actions.remind');
  }
}

const figure = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN);

/** One condition of a rule with what it was true of, as a sentence. */
export function groundText({ t, formats, names }: FlowWords, jobId: string, { condition, observed }: Ground): string {
  const number = (value: unknown) => formats.number(figure(value));
  switch (condition.kind) {
    case 'total_at_least':
      return t(`proposals.grounds.total_${condition.of}`, {
        score: number(observed['score']),
        low: number(observed['low']),
        high: number(observed['high']),
        bar: number(condition.score),
      });
    case 'dimension_at_least':
      return t('proposals.grounds.dimension', {
        dimension: names.dimension(jobId, condition.dimensionId),
        score: number(observed['score']),
        bar: number(condition.score),
      });
    case 'all_dimensions_scored':
      return t('proposals.grounds.all_dimensions');
    case 'session_is':
      return t(`proposals.grounds.session_${condition.state}`);
    case 'check_is':
      return t('proposals.grounds.check', {
        partner: names.partner(condition.providerId),
        outcome: t(`proposals.outcomes.${condition.outcome}`),
      });
    case 'document_missing':
    case 'document_received':
      return t(`proposals.grounds.${condition.kind}`, { document: names.document(jobId, condition.documentId) });
    case 'in_stage_for_days': {
      const { since } = observed;
      return t('proposals.grounds.in_stage', {
        count: condition.days,
        since: typeof since === 'string' ? formats.date(since) : '–',
      });
    }
    case 'has_skill':
      return t('proposals.grounds.skill', { skill: condition.skill });
    case 'has_contact':
      return t(`proposals.grounds.contact_${condition.by}`);
  }
}

/** Who did something. People and programs have a name; rules, the hub and the candidate have a word. */
export function actorText(t: TFunction, names: Names, actor: Actor): string {
  switch (actor.kind) {
    case 'person':
    case 'api_key':
    case 'device':
      return actor.name;
    case 'provider':
    case 'channel':
      return names.partner(actor.id);
    case 'installation':
    case 'candidate':
    case 'rule':
    case 'hub':
      return t(`candidates.actors.${actor.kind}`);
  }
}
