import { z } from 'zod';
import { AuditLine, type AuditVerdict } from '#shared/contract/audit.ts';
import { SessionId } from '#shared/ids.ts';

/** A line as it is stored. */
interface StoredLine {
  seq: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  detailJson: string;
  sha256: string;
}

/** What ids of a line stand for. */
export interface AuditNames {
  /** Of a member of staff; null when there is no such account. */
  staffName: (id: string) => string | null;
  /** Of an interview that is known here; null for any other id. */
  referenceOf: (id: SessionId) => string | null;
  deviceId: string;
}

const Detail = AuditLine.shape.detail;

/** Whatever acts here without being a member of staff. */
const OTHERS: Readonly<Record<string, AuditLine['actor']['kind']>> = {
  candidate: 'candidate',
  kiosk: 'kiosk',
  retention: 'rule',
};

function actorOf(actor: string, { staffName }: AuditNames): AuditLine['actor'] {
  const other = OTHERS[actor];
  if (other !== undefined) return { kind: other, name: null };
  // head office's requests carry their number
  if (actor === 'head_office' || actor.startsWith('head_office:')) return { kind: 'head_office', name: null };
  return { kind: 'staff', name: staffName(actor) };
}

function subjectOf(subject: string, { staffName, referenceOf, deviceId }: AuditNames): AuditLine['subject'] {
  if (subject === deviceId) return { kind: 'kiosk', text: null };
  const name = staffName(subject);
  if (name !== null) return { kind: 'staff', text: name };
  const id = SessionId.safeParse(subject);
  const reference = id.success ? referenceOf(id.data) : null;
  return reference === null ? { kind: 'other', text: subject } : { kind: 'interview', text: reference };
}

/** A line for a person to read: ids become names and references, which the log itself never holds. */
export function toAuditLine({ detailJson, actor, subject, ...line }: StoredLine, names: AuditNames): AuditLine {
  const detail = Detail.safeParse(z.json().parse(JSON.parse(detailJson)));
  return {
    ...line,
    actor: actorOf(actor, names),
    subject: subjectOf(subject, names),
    // a line of another release may hold more than this one knows to say
    detail: detail.success ? detail.data : {},
  };
}

/** Most problems that are listed: a log that was made anew has one for every line. */
const MOST_PROBLEMS = 20;

/** What reading the whole log found, for a person. */
export function toAuditVerdict(
  reading: {
    lines: number;
    problems: readonly { kind: AuditVerdict['problems'][number]['kind']; line: number }[];
    acknowledged: AuditVerdict['heldAgainst'];
  },
  head: AuditVerdict['head'],
): AuditVerdict {
  const { lines, problems, acknowledged } = reading;
  return {
    isSound: problems.length === 0,
    lines,
    head,
    heldAgainst: acknowledged,
    problems: problems.slice(0, MOST_PROBLEMS).map(({ kind, line }) => ({ kind, line })),
    problemCount: problems.length,
  };
}
