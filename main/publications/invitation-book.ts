import { codeKey, type InvitationAnswer, InvitationNotice } from '#shared/invitation.ts';
import { type Locale, localizedText } from '#shared/localized.ts';
import type { Job } from '#shared/job.ts';
import type { Publications } from './ports.ts';

/** An invitation is still known this long after its time: people come late. */
const LATE_MS = 24 * 60 * 60_000;

/** The invitations that head office published to this kiosk's site. */
export interface InvitationBook {
  /**
   * @param chosen id of the post of the interview that was begun
   * @param locale of the interview
   */
  lookUp(code: string, chosen: string, locale: Locale): InvitationAnswer;
  /** Skills that came with an invitation for this post; none where it is for another, over, or not known here. */
  skillsOf(code: string, jobId: string): readonly string[];
  /** After something else is in use. */
  reload(): void;
}

/** @param parts.jobs posts of this kiosk; an invitation for a post that is not here is not known */
export function invitationBook(parts: {
  readonly rows: Pick<Publications, 'newest'>;
  readonly jobs: () => readonly Job[];
  readonly now: () => Date;
}): InvitationBook {
  const read = () => {
    const notices = parts.rows.newest('invitation').flatMap((body) => InvitationNotice.safeParse(body).data ?? []);
    return new Map(notices.map((notice) => [codeKey(notice.code), notice]));
  };
  let byCode = read();
  const isOver = ({ endsAt }: InvitationNotice): boolean => Date.parse(endsAt) + LATE_MS < parts.now().getTime();
  return {
    lookUp(code, chosen, locale) {
      if (byCode.size === 0) return { kind: 'none_here' };
      const notice = byCode.get(codeKey(code));
      const job = parts.jobs().find(({ id }) => id === notice?.jobId);
      if (notice === undefined || job === undefined || isOver(notice)) return { kind: 'unknown' };
      const { jobId, startsAt, endsAt } = notice;
      const jobTitle = localizedText(job.title, locale);
      return { kind: 'invited', jobTitle, isOtherJob: jobId !== chosen, startsAt, endsAt };
    },
    skillsOf(code, jobId) {
      const notice = byCode.get(codeKey(code));
      return notice === undefined || notice.jobId !== jobId || isOver(notice) ? [] : (notice.skills ?? []);
    },
    reload: () => {
      byCode = read();
    },
  };
}
