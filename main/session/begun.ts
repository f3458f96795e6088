import type { SessionId } from '#shared/ids.ts';
import type { Job } from '#shared/job.ts';
import type { Locale } from '#shared/localized.ts';
import type { Pack } from '#shared/pack.ts';
import { type Interview, NO_ACCOMMODATIONS, NO_FOLLOW_UPS, notForHiring } from './interview.ts';
import type { Step } from './step.ts';

/** The first step of an interview: a job was chosen, and nothing is known yet of who chose it. */
export function begun({
  id,
  job,
  pack,
  locale,
  startedAt,
}: {
  id: SessionId;
  job: Job;
  pack: Pack;
  /** That of the attract screen; the candidate may choose another. */
  locale: Locale;
  startedAt: string;
}): Step {
  const interview: Interview = {
    id,
    phase: 'draft',
    job,
    packId: pack.id,
    packVersion: pack.version,
    locale,
    state: { kind: 'language' },
    consents: null,
    consentVersions: null,
    identity: null,
    personal: null,
    accommodations: NO_ACCOMMODATIONS,
    check: null,
    isTouchOnly: false,
    returnCode: null,
    survey: null,
    isPersonAsked: false,
    followUps: NO_FOLLOW_UPS,
    pausedAt: null,
    startedAt,
    finalizedAt: null,
  };
  const body = {
    jobId: job.id,
    jobVersion: job.version,
    packId: pack.id,
    packVersion: pack.version,
    locale,
    ...notForHiring(job),
  };
  return { interview, actions: [{ do: 'tell', type: 'session.started', body }] };
}
