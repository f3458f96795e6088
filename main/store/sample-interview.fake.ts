import type { SessionId } from '#shared/ids.ts';
import { readJobs } from './resource-files.ts';
import type { StoredInterview } from './session-rows.ts';

const AT = '2026-11-22T08:00:00.000Z';
const [job] = await readJobs('resources/jobs');

/** An interview for the first shipped post that has just begun; a test changes what it is about. */
export function sampleInterview(id: SessionId, change: Partial<StoredInterview> = {}): StoredInterview {
  if (!job) throw new Error('no job is shipped');
  return {
    id,
    phase: 'draft',
    job,
    packId: 'strict',
    packVersion: 1,
    locale: 'en',
    state: { kind: 'language' },
    consents: null,
    consentVersions: null,
    identity: null,
    personal: null,
    accommodations: { textInstead: false, captions: false, moreTime: false, person: false },
    check: null,
    isTouchOnly: false,
    returnCode: null,
    survey: null,
    isPersonAsked: false,
    followUps: { readBack: [], again: [], asked: [] },
    pausedAt: null,
    startedAt: AT,
    finalizedAt: null,
    ...change,
  };
}
