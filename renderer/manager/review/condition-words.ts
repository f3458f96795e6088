import { useTranslation } from 'react-i18next';
import type { Action, Condition, Ground } from '#shared/hub/workflow.ts';
import { useFormats } from '../use-formats.ts';

type Named = readonly { readonly id: string; readonly name: string }[];

/** Rules, conditions and actions in the reader's words. @param dimensions names of competencies; an unknown one is given by its id */
export function useConditionWords(dimensions: Named = []) {
  const { t, i18n } = useTranslation('review');
  const format = useFormats();
  const named = (id: string): string => dimensions.find((each) => each.id === id)?.name ?? id;
  const stage = (id: string): string => (i18n.exists(`review:stages.${id}`) ? t(`stages.${id}`) : id);

  function condition(of: Condition): string {
    switch (of.kind) {
      case 'total_at_least':
        return t(of.of === 'low' ? 'conditions.total_low_at_least' : 'conditions.total_at_least', {
          score: format.number(of.score),
        });
      case 'dimension_at_least':
        return t('conditions.dimension_at_least', {
          dimension: named(of.dimensionId),
          score: format.number(of.score),
          interpolation: { escapeValue: false },
        });
      case 'all_dimensions_scored':
        return t('conditions.all_dimensions_scored');
      case 'session_is':
        return t('conditions.session_is');
      case 'has_contact':
        return t(`conditions.has_contact_${of.by}`);
      case 'check_is':
      case 'document_missing':
      case 'document_received':
      case 'in_stage_for_days':
      case 'has_skill':
        return t('conditions.other');
    }
  }

  function action(of: Action): string {
    switch (of.kind) {
      case 'advance':
      case 'invite':
        return t(`actions.${of.kind}`, { to: stage(of.to), interpolation: { escapeValue: false } });
      case 'order_check':
        return t('actions.order_check', {
          to: stage(of.to),
          provider: of.providerId,
          interpolation: { escapeValue: false },
        });
      case 'hand_over':
      case 'remind':
        return t(`actions.${of.kind}`);
    }
  }

  return {
    condition,
    action,
    stage,
    /** "If …, propose: …." */
    sentence: (when: readonly Condition[], propose: Action): string =>
      t('rules.sentence', {
        conditions: when.map(condition).join(t('conditions.and')),
        action: action(propose),
        interpolation: { escapeValue: false },
      }),
    /** A condition with what it was true of. */
    ground({ condition: of, observed }: Ground): string {
      const { score, low, high } = observed;
      const found =
        typeof score !== 'number'
          ? null
          : typeof low === 'number' && typeof high === 'number'
            ? t('observed.interval', { score: Math.round(score), low: Math.floor(low), high: Math.ceil(high) })
            : t('observed.score', { score: Math.round(score) });
      return found === null ? condition(of) : `${condition(of)}${t('conditions.so')}${found}`;
    },
  };
}
