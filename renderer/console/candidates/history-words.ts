import type { TimelineEntry } from '#shared/hub/candidates.ts';
import { Action } from '#shared/hub/workflow.ts';
import { actionText, type FlowWords } from '../flow/words.ts';

/** Every kind of entry a timeline can hold, with the text that says it. */
export const HAPPENED = [
  'candidate.created',
  'candidate.edited',
  'candidate.imported',
  'application.opened',
  'application.stage_entered',
  'application.closed',
  'application.reopened',
  'session.attached',
  'session.sealed',
  'session.finalized',
  'session.withdrawn',
  'session.erased',
  'session.scored',
  'proposal.opened',
  'proposal.approved',
  'proposal.dismissed',
  'proposal.withdrawn',
  'invitation.made',
  'invitation.moved',
  'invitation.cancelled',
  'invitation.code_made',
  'interview.ordered',
  'interview.order_answered',
  'interview.order_cancelled',
  'check.ordered',
  'check.finished',
  'hand_over.queued',
  'hand_over.delivered',
  'document.received',
  'document.taken_back',
  'merge.proposed',
  'merge.confirmed',
  'merge.undone',
] as const;

/** Said without what was deleted with its interview. */
const BARE: readonly string[] = ['session.attached', 'session.scored'];

/** The text of one entry, and the reason a person gave. */
export function happenedText(
  words: FlowWords,
  jobOf: (applicationId: string | null) => string,
  { kind, detail, applicationId }: TimelineEntry,
): { readonly what: string; readonly reason: string | null } {
  const { t, formats, names } = words;
  const text = (key: string): string => {
    const value = detail[key];
    return typeof value === 'string' ? value : '';
  };
  const list = (key: string): string[] => {
    const value = detail[key];
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  };
  const jobId = text('jobId') === '' ? jobOf(applicationId) : text('jobId');
  const action = Action.safeParse(detail['action']);
  const { total, revision } = detail;
  const known = HAPPENED.find((each) => each === kind);
  const isEmptied = Object.keys(detail).length === 0;
  const isWithdrawal = kind === 'proposal.withdrawn';
  const what =
    known === undefined
      ? t('candidates.happened.other', { kind })
      : t(`candidates.happened.${known.replace('.', '_')}${isEmptied && BARE.includes(known) ? '_bare' : ''}`, {
          job: names.job(jobId),
          stage: names.stage(jobId, text('to') === '' ? text('stageId') : text('to')),
          from: names.stage(jobId, text('from')),
          outcome: text('outcome') === '' ? '' : outcomeText(words, kind, text('outcome')),
          device: text('deviceId'),
          total: typeof total === 'number' ? formats.number(total) : t('candidates.not_scored'),
          revision: typeof revision === 'number' ? formats.number(revision) : '',
          rule: names.rule(jobId, text('ruleId')),
          action: action.success ? actionText(words, jobId, action.data) : '',
          because: isWithdrawal ? t(`proposals.withdrawn_because.${text('reason')}`) : '',
          partner: names.partner(text('providerId')),
          targets: list('connectors').join(', '),
          target: text('connectorId'),
          system: text('system'),
          document: names.document(jobId, text('documentId')),
          fields: list('fields')
            .map((field) => t(`candidates.fields.${field}`))
            .join(', '),
          kinds: list('sharedKinds')
            .map((each) => t(`candidates.facts.${each}`))
            .join(', '),
        });
  return { what, reason: isWithdrawal || text('reason') === '' ? null : text('reason') };
}

function outcomeText({ t }: FlowWords, kind: string, outcome: string): string {
  return kind === 'check.finished' ? t(`proposals.outcomes.${outcome}`) : t(`candidates.outcomes.${outcome}`);
}
