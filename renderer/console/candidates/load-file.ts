import { z } from 'zod';
import { CandidateDetail } from '#shared/hub/candidates.ts';
import { Invitation } from '#shared/hub/messages.ts';
import { pageOf } from '#shared/hub/page.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { QueueJob } from '#shared/hub/queue.ts';
import { ApplicationDetail, Proposal } from '#shared/hub/workflow.ts';
import { ask } from '../hub-client.ts';

const Invitations = pageOf(Invitation);
const Proposals = pageOf(Proposal);
const Queue = pageOf(QueueJob);
const MOST = 200;

/** One application with all that belongs to it. */
export interface WholeApplication {
  readonly detail: ApplicationDetail;
  readonly invitations: readonly Invitation[];
  readonly proposals: readonly Proposal[];
}

/** A candidate's file as its screen shows it. */
export interface WholeFile {
  readonly candidate: CandidateDetail;
  /** Open ones first, then the newest. */
  readonly applications: readonly WholeApplication[];
  /** What left the hub for this person, or waits to. */
  readonly queue: readonly QueueJob[];
}

async function wholeApplication(id: string): Promise<WholeApplication> {
  const [detail, invitations, proposals] = await Promise.all([
    ask(`${HUB_PATHS.applications}/${id}`, ApplicationDetail),
    ask(`${HUB_PATHS.invitations}?applicationId=${id}&limit=${MOST}`, Invitations),
    ask(`${HUB_PATHS.proposals}?applicationId=${id}&state=open&limit=${MOST}`, Proposals),
  ]);
  return { detail, invitations: invitations.items, proposals: proposals.items };
}

/**
 * Everything the hub holds of a candidate that this person may see.
 *
 * @param seesQueue the queue is of all sites: whoever may see some only is not asked for it
 * @throws {HubProblem}
 */
export async function loadFile(id: string, seesQueue: boolean): Promise<WholeFile> {
  // first: what it says is done is in the file that is read after it
  const queue = seesQueue
    ? await ask(`${HUB_PATHS.queue}?subject=${encodeURIComponent(id)}&limit=${MOST}`, Queue)
    : { items: [] };
  const candidate = await ask(`${HUB_PATHS.candidates}/${encodeURIComponent(id)}`, CandidateDetail);
  // a merged file answers with the one in front
  if (candidate.id !== id) return loadFile(candidate.id, seesQueue);
  const applications = await Promise.all(candidate.applications.map((application) => wholeApplication(application.id)));
  const rank = ({ detail }: WholeApplication) => (detail.state === 'open' ? 1 : 0);
  return {
    candidate,
    applications: applications.toSorted(
      (a, b) => rank(b) - rank(a) || Date.parse(b.detail.createdAt) - Date.parse(a.detail.createdAt),
    ),
    queue: queue.items,
  };
}

/** Whether something is on its way and the file will look different soon. */
export function isUnderWay({ queue }: WholeFile): boolean {
  return queue.some(({ state, attempts }) => state === 'running' || (state === 'waiting' && attempts === 0));
}

const Part = z.object({
  name: z.string().optional(),
  position: z.string().optional(),
  institution: z.string().optional(),
  area: z.string().optional(),
  studyType: z.string().optional(),
  startDate: z.string().optional(),
  endDate: z.string().optional(),
});
const Resume = z.object({
  basics: z.object({ label: z.string().optional(), summary: z.string().optional() }).optional(),
  work: z.array(Part).optional(),
  education: z.array(Part).optional(),
});

export interface ResumeLine {
  readonly what: string;
  readonly where: string;
  readonly when: string;
}

/** What a file's JSON Resume tells of work and schools; null when it tells nothing of them. */
export function resumeOf({ resume }: CandidateDetail): { readonly lead: string; readonly lines: ResumeLine[] } | null {
  const read = Resume.safeParse(resume);
  if (!read.success) return null;
  const { basics, work = [], education = [] } = read.data;
  const lead = [basics?.label, basics?.summary].filter((text) => text !== undefined && text !== '').join(' — ');
  const lines = [...work, ...education].map((part) => ({
    what: part.position ?? [part.studyType, part.area].filter((text) => text !== undefined).join(', '),
    where: part.name ?? part.institution ?? '',
    when: [part.startDate, part.endDate].filter((text) => text !== undefined).join(' – '),
  }));
  return lead === '' && lines.length === 0 ? null : { lead, lines };
}
