import { actionText, type FlowWords } from '../../flow/words.ts';
import type { Condition, Rule } from '#shared/hub/workflow.ts';

/** One condition as part of a sentence: "the total is 80 or more". */
export function conditionText({ t, formats, names }: FlowWords, jobId: string, condition: Condition): string {
  switch (condition.kind) {
    case 'total_at_least':
      return t(`flows.if.total_${condition.of}`, { bar: formats.number(condition.score) });
    case 'dimension_at_least':
      return t('flows.if.dimension', {
        dimension: names.dimension(jobId, condition.dimensionId),
        bar: formats.number(condition.score),
      });
    case 'all_dimensions_scored':
      return t('flows.if.all_dimensions');
    case 'session_is':
      return t(`flows.if.session_${condition.state}`);
    case 'check_is':
      return t('flows.if.check', {
        partner: names.partner(condition.providerId),
        outcome: t(`proposals.outcomes.${condition.outcome}`),
      });
    case 'document_missing':
    case 'document_received':
      return t(`flows.if.${condition.kind}`, { document: names.document(jobId, condition.documentId) });
    case 'in_stage_for_days':
      return t('flows.if.in_stage', { count: condition.days });
    case 'has_skill':
      return t('flows.if.skill', { skill: condition.skill });
    case 'has_contact':
      return t(`flows.if.contact_${condition.by}`);
  }
}

/** A whole rule in a sentence, as it will be understood: where, when all of what, and what is then proposed. */
export function ruleText(words: FlowWords, jobId: string, { stageId, when, propose }: Rule, language: string): string {
  const conditions = when.map((condition) => conditionText(words, jobId, condition));
  return words.t('flows.sentence', {
    stage: words.names.stage(jobId, stageId),
    conditions: new Intl.ListFormat(language, { type: 'conjunction' }).format(conditions),
    action: actionText(words, jobId, propose),
  });
}
