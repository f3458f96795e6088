import { type Job, toCandidateItem } from '#shared/job.ts';
import { toJobCard } from '#shared/job/job-card.ts';
import type { Locale } from '#shared/localized.ts';
import { planOf } from '#shared/plan.ts';
import { SessionId } from '#shared/ids.ts';
import type { SessionView } from '#shared/session-view.ts';

/** One screen of the preview: the card on the attract screen, or a step of the interview. */
export interface PreviewStep {
  readonly key: string;
  /** 1-based number of the question; null for the card. */
  readonly number: number | null;
  /** 1-based turn of a conversation; null for everything else. */
  readonly turn: number | null;
}

/** The screens a post makes, in the order candidates see them. */
export function previewSteps(job: Job): PreviewStep[] {
  return [
    { key: 'card', number: null, turn: null },
    ...planOf(job).map(({ answerKey, number, turn }) => ({
      key: answerKey,
      number,
      turn: turn === null ? null : turn + 1,
    })),
  ];
}

/** An interview that nobody gives. */
const NOBODY = SessionId.parse('01990000-0000-7000-8000-000000000000');

/** What a candidate's screen would be drawn from at a step of the preview. */
export function previewView(job: Job, step: PreviewStep, locale: Locale, siteName: string): SessionView {
  const planned = planOf(job).find(({ answerKey }) => answerKey === step.key);
  const card = toJobCard(job, locale);
  const base: SessionView = {
    revision: 0,
    sessionId: null,
    state: { kind: 'idle' },
    locale,
    site: { name: siteName, phone: '' },
    jobs: [card],
    job: null,
    notice: [],
    consentTexts: [],
    consents: null,
    minimumAge: 0,
    accommodations: { textInstead: false, captions: false, moreTime: false, person: false },
    progress: null,
    item: null,
    practiceItem: null,
    followsUp: null,
    readBack: null,
    selfIdentification: null,
    waiting: null,
    draftKey: null,
    draft: null,
    saved: { parts: 0, durationMs: 0, wasInterrupted: false },
    playback: null,
    canRetake: false,
    recording: null,
    returnCode: null,
    receipt: null,
    canPrint: false,
    idleWarning: null,
    isPersonAsked: false,
    microphone: 'page',
    features: { facePresence: false },
  };
  if (planned === undefined) return base;
  const item = toCandidateItem(planned.item, locale, planned.turn ?? 0);
  const isSpoken = item.kind === 'spoken';
  return {
    ...base,
    sessionId: NOBODY,
    jobs: [],
    job: card,
    item,
    progress: { number: planned.number, total: job.items.length },
    recording: isSpoken ? 'picture_and_sound' : null,
    state: {
      kind: 'question',
      index: planned.number - 1,
      stage: 'plan',
      probe: null,
      take: 1,
      mode: isSpoken ? 'speak' : 'touch',
      isHintShown: false,
      at: isSpoken ? { phase: 'think', deadlineAt: null } : { phase: 'open' },
    },
  };
}
