import { isKioskRule } from '#shared/proposal.ts';
import type { Rule, Workflow } from '#shared/hub/workflow.ts';
import { PublishedRules, type PublicationWithBody } from '#shared/wire/publication.ts';

/** The rules of a flow as head office would publish them, beside what kiosks have. */
export interface KioskRules {
  /** Those a kiosk can apply. */
  readonly fit: readonly Rule[];
  /** Those that speak of what only head office knows. */
  readonly unfit: readonly Rule[];
  /** What is published now; null: nothing, sites use rules of their own. */
  readonly held: { readonly rules: readonly Rule[]; readonly sites: readonly string[] | null } | null;
}

/** Sorts the saved rules of a flow, and reads what is published. What another release published and cannot be read counts as other rules. */
export function kioskRulesOf({ rules }: Pick<Workflow, 'rules'>, published: PublicationWithBody | null): KioskRules {
  const isHeld = published !== null && !published.isWithdrawn;
  return {
    fit: rules.filter(isKioskRule),
    unfit: rules.filter((rule) => !isKioskRule(rule)),
    held: isHeld ? { rules: PublishedRules.safeParse(published.body).data?.rules ?? [], sites: published.sites } : null,
  };
}

/** Whether publishing would change what kiosks do. */
export function isSame({ fit, held }: KioskRules, sites: readonly string[] | null): boolean {
  const plain = (rules: readonly Rule[], at: readonly string[] | null) =>
    JSON.stringify([rules, at === null ? null : at.toSorted()]);
  return held !== null && plain(fit, sites) === plain(held.rules, held.sites);
}

/** What is sent to be published. The version counts publications: the flow of a job that nobody has changed has none of its own. */
export function rulesBody(jobId: string, { fit }: KioskRules, published: PublicationWithBody | null): PublishedRules {
  return { id: jobId, version: (published?.version ?? 0) + 1, rules: [...fit] };
}
