import type { Action, Condition, Rule, Workflow, WorkflowInput } from '#shared/hub/workflow.ts';
import type { Localized } from '#shared/localized.ts';

/** A flow as it is being edited: what will be its next version. */
export type FlowDraft = Pick<Workflow, 'stages' | 'rules' | 'documents'>;

/** The part of a flow that can be edited. */
export function draftOf({ stages, rules, documents }: Workflow): FlowDraft {
  return { stages, rules, documents };
}

/** Whether saving would change anything. */
export function isChanged(draft: FlowDraft, flow: Workflow): boolean {
  return JSON.stringify(draft) !== JSON.stringify(draftOf(flow));
}

const MAX_SLUG = 64;

/**
 * An id for something new, from its English name: lower-case words joined by hyphens, with a number where the words are taken or there
 * are none in Latin letters.
 *
 * @param otherwise what it begins with when the name holds no Latin letter or digit
 */
export function newSlug(name: string, taken: readonly string[], otherwise: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG - 4)
    .replaceAll(/^-+|-+$/g, '');
  const base = words === '' ? otherwise : words;
  if (!taken.includes(base)) return base;
  for (let number = 2; ; number += 1) {
    const numbered = `${base}-${number}`;
    if (!taken.includes(numbered)) return numbered;
  }
}

/** Rules that stand in a stage or lead to it: while there are any, the stage cannot go. */
export function rulesAbout(stageId: string, rules: readonly Rule[]): readonly Rule[] {
  return rules.filter((rule) => rule.stageId === stageId || ('to' in rule.propose && rule.propose.to === stageId));
}

/** Rules that look at a document. */
export function rulesAboutDocument(documentId: string, rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(({ when }) => when.some((each) => 'documentId' in each && each.documentId === documentId));
}

/** What keeps a draft from being saved, with what it is about; none when it can be saved. */
export type Obstacle =
  | { readonly kind: 'too_few_stages' }
  | { readonly kind: 'nameless'; readonly of: 'stage' | 'rule' | 'document'; readonly number: number };

const isNamed = (name: Localized): boolean => Object.values(name).every((text) => text.trim() !== '');

/** @returns the first thing a person has to put right, from top to bottom; null for nothing */
export function obstacleOf({ stages, rules, documents }: FlowDraft): Obstacle | null {
  if (stages.length < 2) return { kind: 'too_few_stages' };
  const lists = { stage: stages, rule: rules, document: documents } as const;
  for (const of of ['stage', 'rule', 'document'] as const) {
    const at = lists[of].findIndex(({ name }) => !isNamed(name));
    if (at >= 0) return { kind: 'nameless', of, number: at + 1 };
  }
  return null;
}

/** As the hub wants it. */
export function inputOf(draft: FlowDraft, flow: Workflow): WorkflowInput {
  return { baseVersion: flow.version, ...draft };
}

/** What a condition begins with when it is chosen. */
export interface Beginnings {
  readonly dimensionIds: readonly string[];
  readonly documentIds: readonly string[];
  readonly checkIds: readonly string[];
}

/** Kinds of conditions in the order of a list; those about what the job does not have are left out. */
export function conditionKinds({ dimensionIds, documentIds, checkIds }: Beginnings): readonly Condition['kind'][] {
  return [
    'session_is',
    'all_dimensions_scored',
    'total_at_least',
    ...(dimensionIds.length > 0 ? (['dimension_at_least'] as const) : []),
    ...(checkIds.length > 0 ? (['check_is'] as const) : []),
    ...(documentIds.length > 0 ? (['document_received', 'document_missing'] as const) : []),
    'in_stage_for_days',
    'has_skill',
    'has_contact',
  ];
}

/** A condition of this kind, to be changed; undefined where the job has nothing of what it is about. */
export function newCondition(kind: Condition['kind'], of: Beginnings): Condition | undefined {
  const [dimensionId] = of.dimensionIds;
  const [documentId] = of.documentIds;
  const [providerId] = of.checkIds;
  switch (kind) {
    case 'total_at_least':
      return { kind, score: 80, of: 'score' };
    case 'dimension_at_least':
      return dimensionId === undefined ? undefined : { kind, dimensionId, score: 60 };
    case 'all_dimensions_scored':
      return { kind };
    case 'session_is':
      return { kind, state: 'finalized' };
    case 'check_is':
      return providerId === undefined ? undefined : { kind, providerId, outcome: 'clear' };
    case 'document_missing':
    case 'document_received':
      return documentId === undefined ? undefined : { kind, documentId };
    case 'in_stage_for_days':
      return { kind, days: 14 };
    case 'has_skill':
      return { kind, skill: '' };
    case 'has_contact':
      return { kind, by: 'phone' };
  }
}

/** An action of this kind, to be changed; undefined where nobody is there to carry it out. */
export function newAction(kind: Action['kind'], to: string, checkIds: readonly string[]): Action | undefined {
  const [providerId] = checkIds;
  switch (kind) {
    case 'advance':
      return { kind, to };
    case 'invite':
      return { kind, to, by: 'email' };
    case 'order_check':
      return providerId === undefined ? undefined : { kind, to, providerId };
    case 'hand_over':
    case 'remind':
      return { kind };
  }
}
