import type { Action, Condition } from '#shared/hub/workflow.ts';
import { LocalRule } from '#shared/proposal.ts';

/** A condition as it is typed; `score` is what stands in the field. */
export type ConditionDraft =
  | { readonly kind: 'total_at_least'; readonly score: string; readonly of: 'score' | 'low' }
  | { readonly kind: 'dimension_at_least'; readonly score: string; readonly dimensionId: string }
  | { readonly kind: 'all_dimensions_scored' | 'session_is' | 'has_contact' };

export const CONDITION_KINDS = [
  'total_at_least',
  'dimension_at_least',
  'all_dimensions_scored',
  'session_is',
  'has_contact',
] as const satisfies readonly ConditionDraft['kind'][];

/** A rule as it is typed. */
export interface RuleDraft {
  readonly name: string;
  readonly jobId: string | null;
  readonly when: readonly ConditionDraft[];
  readonly propose: Action['kind'];
  readonly to: string;
  readonly providerId: string;
}

export const NEW_RULE: RuleDraft = {
  name: '',
  jobId: null,
  when: [{ kind: 'total_at_least', score: '80', of: 'score' }],
  propose: 'invite',
  to: 'second-interview',
  providerId: 'checks',
};

/** What a condition begins with when its kind is chosen. */
export function newCondition(kind: ConditionDraft['kind'], dimensionId: string): ConditionDraft {
  switch (kind) {
    case 'total_at_least':
      return { kind, score: '80', of: 'score' };
    case 'dimension_at_least':
      return { kind, score: '80', dimensionId };
    case 'all_dimensions_scored':
    case 'session_is':
    case 'has_contact':
      return { kind };
  }
}

function draftOf(condition: Condition): ConditionDraft[] {
  switch (condition.kind) {
    case 'total_at_least':
      return [{ kind: condition.kind, score: String(condition.score), of: condition.of }];
    case 'dimension_at_least':
      return [{ kind: condition.kind, score: String(condition.score), dimensionId: condition.dimensionId }];
    case 'all_dimensions_scored':
    case 'session_is':
    case 'has_contact':
      return [{ kind: condition.kind }];
    case 'check_is':
    case 'document_missing':
    case 'document_received':
    case 'in_stage_for_days':
    case 'has_skill':
      // no rule of a site has them
      return [];
  }
}

/** A saved rule to be edited. */
export function ruleDraftOf({ name, jobId, when, propose }: LocalRule): RuleDraft {
  return {
    name,
    jobId,
    when: when.flatMap(draftOf),
    propose: propose.kind,
    to: 'to' in propose ? propose.to : NEW_RULE.to,
    providerId: propose.kind === 'order_check' ? propose.providerId : NEW_RULE.providerId,
  };
}

function conditionOf(draft: ConditionDraft): unknown {
  // an emptied field is no 0
  const score = 'score' in draft && draft.score.trim() !== '' ? Number(draft.score) : null;
  switch (draft.kind) {
    case 'total_at_least':
      return { kind: draft.kind, score, of: draft.of };
    case 'dimension_at_least':
      return { kind: draft.kind, score, dimensionId: draft.dimensionId };
    case 'all_dimensions_scored':
      return { kind: draft.kind };
    case 'session_is':
      return { kind: draft.kind, state: 'finalized' };
    case 'has_contact':
      return { kind: draft.kind, by: 'phone' };
  }
}

function actionOf({ propose: kind, to, providerId }: RuleDraft): unknown {
  switch (kind) {
    case 'advance':
      return { kind, to };
    case 'invite':
      return { kind, to, by: 'sms' };
    case 'order_check':
      return { kind, to, providerId };
    case 'hand_over':
    case 'remind':
      return { kind };
  }
}

/** Whether the points of a condition are a number from 0 to 100. */
export function isScore(text: string): boolean {
  return text.trim() !== '' && Number(text) >= 0 && Number(text) <= 100;
}

/** The rule to save; null while something is missing or no number. */
export function localRuleOf(id: string, draft: RuleDraft): LocalRule | null {
  const { name, jobId, when } = draft;
  return LocalRule.safeParse({ id, name, jobId, when: when.map(conditionOf), propose: actionOf(draft) }).data ?? null;
}

/** A free id for a new rule: `site-1`, `site-2` … */
export function freeRuleId(taken: readonly string[]): string {
  let number = 1;
  while (taken.includes(`site-${number}`)) number += 1;
  return `site-${number}`;
}
