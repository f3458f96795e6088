import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Instant, RecordingId, SessionId } from '#shared/ids.ts';
import { type CandidateItem, Job, PracticeItem, toCandidateItem } from '#shared/job.ts';
import type { Locale } from '#shared/localized.ts';
import { Pack } from '#shared/pack.ts';
import { purposeOf } from '#shared/purpose.ts';
import type { QuestionState, SessionState } from '#shared/session.ts';
import type { JobCard, ReadBack, SessionView } from '#shared/session-view.ts';
import { present } from '#tests/fixtures/present.ts';
import { FOLLOWED, heardClauses } from './sample-items.ts';

const RESOURCES = new URL('../../../resources/', import.meta.url);
const load = (path: string): unknown => parse(readFileSync(new URL(path, RESOURCES), 'utf8'));

const jobs = readdirSync(new URL('jobs/', RESOURCES))
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => Job.parse(load(`jobs/${file}`)));
const pack = Pack.parse(load('packs/strict.yaml'));
const practice = PracticeItem.parse(load('practice/practice.yaml'));

export const SESSION = SessionId.parse('01938d2e-8a3c-7000-8000-000000000001');
export const RECORDING = RecordingId.parse('01938d2e-8a3c-7000-8000-000000000002');

function card(job: Job, locale: Locale): JobCard {
  const { summary, pay, shift, hours, place, illustration } = job.card;
  return {
    id: job.id,
    title: job.title[locale],
    purpose: purposeOf(job),
    illustration,
    summary: summary[locale],
    pay: pay[locale],
    shift: shift[locale],
    hours: hours[locale],
    place: place[locale],
  };
}

/** An instant `ms` from now. */
export function inMs(ms: number): Instant {
  return Instant.parse(new Date(Date.now() + ms).toISOString());
}

/** What the pack of New York asks after the survey. */
export function selfIdentificationView(locale: Locale): SessionView {
  const form = present(Pack.parse(load('packs/us-ny.yaml')).selfIdentification, 'the pack asks nothing');
  return viewOf(
    locale,
    { kind: 'self_identification' },
    {
      selfIdentification: {
        text: form.text[locale],
        questions: form.questions.map(({ id, prompt, options }) => ({
          id,
          prompt: prompt[locale],
          options: options.map((option) => ({ id: option.id, label: option.label[locale] })),
        })),
      },
    },
  );
}

/** A view in a state, with everything else as an ordinary interview has it at that point. */
export function viewOf(locale: Locale, state: SessionState, changes: Partial<SessionView> = {}): SessionView {
  const isIdle = state.kind === 'idle';
  const job = jobs.find(({ id }) => id === 'assembly-operator') ?? jobs[0]!;
  const isBeforeIdentity = ['idle', 'language', 'notice', 'consent', 'identity', 'withdrawn'].includes(state.kind);
  return {
    revision: 1,
    sessionId: isIdle ? null : SESSION,
    state,
    locale,
    site: { name: locale === 'en' ? 'Riverside plant' : '江畔工厂', phone: '021-5555 0100' },
    jobs: isIdle ? jobs.map((each) => card(each, locale)) : [],
    job: isIdle ? null : card(job, locale),
    notice: pack.notice.map(({ icon, text }) => ({ icon, text: text[locale] })),
    consentTexts: (['recording', 'scoring', 'sending', 'talentPool'] as const).map((kind) => ({
      kind,
      version: 1,
      text: pack.consents[kind].text[locale],
      refusal: pack.consents[kind].refusal[locale],
    })),
    consents: isBeforeIdentity ? null : { recording: true, scoring: true, sending: true, talentPool: false },
    minimumAge: pack.minimumAge,
    accommodations: { textInstead: false, captions: false, moreTime: false, person: false },
    progress: null,
    item: null,
    practiceItem: state.kind === 'practice' ? toCandidateItem(practice, locale) : null,
    followsUp: null,
    readBack: null,
    waiting: null,
    selfIdentification: null,
    draftKey: state.kind === 'question' || state.kind === 'read_back' ? 'what-is-worked-on' : null,
    draft: null,
    saved: { parts: 0, durationMs: 0, wasInterrupted: false },
    playback: null,
    canRetake: false,
    recording: null,
    returnCode: isBeforeIdentity ? null : '4821',
    receipt: null,
    canPrint: false,
    idleWarning: null,
    isPersonAsked: false,
    microphone: 'page',
    features: { facePresence: false },
    ...changes,
  };
}

/** The longest question of a kind over all shipped jobs: what fits there fits everywhere. */
export function questionView(
  locale: Locale,
  kind: 'spoken' | 'typed' | 'choice' | 'ranking',
  at: QuestionState['at'],
  changes: Partial<SessionView> = {},
  question: Partial<QuestionState> = {},
): SessionView {
  const size = (item: Job['items'][number]) => JSON.stringify(toCandidateItem(item, locale)).length;
  const item = jobs
    .flatMap(({ items }) => items)
    .filter((each) => each.kind === kind)
    .toSorted((a, b) => size(b) - size(a))[0];
  if (item === undefined) throw new Error(`no shipped job has a ${kind} item`);
  return itemView(locale, toCandidateItem(item, locale), at, changes, question);
}

/** An item on the screen as the third question of seven. */
export function itemView(
  locale: Locale,
  item: CandidateItem,
  at: QuestionState['at'],
  changes: Partial<SessionView> = {},
  question: Partial<QuestionState> = {},
): SessionView {
  const state: QuestionState = {
    kind: 'question',
    index: 2,
    stage: 'plan',
    probe: null,
    take: 1,
    mode: at.phase === 'open' ? 'touch' : 'speak',
    isHintShown: false,
    at,
    ...question,
  };
  return viewOf(locale, state, { item, progress: { number: 3, total: 7 }, ...changes });
}

/** What was heard of the third question's answer, in this many clauses of three seconds each. */
export function readBackView(locale: Locale, clauses: number, changes: Partial<ReadBack> = {}): SessionView {
  const readBack: ReadBack = {
    answerKey: 'late-order/1',
    number: 3,
    prompt: FOLLOWED[locale],
    clauses: heardClauses(locale, clauses).map((text, at) => ({
      text,
      sound: { recordingId: RECORDING, startMs: at * 3000, endMs: at * 3000 + 2800 },
    })),
    canRerecord: true,
    ...changes,
  };
  return viewOf(locale, { kind: 'read_back', index: 2, of: 'answer' }, { readBack });
}
