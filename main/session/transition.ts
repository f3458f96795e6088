import { type Terms, termsOf } from '#shared/pack.ts';
import { isHiring, purposeOf } from '#shared/purpose.ts';
import { fitsForm, type SelfIdentificationAnswers } from '#shared/self-identification.ts';
import type { ActiveState, ConsentKind, Consents, QuestionState, SessionEvent, SessionState } from '#shared/session.ts';
import { inReadBack } from './follow-up-steps.ts';
import { type Interview, NOBODY, NOT_ASKED, notForHiring, withPersonalItems } from './interview.ts';
import { inQuestion, openQuestion } from './question-steps.ts';
import {
  type Action,
  finishAsIs,
  NOT_NOW,
  type Refusal,
  settled,
  type Step,
  type Surroundings,
  withState,
} from './step.ts';

/** A microphone the recogniser can work with. A loud room or a soft voice may pass: the screen advised, the candidate decided. */
const HEARD = new Set(['ok', 'too_quiet', 'too_loud', 'clipping']);

/** Closes what is being recorded when the interview stops in the middle of an answer. */
function closing(state: ActiveState): Action[] {
  return state.kind === 'question' && state.at.phase === 'recording' ? [finishAsIs(state.at.recordings)] : [];
}

function continued(interview: Interview, from: ActiveState, now: Date): Step {
  const { pausedAt } = interview;
  if (from.kind !== 'question' || pausedAt === null || !('deadlineAt' in from.at) || from.at.deadlineAt === null) {
    return withState({ ...interview, pausedAt: null }, from, [{ do: 'resume_handset' }]);
  }
  const pausedMs = now.getTime() - Date.parse(pausedAt);
  const deadlineAt = new Date(Date.parse(from.at.deadlineAt) + pausedMs).toISOString();
  return withState({ ...interview, pausedAt: null }, { ...from, at: { ...from.at, deadlineAt } }, [
    { do: 'resume_handset' },
  ]);
}

/** A step of a question behind a pause, which stays. */
function pausedStep(
  interview: Interview,
  from: QuestionState,
  event: SessionEvent,
  around: Surroundings,
): Step | Refusal {
  const step = inQuestion(interview, from, event, around);
  if ('refused' in step || step.interview.state.kind !== 'question') return step;
  return withState(step.interview, { kind: 'paused', from: step.interview.state }, step.actions);
}

/** Only people who apply, whose answers leave for head office, where there is a form and a key to seal to. */
function mayIdentify({ job, consents }: Interview, { selfIdentification }: Surroundings): boolean {
  return selfIdentification !== null && isHiring(job) && consents?.sending === true;
}

/**
 * What was said is sealed, and what was left out as well: nobody at the site can tell one from the other. The form may be gone since, with
 * another pack; then nothing is kept.
 */
function identified(
  interview: Interview,
  said: SelfIdentificationAnswers | null,
  { selfIdentification: form }: Surroundings,
): Step | Refusal {
  const answers = said ?? {};
  if (form === null) return withState(interview, { kind: 'receipt' });
  if (!fitsForm(form, answers)) return { refused: 'answer_invalid', reason: 'no such answer is offered' };
  const seal: Action = { do: 'seal_self_identification', formVersion: form.version, answers };
  return withState(interview, { kind: 'receipt' }, [seal]);
}

/** Read to the end: the code that could bring it back is gone too. */
function wiped(interview: Interview): Step {
  return withState({ ...interview, returnCode: null }, { kind: 'wiped' }, [{ do: 'forget' }]);
}

/** Stops here and keeps the draft. Before the candidate said who they are there is nothing to keep. */
export function sealed(interview: Interview, reason: 'idle' | 'interrupted' | 'candidate'): Step {
  const { state } = interview;
  const active = state.kind === 'paused' || state.kind === 'sealed' ? state.from : state;
  if (active.kind === 'idle' || active.kind === 'withdrawn' || active.kind === 'wiped') {
    return withState(interview, { kind: 'wiped' }, [{ do: 'forget' }]);
  }
  if (active.kind === 'receipt' && reason === 'idle') return wiped(interview);
  if (interview.returnCode === null) {
    return withState({ ...interview, ...NOBODY, phase: 'withdrawn' }, { kind: 'wiped' }, [
      { do: 'erase' },
      { do: 'forget' },
    ]);
  }
  // a power cut while the receipt was on the screen: the interview is complete, only the receipt is still to be read
  const phase = interview.phase === 'finalized' ? 'finalized' : 'sealed';
  return withState({ ...interview, phase, pausedAt: null }, { kind: 'sealed', from: settled(active), reason }, [
    ...closing(active),
    { do: 'tell', type: 'session.sealed', body: { reason } },
    { do: 'forget' },
  ]);
}

/** What was agreed to, and with which texts. A permission that was not asked is not given, whatever a page sends: its version is 0. */
function askedConsents(terms: Terms, said: Consents): { consents: Consents; versions: Record<ConsentKind, number> } {
  const { recording, scoring, sending, talentPool } = terms.consents;
  return {
    consents: {
      recording: said.recording && recording !== undefined,
      scoring: said.scoring && scoring !== undefined,
      sending: said.sending && sending !== undefined,
      talentPool: said.talentPool && talentPool !== undefined,
    },
    versions: {
      recording: recording?.version ?? NOT_ASKED,
      scoring: scoring?.version ?? NOT_ASKED,
      sending: sending?.version ?? NOT_ASKED,
      talentPool: talentPool?.version ?? NOT_ASKED,
    },
  };
}

function afterIdentity(interview: Interview, now: Date): SessionState {
  return interview.isTouchOnly ? openQuestion(interview, 0, now) : { kind: 'check' };
}

function inPractice(
  interview: Interview,
  phase: 'ready' | 'recording' | 'playback',
  event: SessionEvent,
  now: Date,
): Step | Refusal {
  const at = (to: typeof phase) => withState(interview, { kind: 'practice', phase: to });
  switch (event.type) {
    case 'practice_started':
      return phase === 'ready' ? at('recording') : NOT_NOW;
    case 'practice_stopped':
      return phase === 'recording' ? at('playback') : NOT_NOW;
    case 'practice_repeated':
    case 'capture_lost':
      return at('ready');
    case 'practice_finished':
      return phase === 'recording' ? NOT_NOW : withState(interview, openQuestion(interview, 0, now));
    case 'went_back':
      return withState(interview, { kind: 'check' });
    default:
      return NOT_NOW;
  }
}

function beforeQuestions(interview: Interview, event: SessionEvent, around: Surroundings): Step | Refusal {
  const { state } = interview;
  switch (state.kind) {
    case 'language':
      return event.type === 'language_confirmed' ? withState(interview, { kind: 'notice' }) : NOT_NOW;
    case 'notice':
      if (event.type === 'went_back') return withState(interview, { kind: 'language' });
      return event.type === 'notice_understood' ? withState(interview, { kind: 'consent' }) : NOT_NOW;
    case 'consent': {
      if (event.type === 'went_back') return withState(interview, { kind: 'notice' });
      if (event.type !== 'consents_given') return NOT_NOW;
      const terms = termsOf(around.pack, purposeOf(interview.job));
      // the pack has changed since the interview began: nobody agrees to what is not written
      if (terms === null) return NOT_NOW;
      const { consents, versions } = askedConsents(terms, event.consents);
      const given = { ...interview, consents, consentVersions: versions, isTouchOnly: !consents.recording };
      return withState(given, { kind: 'identity' }, [
        { do: 'tell', type: 'consent.given', body: { consents, versions } },
      ]);
    }
    case 'identity': {
      if (event.type === 'went_back') return withState(interview, { kind: 'consent' });
      if (event.type !== 'identity_given' || interview.consents === null) return NOT_NOW;
      const { accommodations } = event;
      // a code of this kiosk's own stands for the name and number that a manager took down
      const arrival = event.identity.by === 'invitation' ? around.arrive(event.identity.code, interview.job.id) : null;
      const identity = arrival?.identity ?? event.identity;
      const known: Interview = {
        ...interview,
        identity,
        accommodations,
        isTouchOnly: !interview.consents.recording || accommodations.textInstead,
        isPersonAsked: interview.isPersonAsked || accommodations.person,
        returnCode: interview.returnCode ?? around.newReturnCode(),
      };
      const skills =
        arrival?.skills ?? (identity.by === 'invitation' ? around.skillsOf(identity.code, known.job.id) : []);
      const planned = withPersonalItems(known, around.wholeJob(known), skills);
      // accommodations stay on the kiosk: neither raters nor scoring ever see them (R21)
      return withState(planned, afterIdentity(planned, around.now), [
        { do: 'tell', type: 'identity.given', body: { identity, ...notForHiring(interview.job) } },
        ...(planned.personal === null
          ? []
          : [{ do: 'tell', type: 'session.planned', body: { choices: planned.personal } } as const]),
      ]);
    }
    case 'check': {
      if (event.type === 'went_back') return withState(interview, { kind: 'identity' });
      if (event.type === 'touch_chosen') {
        const byTouch = { ...interview, isTouchOnly: true };
        return withState(byTouch, openQuestion(byTouch, 0, around.now));
      }
      if (event.type !== 'check_finished') return NOT_NOW;
      const { report } = event;
      if (!HEARD.has(report.microphone) || report.speechDbfs === null) {
        return { refused: 'microphone_not_ready', verdict: report.microphone };
      }
      return withState({ ...interview, check: report }, { kind: 'practice', phase: 'ready' }, [
        { do: 'tell', type: 'check.finished', body: { report } },
      ]);
    }
    case 'practice':
      return inPractice(interview, state.phase, event, around.now);
    default:
      return NOT_NOW;
  }
}

/** What every state allows: pausing, leaving, withdrawing, asking for a person. */
function anywhere(
  interview: Interview,
  state: ActiveState,
  event: SessionEvent,
  around: Surroundings,
): Step | Refusal | null {
  switch (event.type) {
    case 'language_changed':
      return { interview: { ...interview, locale: event.locale }, actions: [] };
    case 'person_asked':
      return { interview: { ...interview, isPersonAsked: true }, actions: [] };
    case 'paused':
      if (state.kind === 'receipt') return NOT_NOW;
      return withState({ ...interview, pausedAt: around.now.toISOString() }, { kind: 'paused', from: state }, [
        { do: 'pause_handset' },
      ]);
    case 'left':
      return sealed(interview, 'candidate');
    case 'withdrawn':
      if (interview.phase === 'finalized') return NOT_NOW;
      return withState({ ...interview, ...NOBODY, phase: 'withdrawn' }, { kind: 'withdrawn' }, [
        ...closing(state),
        { do: 'erase' },
        { do: 'tell', type: 'session.withdrawn', body: {} },
      ]);
    default:
      return null;
  }
}

/**
 * One step of an interview: what the candidate did, applied to where the interview stands. Pure; storing and doing are the
 * caller's. A refusal changes nothing.
 */
export function transition(interview: Interview, event: SessionEvent, around: Surroundings): Step | Refusal {
  const { state } = interview;
  if (state.kind === 'withdrawn') {
    if (event.type === 'language_changed') return { interview: { ...interview, locale: event.locale }, actions: [] };
    return event.type === 'receipt_read' ? wiped(interview) : NOT_NOW;
  }
  if (state.kind === 'idle' || state.kind === 'sealed' || state.kind === 'wiped') return NOT_NOW;
  const active = state.kind === 'paused' ? state.from : state;
  const common = anywhere(interview, active, event, around);
  if (common !== null && !(state.kind === 'paused' && event.type === 'paused')) return common;
  if (state.kind === 'paused') {
    if (event.type === 'continued') return continued(interview, state.from, around.now);
    if (event.type === 'picture_lost' && state.from.kind === 'question')
      return pausedStep(interview, state.from, event, around);
    if (event.type !== 'capture_lost') return NOT_NOW;
    return withState(
      { ...interview, pausedAt: null },
      { kind: 'paused', from: settled(state.from) },
      closing(state.from),
    );
  }
  switch (state.kind) {
    case 'question':
      return inQuestion(interview, state, event, around);
    case 'read_back':
      return inReadBack(interview, state, event, around);
    case 'survey':
      if (event.type !== 'survey_answered') return NOT_NOW;
      return withState(
        { ...interview, survey: event.survey, phase: 'finalized', finalizedAt: around.now.toISOString() },
        { kind: mayIdentify(interview, around) ? 'self_identification' : 'receipt' },
        [{ do: 'finalize' }],
      );
    case 'self_identification':
      return event.type === 'self_identified' ? identified(interview, event.answers, around) : NOT_NOW;
    case 'receipt':
      return event.type === 'receipt_read' ? wiped(interview) : NOT_NOW;
    default:
      return beforeQuestions(interview, event, around);
  }
}
