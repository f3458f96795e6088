import type { InterviewResult } from '#shared/assessment.ts';
import type { Action, Condition, Ground, Rule } from '#shared/hub/workflow.ts';

/** What is known of one application when its rules are looked at. */
export interface ApplicationFacts {
  readonly stageId: string;
  /** Milliseconds since 1970. */
  readonly stageEnteredMs: number;
  /** The interview that counts: the newest that was not withdrawn or erased; null without one. */
  readonly session: {
    readonly sessionId: string;
    readonly state: 'started' | 'sealed' | 'finalized';
    /** Null until it is scored. */
    readonly result: InterviewResult | null;
  } | null;
  /** Newest outcome of each provider. */
  readonly checks: readonly { readonly providerId: string; readonly checkId: string; readonly outcome: string }[];
  readonly receivedDocuments: readonly string[];
  readonly skills: readonly string[];
  readonly hasEmail: boolean;
  readonly hasPhone: boolean;
}

/** One step a rule speaks for, and what it rests on. */
export interface ProposedStep {
  readonly ruleId: string;
  readonly action: Action;
  readonly ground: readonly Ground[];
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * What the rules propose for one application. Nothing acts by itself, and no rule can speak against somebody (R6).
 *
 * The ground names what each condition was true of and nothing that changes with the time of day: the same facts give the same ground.
 *
 * @param nowMs milliseconds since 1970
 */
export function proposeSteps(rules: readonly Rule[], facts: ApplicationFacts, nowMs: number): ProposedStep[] {
  return rules.flatMap((rule): ProposedStep[] => {
    if (rule.stageId !== facts.stageId) return [];
    const ground: Ground[] = [];
    for (const condition of rule.when) {
      const observed = observe(condition, facts, nowMs);
      if (observed === null) return [];
      ground.push({ condition, observed });
    }
    return [{ ruleId: rule.id, action: rule.propose, ground }];
  });
}

/** What the condition is true of; null when it is not true. */
function observe(condition: Condition, facts: ApplicationFacts, nowMs: number): Ground['observed'] | null {
  const result = facts.session?.result ?? null;
  const sessionId = facts.session?.sessionId ?? null;
  switch (condition.kind) {
    case 'total_at_least': {
      if (result?.total == null) return null;
      const { score, low, high } = result.total;
      return result.total[condition.of] >= condition.score ? { sessionId, score, low, high } : null;
    }
    case 'dimension_at_least': {
      const interval = result?.dimensions.find(({ dimensionId }) => dimensionId === condition.dimensionId)?.interval;
      return interval != null && interval.score >= condition.score ? { sessionId, score: interval.score } : null;
    }
    case 'all_dimensions_scored': {
      if (result === null || result.dimensions.length === 0) return null;
      return result.dimensions.every(({ status }) => status === 'scored') ? { sessionId } : null;
    }
    case 'session_is':
      return facts.session?.state === condition.state ? { sessionId } : null;
    case 'check_is': {
      const check = facts.checks.find(({ providerId }) => providerId === condition.providerId);
      return check?.outcome === condition.outcome ? { checkId: check.checkId } : null;
    }
    case 'document_missing':
      return facts.receivedDocuments.includes(condition.documentId) ? null : {};
    case 'document_received':
      return facts.receivedDocuments.includes(condition.documentId) ? {} : null;
    case 'in_stage_for_days':
      return nowMs - facts.stageEnteredMs >= condition.days * DAY_MS
        ? { since: new Date(facts.stageEnteredMs).toISOString() }
        : null;
    case 'has_skill':
      return facts.skills.includes(condition.skill.normalize('NFKC').toLowerCase()) ? {} : null;
    case 'has_contact':
      return (condition.by === 'email' ? facts.hasEmail : facts.hasPhone) ? {} : null;
  }
}
