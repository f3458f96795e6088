import type { AnswerDraft } from '#shared/answer.ts';
import { toCandidateItem, type Job, type PracticeItem } from '#shared/job.ts';
import { localizedText, type Locale } from '#shared/localized.ts';
import type { Pack } from '#shared/pack.ts';
import type { JobCard, Receipt, SessionView } from '#shared/session-view.ts';
import type { Settings } from '#shared/settings.ts';
import { currentItem, type Interview, NO_ACCOMMODATIONS } from './interview.ts';
import type { StoredRecording } from './ports.ts';

/** All that a view is drawn from. */
export interface Scene {
  readonly revision: number;
  readonly settings: Settings;
  readonly jobs: readonly Job[];
  readonly pack: Pack;
  readonly practice: PracticeItem;
  /** Language of the attract screen. */
  readonly idleLocale: Locale;
  readonly interview: Interview | null;
  readonly draft: AnswerDraft | null;
  /** Recordings of the current take of the current question. */
  readonly recordings: readonly StoredRecording[];
  readonly receipt: Receipt | null;
  readonly idleWarning: { sealsAt: string } | null;
}

function jobCard(job: Job, locale: Locale): JobCard {
  const { card } = job;
  return {
    id: job.id,
    title: localizedText(job.title, locale),
    illustration: card.illustration,
    summary: localizedText(card.summary, locale),
    pay: localizedText(card.pay, locale),
    shift: localizedText(card.shift, locale),
    hours: localizedText(card.hours, locale),
    place: localizedText(card.place, locale),
  };
}

function offered(scene: Scene, locale: Locale): JobCard[] {
  const { jobIds } = scene.settings;
  const jobs = jobIds.length === 0 ? scene.jobs : jobIds.flatMap((id) => scene.jobs.find((job) => job.id === id) ?? []);
  return jobs.map((job) => jobCard(job, locale));
}

function savedParts(recordings: readonly StoredRecording[]): SessionView['saved'] {
  const sound = recordings.filter(({ kind, state }) => kind === 'pcm' && state !== 'recording');
  return {
    parts: sound.length,
    durationMs: sound.reduce((sum, { durationMs }) => sum + durationMs, 0),
    wasInterrupted: sound.some(({ state }) => state === 'interrupted'),
  };
}

/** Projects the interview onto what a candidate's screen may see, in the language shown. */
export function viewOf(scene: Scene): SessionView {
  const { interview, pack, settings } = scene;
  const locale = interview?.locale ?? scene.idleLocale;
  const current = interview && currentItem(interview);
  const state = interview?.state ?? { kind: 'idle' };
  const isQuestion = state.kind === 'question';
  const playable = isQuestion && state.at.phase !== 'recording';
  return {
    revision: scene.revision,
    sessionId: interview?.id ?? null,
    state,
    locale,
    site: settings.site,
    jobs: interview ? [] : offered(scene, locale),
    job: interview ? jobCard(interview.job, locale) : null,
    notice: pack.notice.map(({ icon, text }) => ({ icon, text: localizedText(text, locale) })),
    consentTexts: (['recording', 'scoring', 'sending', 'talentPool'] as const).map((kind) => ({
      kind,
      version: pack.consents[kind].version,
      text: localizedText(pack.consents[kind].text, locale),
      refusal: localizedText(pack.consents[kind].refusal, locale),
    })),
    consents: interview?.consents ?? null,
    minimumAge: pack.minimumAge,
    accommodations: interview?.accommodations ?? NO_ACCOMMODATIONS,
    progress: interview && current ? { number: current.index + 1, total: interview.job.items.length } : null,
    item: current ? toCandidateItem(current.item, locale) : null,
    practiceItem: state.kind === 'practice' ? toCandidateItem(scene.practice, locale) : null,
    draft: scene.draft,
    saved: savedParts(scene.recordings),
    playback: playable
      ? (scene.recordings.findLast(({ kind, state, slices }) => kind === 'av' && state !== 'recording' && slices > 0)
          ?.id ?? null)
      : null,
    canRetake: isQuestion && state.take === 1,
    returnCode: interview?.returnCode ?? null,
    receipt: scene.receipt,
    idleWarning: scene.idleWarning,
    isPersonAsked: interview?.isPersonAsked ?? false,
    microphone: settings.microphone,
    features: { facePresence: pack.features.facePresence },
  };
}
