import type { AnswerDraft } from '#shared/answer.ts';
import type { Clause } from '#shared/assessment.ts';
import { type CandidateItem, type Item, type Job, type PracticeItem, toCandidateItem } from '#shared/job.ts';
import { localizedText, type Locale } from '#shared/localized.ts';
import { probeKey } from '#shared/plan.ts';
import { toJobCard } from '#shared/job/job-card.ts';
import { type Pack, type Terms, termsOf } from '#shared/pack.ts';
import type { Probes } from '#shared/probe.ts';
import { PURPOSES, purposeOf } from '#shared/purpose.ts';
import type { SelfIdentificationForm } from '#shared/self-identification.ts';
import type { QuestionState } from '#shared/session.ts';
import type { JobCard, ReadBack, Receipt, SessionView } from '#shared/session-view.ts';
import type { Settings } from '#shared/settings.ts';
import {
  activeState,
  currentDraftKey,
  type CurrentQuestion,
  currentQuestion,
  type Interview,
  NO_ACCOMMODATIONS,
} from './interview.ts';
import { wholeRecordings } from './whole-recordings.ts';
import type { StoredRecording } from './ports.ts';
import type { Surroundings } from './step.ts';
import { switchedOn } from './switched-on.ts';

/** What the read-back screen is drawn from. */
export interface ReadBackScene {
  readonly item: Item;
  readonly of: 'answer' | 'probe';
  readonly clauses: readonly Clause[];
  /** Recordings of the interview. */
  readonly recordings: readonly StoredRecording[];
  readonly canRerecord: boolean;
}

/** All that a view is drawn from. */
export interface Scene {
  readonly revision: number;
  readonly settings: Settings;
  readonly jobs: readonly Job[];
  readonly pack: Pack;
  readonly practice: PracticeItem;
  readonly probes: Probes;
  /** Language of the attract screen. */
  readonly idleLocale: Locale;
  readonly interview: Interview | null;
  readonly draft: AnswerDraft | null;
  /** Recordings of the current take of the current question. */
  readonly recordings: readonly StoredRecording[];
  readonly room: Surroundings['room'];
  readonly readBack: ReadBackScene | null;
  readonly selfIdentification: SelfIdentificationForm | null;
  readonly waiting: SessionView['waiting'];
  readonly receipt: Receipt | null;
  readonly idleWarning: { sealsAt: string } | null;
}

/**
 * Posts to choose from, by what they are held for. What the pack has no texts for is not offered: nobody could agree to it.
 */
function offered(scene: Scene, locale: Locale): JobCard[] {
  const jobs = switchedOn(scene.jobs, scene.settings.jobIds);
  const held = jobs.filter((job) => termsOf(scene.pack, purposeOf(job)) !== null);
  return held
    .toSorted((a, b) => PURPOSES.indexOf(purposeOf(a)) - PURPOSES.indexOf(purposeOf(b)))
    .map((job) => toJobCard(job, locale));
}

/** What is asked, in its order: only what the terms have a text for. */
function consentTexts({ consents }: Terms, locale: Locale): SessionView['consentTexts'] {
  return (['recording', 'scoring', 'sending', 'talentPool'] as const).flatMap((kind) => {
    const asked = consents[kind];
    if (asked === undefined) return [];
    const { version, text, refusal } = asked;
    return [{ kind, version, text: localizedText(text, locale), refusal: localizedText(refusal, locale) }];
  });
}

function savedParts(recordings: readonly StoredRecording[]): SessionView['saved'] {
  const sound = recordings.filter(({ kind, state }) => kind === 'pcm' && state !== 'recording');
  return {
    parts: sound.length,
    durationMs: sound.reduce((sum, { durationMs }) => sum + durationMs, 0),
    wasInterrupted: sound.some(({ state }) => state === 'interrupted'),
  };
}

/** What a spoken answer is recorded as: the running one as it runs, the next one as the disk has room. */
function recordedAs(scene: Scene, question: QuestionState | null): SessionView['recording'] {
  const isSpoken = question !== null && scene.interview?.isTouchOnly === false && question.at.phase !== 'confirm';
  const kind = scene.interview && currentQuestion(scene.interview)?.step.item.kind;
  if (!isSpoken || (kind !== 'spoken' && kind !== 'role_play')) return null;
  if (question.at.phase === 'recording') return question.at.recordings.av === null ? 'sound' : 'picture_and_sound';
  if (!scene.room.sound) return 'nothing';
  return scene.room.picture ? 'picture_and_sound' : 'sound';
}

/**
 * The clauses as the candidate sees them. A clause was found in the 16 kHz sound; what is played is the recording of camera
 * and microphone of the same part, which began with it, or that sound itself where the picture stopped before.
 */
export function readBackClauses({ clauses, recordings }: ReadBackScene): ReadBack['clauses'] {
  const whole = wholeRecordings(recordings);
  return clauses.map(({ text, recordingId, startMs, endMs }) => {
    const heard = recordings.find(({ id }) => id === recordingId);
    const played =
      heard && whole.find((row) => row.itemId === heard.itemId && row.take === heard.take && row.part === heard.part);
    return {
      text,
      sound: played && startMs !== null && endMs !== null ? { recordingId: played.id, startMs, endMs } : null,
    };
  });
}

function toReadBack(scene: ReadBackScene, job: Job, locale: Locale): ReadBack {
  const { item, of, canRerecord } = scene;
  return {
    answerKey: of === 'probe' ? probeKey(item.id) : item.id,
    number: job.items.findIndex(({ id }) => id === item.id) + 1,
    prompt: localizedText(item.prompt, locale),
    clauses: readBackClauses(scene),
    canRerecord,
  };
}

function toShownForm(form: SelfIdentificationForm, locale: Locale): SessionView['selfIdentification'] {
  return {
    text: localizedText(form.text, locale),
    questions: form.questions.map(({ id, prompt, options }) => ({
      id,
      prompt: localizedText(prompt, locale),
      options: options.map((option) => ({ id: option.id, label: localizedText(option.label, locale) })),
    })),
  };
}

/** The question as it is shown; a follow-up has the words of its trigger and the way of answering of its item. */
function shownItem({ step }: CurrentQuestion, { probe }: QuestionState, probes: Probes, locale: Locale): CandidateItem {
  const shown = toCandidateItem(step.item, locale, step.turn ?? 0);
  if (probe === null || (shown.kind !== 'spoken' && shown.kind !== 'typed')) return shown;
  return { ...shown, prompt: localizedText(probes.texts[probe], locale), isFollowUp: true };
}

/** Projects the interview onto what a candidate's screen may see, in the language shown. */
export function viewOf(scene: Scene): SessionView {
  const { interview, pack, settings } = scene;
  const locale = interview?.locale ?? scene.idleLocale;
  const current = interview && currentQuestion(interview);
  const active = interview && activeState(interview.state);
  const question = active?.kind === 'question' ? active : null;
  const state = interview?.state ?? { kind: 'idle' };
  const terms = termsOf(pack, interview ? purposeOf(interview.job) : 'hiring');
  const isQuestion = state.kind === 'question';
  const playable = isQuestion && state.at.phase !== 'recording';
  return {
    revision: scene.revision,
    sessionId: interview?.id ?? null,
    state,
    locale,
    site: settings.site,
    jobs: interview ? [] : offered(scene, locale),
    job: interview ? toJobCard(interview.job, locale) : null,
    notice: terms?.notice.map(({ icon, text }) => ({ icon, text: localizedText(text, locale) })) ?? [],
    consentTexts: terms === null ? [] : consentTexts(terms, locale),
    consents: interview?.consents ?? null,
    minimumAge: pack.minimumAge,
    accommodations: interview?.accommodations ?? NO_ACCOMMODATIONS,
    progress: interview && current ? { number: current.step.number, total: interview.job.items.length } : null,
    item: current && question ? shownItem(current, question, scene.probes, locale) : null,
    practiceItem: state.kind === 'practice' ? toCandidateItem(scene.practice, locale) : null,
    followsUp: current && question?.stage === 'probe' ? localizedText(current.step.item.prompt, locale) : null,
    readBack: scene.readBack && interview ? toReadBack(scene.readBack, interview.job, locale) : null,
    selfIdentification: scene.selfIdentification && toShownForm(scene.selfIdentification, locale),
    waiting: scene.waiting,
    draftKey: interview && currentDraftKey(interview),
    draft: scene.draft,
    saved: savedParts(scene.recordings),
    playback: playable
      ? (wholeRecordings(scene.recordings).findLast(({ state }) => state !== 'recording')?.id ?? null)
      : null,
    recording: recordedAs(scene, question),
    canRetake: isQuestion && state.take === 1,
    returnCode: interview?.returnCode ?? null,
    receipt: scene.receipt,
    idleWarning: scene.idleWarning,
    isPersonAsked: interview?.isPersonAsked ?? false,
    canPrint: settings.printer !== null,
    microphone: settings.microphone,
    features: { facePresence: pack.features.facePresence },
  };
}
