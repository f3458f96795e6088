import { type ProposedStep, proposeSteps } from '#assessment/rules/propose-steps.ts';
import type { Rule } from '#shared/hub/workflow.ts';
import type { SessionId, StaffId } from '#shared/ids.ts';
import type { Job } from '#shared/job.ts';
import { type Locale, localizedText } from '#shared/localized.ts';
import {
  type Appointment,
  asRule,
  isKioskRule,
  KIOSK_STAGE,
  type KioskProposal,
  type LocalRule,
  type RuleInForce,
  type RulePost,
} from '#shared/proposal.ts';
import { isHiring } from '#shared/purpose.ts';
import { isLocked } from '#shared/rating.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import type { CalendarEntry } from './calendar-file.ts';
import type { Pacing } from './pacing.ts';
import type { ReviewStore, StoredInterview } from './ports.ts';
import { type FinalPolicy, finalResult, lockedRatings } from './rated-interview.ts';
import type { ReviewRows, StoredProposal } from './review-ports.ts';
import { candidateName } from './session-detail.ts';

export type ProposalOutcome = 'done' | 'unknown' | 'decided' | 'appointment_missing' | { waitMs: number };

export interface ProposalParts {
  rows: ReviewRows;
  store: Pick<ReviewStore, 'getSession'>;
  pacing: Pacing;
  policy: () => FinalPolicy;
  /** What head office published for a post; null: nothing, the site's own rules hold. */
  published: (jobId: string) => { version: number; rules: readonly Rule[] } | null;
  /** Posts of this kiosk, to list what is in force. */
  jobs: () => readonly Job[];
  site: () => string;
  calendarFile: (of: CalendarEntry) => string;
  staffName: (staffId: string) => string | null;
  now: () => Date;
  newId: () => string;
}

interface NumberedRule {
  readonly rule: Rule;
  readonly version: number;
}

/** So many of the newest interviews are looked at again when a rule changes; older ones were settled long ago. */
const NEWEST = 200;

/**
 * Next steps that rules propose (S10, R6). Rules look at an interview when somebody has finished reviewing it, and at what people made of
 * it; nothing happens until a person approves, one by one, and then head office carries it out.
 */
export function createProposals(parts: ProposalParts) {
  const { rows } = parts;
  const at = (): string => parts.now().toISOString();

  function rulesFor(jobId: string): NumberedRule[] {
    const published = parts.published(jobId);
    if (published !== null) {
      const { version, rules } = published;
      return rules.filter(isKioskRule).map((rule) => ({ rule, version }));
    }
    return rows
      .rules()
      .filter(({ rule }) => rule.jobId === null || rule.jobId === jobId)
      .map(({ rule, version }) => ({ rule: asRule(rule), version }));
  }

  function stepsFor(stored: StoredInterview, rules: readonly NumberedRule[]): ProposedStep[] {
    const { session } = stored;
    const { id, identity, finalizedAt, startedAt, job } = session;
    // rules are rules of hiring
    if (!isHiring(job)) return [];
    const ratings = lockedRatings(rows.ratings(id), rows.reviews(id));
    const hasDeclined = rows.decisions(id)[0]?.outcome === 'decline';
    if (session.phase !== 'finalized' || ratings.length === 0 || hasDeclined) return [];
    return proposeSteps(
      rules.map(({ rule }) => rule),
      {
        stageId: KIOSK_STAGE,
        stageEnteredMs: Date.parse(finalizedAt ?? startedAt),
        session: { sessionId: id, state: 'finalized', result: finalResult(stored, ratings, parts.policy()) },
        checks: [],
        receivedDocuments: [],
        skills: [],
        hasEmail: false,
        hasPhone: identity?.by === 'name',
      },
      parts.now().getTime(),
    );
  }

  /** Takes back what lost its ground, keeps what has it, and opens what is new and was not decided on the very same ground before. */
  function refresh(stored: StoredInterview): void {
    const { id, job } = stored.session;
    const rules = rulesFor(job.id);
    const steps = stepsFor(stored, rules);
    const held = rows.proposals(id);
    const isSame = (proposal: StoredProposal, step: ProposedStep): boolean =>
      proposal.ruleId === step.ruleId &&
      canonicalText([proposal.action, proposal.ground]) === canonicalText([step.action, step.ground]);
    const withdrawn = held
      .filter((proposal) => proposal.state === 'open' && !steps.some((step) => isSame(proposal, step)))
      .map((proposal) => withdrawal(proposal, 'ground_changed'));
    const opened = steps
      .filter((step) => !held.some((proposal) => proposal.state !== 'withdrawn' && isSame(proposal, step)))
      .flatMap((step): StoredProposal[] => {
        const found = rules.find(({ rule }) => rule.id === step.ruleId);
        if (found === undefined) return [];
        return [
          {
            id: parts.newId(),
            sessionId: id,
            ruleId: step.ruleId,
            ruleVersion: found.version,
            ruleName: found.rule.name,
            action: step.action,
            ground: step.ground,
            state: 'open',
            openedAt: at(),
            decidedAt: null,
            decidedBy: null,
            reason: null,
            actionRecordId: null,
            sending: null,
          },
        ];
      });
    if (withdrawn.length + opened.length === 0) return;
    rows.commit({
      sessionId: id,
      proposals: [...withdrawn, ...opened],
      records: [],
      audit: [
        ...withdrawn.map(({ ruleId }) => ({ actor: 'kiosk', action: 'proposal.withdrawn', detail: { ruleId } })),
        ...opened.map(({ ruleId }) => ({ actor: 'kiosk', action: 'proposal.opened', detail: { ruleId } })),
      ],
    });
  }

  function withdrawal(proposal: StoredProposal, reason: 'ground_changed' | 'declined'): StoredProposal {
    return { ...proposal, state: 'withdrawn', decidedAt: at(), decidedBy: null, reason };
  }

  const shown = (proposal: StoredProposal, { session }: StoredInterview, locale: Locale): KioskProposal => {
    const { id, sessionId, ruleName, action, ground, state, openedAt, decidedAt, decidedBy, reason, sending } =
      proposal;
    return {
      id,
      sessionId,
      ruleName,
      action,
      state,
      openedAt,
      decidedAt,
      reason,
      sending,
      ground: [...ground],
      reference: session.reference,
      candidate: candidateName(session),
      jobTitle: localizedText(session.job.title, locale),
      decidedBy: decidedBy === null ? null : parts.staffName(decidedBy),
    };
  };

  /** Only of an interview that this person has rated: that a rule speaks tells a score. */
  function visible(proposal: StoredProposal, reader: StaffId): boolean {
    const mine = rows.reviews(proposal.sessionId).find(({ rater }) => rater === reader);
    return isLocked(mine?.state);
  }

  function find(id: string, reader: StaffId): StoredProposal | null {
    const found = rows.findProposal(id);
    return found !== null && visible(found, reader) ? found : null;
  }

  return {
    refresh,

    /**
     * Lets the rules, as they are now, look again at what people are through with, the newest first. Says nothing of what came of it: a
     * number of proposals would tell scores to somebody who has not rated (R25).
     *
     * @param breathe lets the calls that wait go first, after each interview; false ends it
     */
    async reconsider(breathe: () => Promise<boolean>): Promise<void> {
      for (const id of rows.reviewed(NEWEST)) {
        const stored = parts.store.getSession(id);
        if (stored !== undefined) refresh(stored);
        if (!(await breathe())) return;
      }
    },

    /** Of one interview. */
    shownOf: (stored: StoredInterview, locale: Locale): KioskProposal[] =>
      rows.proposals(stored.session.id).map((each) => shown(each, stored, locale)),

    /** Takes back what is open when a person declined. */
    closed: (id: SessionId): StoredProposal[] =>
      rows
        .proposals(id)
        .filter(({ state }) => state === 'open')
        .map((each) => withdrawal(each, 'declined')),

    list(
      { isOpen, limit, locale }: { isOpen: boolean; limit: number; locale: Locale },
      reader: StaffId,
    ): KioskProposal[] {
      return rows
        .listProposals({ isOpen, limit })
        .filter((each) => visible(each, reader))
        .flatMap((each) => {
          const stored = parts.store.getSession(each.sessionId);
          return stored === undefined ? [] : [shown(each, stored, locale)];
        });
    },

    approve(id: string, reason: string, appointment: Appointment | null, by: StaffId): ProposalOutcome {
      const proposal = find(id, by);
      const stored = proposal && parts.store.getSession(proposal.sessionId);
      if (!proposal || !stored) return 'unknown';
      if (proposal.state !== 'open') return 'decided';
      const { sessionId, action, ruleId, ruleVersion } = proposal;
      if (action.kind === 'invite' && appointment === null) return 'appointment_missing';
      const waitMs = parts.pacing.waitMs(by, sessionId);
      if (waitMs > 0) return { waitMs };
      const person = { id: by, name: parts.staffName(by) };
      const { identity, reference, job, locale } = stored.session;
      const actionRecordId = parts.newId();
      const invitation = action.kind === 'invite' ? appointment : null;
      rows.commit({
        sessionId,
        proposals: [{ ...proposal, state: 'approved', decidedAt: at(), decidedBy: by, reason, actionRecordId }],
        records: [
          {
            id: parts.newId(),
            type: 'proposal.decided',
            body: { proposalId: id, state: 'approved', ruleId, ruleVersion, action, by: person, reason },
          },
          {
            id: actionRecordId,
            type: 'action.approved',
            body: {
              proposalId: id,
              action,
              by: person,
              reference,
              jobId: job.id,
              candidate: identity,
              locale,
              appointment: invitation && {
                ...invitation,
                calendar: parts.calendarFile({
                  id,
                  appointment: invitation,
                  stampedAt: at(),
                  title: localizedText(job.title, locale),
                  organiser: parts.site(),
                }),
              },
            },
          },
        ],
        audit: [{ actor: by, action: 'proposal.approved', detail: { proposal: id, kind: action.kind, ruleId } }],
      });
      parts.pacing.note(by, sessionId);
      return 'done';
    },

    dismiss(id: string, reason: string, by: StaffId): ProposalOutcome {
      const proposal = find(id, by);
      if (proposal === null) return 'unknown';
      if (proposal.state !== 'open') return 'decided';
      const { sessionId, action, ruleId, ruleVersion } = proposal;
      const person = { id: by, name: parts.staffName(by) };
      rows.commit({
        sessionId,
        proposals: [{ ...proposal, state: 'dismissed', decidedAt: at(), decidedBy: by, reason }],
        records: [
          {
            id: parts.newId(),
            type: 'proposal.decided',
            body: { proposalId: id, state: 'dismissed', ruleId, ruleVersion, action, by: person, reason },
          },
        ],
        audit: [{ actor: by, action: 'proposal.dismissed', detail: { proposal: id, ruleId } }],
      });
      return 'done';
    },

    /** In force: those of head office for the posts it published any for, then those of the site. */
    rules(locale: Locale): { rules: RuleInForce[]; posts: RulePost[] } {
      const hiring = parts.jobs().filter(isHiring);
      const fromOffice = hiring.flatMap(({ id: jobId }) => {
        const published = parts.published(jobId);
        if (published === null) return [];
        return published.rules.map((rule) => ({
          source: 'head_office' as const,
          jobId,
          version: published.version,
          rule,
        }));
      });
      const own = rows.rules().map(({ version, rule }) => ({
        source: 'site' as const,
        jobId: rule.jobId,
        version,
        rule: asRule(rule),
      }));
      const posts = hiring.map(({ id, title, competencyModel }) => ({
        id,
        title: localizedText(title, locale),
        dimensions: competencyModel.dimensions.map((each) => ({ id: each.id, name: localizedText(each.name, locale) })),
      }));
      return { rules: [...fromOffice, ...own], posts };
    },

    saveRule: (rule: LocalRule, by: StaffId): void => rows.saveRule(rule.id, rule, by),
    removeRule(id: string, by: StaffId): boolean {
      if (!rows.rules().some(({ rule }) => rule.id === id)) return false;
      rows.saveRule(id, null, by);
      return true;
    },
  };
}
export type Proposals = ReturnType<typeof createProposals>;
