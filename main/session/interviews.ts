import type { AnswerDraft } from '#shared/answer.ts';
import type { RecordingId, SessionId } from '#shared/ids.ts';
import type { Locale } from '#shared/localized.ts';
import { termsOf } from '#shared/pack.ts';
import { purposeOf } from '#shared/purpose.ts';
import type { CaptureLossReason, SessionEvent } from '#shared/session.ts';
import type { Receipt, SessionView } from '#shared/session-view.ts';
import { createCodeAttempts } from './code-attempts.ts';
import { proceedFollowUps } from './follow-up-steps.ts';
import { canSayAgain, FOLLOW_UP_WAIT_MS } from './follow-ups.ts';
import { activeState, currentDraftKey, currentQuestion, type Interview } from './interview.ts';
import { begun } from './begun.ts';
import { createIdleTimer } from './idle-timer.ts';
import { createPerformer, type PerformFailure, type Performed } from './perform.ts';
import type { Clock, Codes, Handset, Offer, RecordingFiles, SessionStore, StoredRecording } from './ports.ts';
import { receiptOf } from './receipt.ts';
import type { Readings } from './readings.ts';
import { type Refusal, settled, type Step, type Surroundings } from './step.ts';
import { sealed, transition } from './transition.ts';
import { type ReadBackScene, readBackClauses, viewOf } from './view.ts';

export interface InterviewsParts {
  store: SessionStore;
  files: RecordingFiles;
  handset: Handset;
  readings: Readings;
  offer: Offer;
  clock: Clock;
  codes: Codes;
  /** Seals to head office's key, which nobody here holds. @throws where there is no key */
  sealToHeadOffice: (plain: Uint8Array) => Promise<{ readonly recipient: string; readonly sealed: string }>;
  newId: () => string;
  /** The interview that goes on without its code, where it was on the screen a moment ago; null for none. */
  goOnWith: SessionId | null;
  log: (event: string, detail: Record<string, unknown>) => void;
}

/** Why an event was not taken. Nothing has changed. */
export type SendFailure =
  | Refusal
  | PerformFailure
  | { refused: 'stale_revision'; revision: number }
  | { refused: 'code_unknown'; attemptsLeft: number }
  | { refused: 'code_locked'; retryAfterMs: number };

export type SendResult = { ok: true; view: SessionView } | { ok: false; failure: SendFailure };

/** The kiosk's interviews: at most one on the screen, others sealed until their return code. */
export interface Interviews {
  view(): SessionView;
  /** Calls with every new view; returns how to stop. */
  subscribe(listener: (view: SessionView) => void): () => void;
  send(revision: number, event: SessionEvent): Promise<SendResult>;
  /** False when nothing of that name is being worked on. */
  saveDraft(draftKey: string, draft: AnswerDraft): boolean;
  noteActivity(): void;
  clearPersonAsked(): void;
  /** The kiosk's own side lost the sound of a running answer: what was recorded stays as a part. */
  noteCaptureLost(reason: CaptureLossReason): void;
  /** The interview on the screen; null when there is none. */
  sessionId(): SessionId | null;
  /** True while somebody is being interviewed. */
  isRunning(): boolean;
  /** True for recordings of the answer on the screen: what its own candidate may write to. */
  isOpenRecording(id: RecordingId): boolean;
  /** True for what the candidate on the screen may hear: the answer before it is kept, and while it is read back. */
  isPlayable(id: RecordingId): boolean;
  /** Session whose analysis changed: the receipt may have become complete. */
  noteChanged(sessionId: SessionId): void;
  /** Draws the attract screen anew after a change of settings. */
  refresh(): void;
  stop(): Promise<void>;
}

/**
 * Opens the interviews of a kiosk. Interviews that a crash or power cut left open are sealed first; their return code
 * brings them back to the same question.
 */
export async function openInterviews(parts: InterviewsParts): Promise<Interviews> {
  const { store, offer, clock, codes } = parts;
  let current: Interview | null = null;
  let revision = 0;
  let idleLocale: Locale = offer.settings().locale;
  let queue: Promise<unknown> = Promise.resolve();
  let cancelWait: () => void = () => undefined;
  const listeners = new Set<(view: SessionView) => void>();
  const attempts = createCodeAttempts(() => clock.now().getTime());
  const perform = createPerformer(parts);

  const idle = createIdleTimer({
    clock,
    limits: () => offer.settings().idle,
    onWarning: publish,
    onSeal: () => void serially(() => seal('idle')),
  });

  /** One thing at a time: an event is judged against the state its predecessor left. */
  function serially<T>(work: () => Promise<T>): Promise<T> {
    const result = queue.then(work);
    queue = result.catch((error: unknown) => parts.log('session.step_failed', { error: String(error) }));
    return result;
  }

  function currentRecordings(): StoredRecording[] {
    const at = current && currentQuestion(current);
    if (!current || !at) return [];
    const state = activeState(current.state);
    const take = state.kind === 'question' ? state.take : 1;
    return store.recordings(current.id).filter((row) => row.itemId === at.answerKey && row.take === take);
  }

  /** What the read-back screen shows; null on every other screen. */
  function readBack(): ReadBackScene | null {
    const state = current && activeState(current.state);
    if (!current || state?.kind !== 'read_back') return null;
    const item = current.job.items[state.index];
    if (!item) return null;
    return {
      item,
      of: state.of,
      clauses: parts.readings.spokenClauses(current, item.id, state.of),
      recordings: store.recordings(current.id),
      canRerecord: canSayAgain(current, item.id, state.of),
    };
  }

  function waiting(): SessionView['waiting'] {
    if (current?.state.kind !== 'follow_up') return null;
    const interview = current;
    const { items } = interview.job;
    const done = items.filter(({ id }) => !parts.readings.facts(interview, id).isPending).length;
    return { done, total: items.length };
  }

  function receipt(): Receipt | null {
    if (current?.state.kind !== 'receipt') return null;
    const interview = current;
    const words = (itemId: string) => parts.readings.assessment(interview, itemId);
    return receiptOf(interview, store.answers(interview.id), words, codes);
  }

  function view(): SessionView {
    const draftKey = current && currentDraftKey(current);
    const sealsAt = idle.sealsAt();
    return viewOf({
      revision,
      settings: offer.settings(),
      jobs: offer.jobs(),
      pack: offer.pack(),
      practice: offer.practice(),
      probes: offer.probes(),
      idleLocale,
      interview: current,
      draft: current && draftKey !== null ? store.draft(current.id, draftKey) : null,
      recordings: currentRecordings(),
      room: room(),
      readBack: readBack(),
      selfIdentification: current?.state.kind === 'self_identification' ? selfIdentification() : null,
      waiting: waiting(),
      receipt: receipt(),
      idleWarning: sealsAt === null ? null : { sealsAt },
    });
  }

  /** Tells the pages. Only a step of the interview makes an older screen stale, not a warning or a finished analysis. */
  function publish(): void {
    const now = view();
    for (const listener of listeners) listener(now);
  }

  function show(interview: Interview | null): void {
    revision += 1;
    current = interview;
    cancelWait();
    if (interview?.state.kind === 'follow_up') {
      const sinceMs = clock.now().getTime() - Date.parse(interview.state.since);
      cancelWait = clock.after(Math.max(0, FOLLOW_UP_WAIT_MS - sinceMs), proceed);
    }
    if (interview) idle.touch();
    else {
      idle.stop();
      idleLocale = offer.settings().locale;
    }
    publish();
  }

  async function carryOut(step: Step): Promise<Performed | PerformFailure> {
    const done = await perform(step);
    if ('refused' in done) return done;
    // what the follow-ups know already needs no waiting screen in between
    const next = followUp(done.interview);
    if (next !== null) return carryOut(next);
    show(done.isForgotten ? null : done.interview);
    return done;
  }

  /** The next step of the follow-ups; null elsewhere, and while there is something to wait for. */
  function followUp(interview: Interview): Step | null {
    const { state } = interview;
    if (state.kind !== 'follow_up') return null;
    const isGivenUp = clock.now().getTime() - Date.parse(state.since) >= FOLLOW_UP_WAIT_MS;
    return proceedFollowUps(interview, surroundings(), isGivenUp);
  }

  /** Something was read, or nobody waits any longer. */
  function proceed(): void {
    void serially(async () => {
      const next = current && followUp(current);
      if (next) await carryOut(next);
      else publish();
    });
  }

  async function seal(reason: 'idle' | 'interrupted'): Promise<void> {
    if (!current) return;
    const done = await carryOut(sealed(current, reason));
    if ('refused' in done) parts.log('session.seal_failed', { reason, refused: done.refused });
  }

  function startInterview(jobId: string): Step | Refusal {
    const job = offer.jobs().find(({ id }) => id === jobId);
    const pack = offer.pack();
    if (!job || termsOf(pack, purposeOf(job)) === null) return { refused: 'not_now' };
    const id = parts.newId() as SessionId;
    return begun({ id, job, pack, locale: idleLocale, startedAt: clock.now().toISOString() });
  }

  function comeBack(code: string): Step | SendFailure {
    const retryAfterMs = attempts.lockedForMs();
    if (retryAfterMs > 0) return { refused: 'code_locked', retryAfterMs };
    const found = store.findSealed(code);
    if (!found || found.state.kind !== 'sealed') return { refused: 'code_unknown', attemptsLeft: attempts.noteWrong() };
    attempts.noteRight();
    const phase = found.phase === 'finalized' ? 'finalized' : 'draft';
    const interview: Interview = { ...found, phase, state: settled(found.state.from) };
    return { interview, actions: [{ do: 'tell', type: 'session.resumed', body: {} }] };
  }

  function surroundings(): Surroundings {
    return {
      now: clock.now(),
      pack: offer.pack(),
      newPair: () => ({
        av: parts.newId() as RecordingId,
        pcm: parts.newId() as RecordingId,
      }),
      wholeJob: ({ job }) => offer.jobs().find(({ id, version }) => id === job.id && version === job.version) ?? job,
      skillsOf: offer.skillsOf,
      selfIdentification: selfIdentification(),
      arrive: offer.arrive,
      newReturnCode: freeReturnCode,
      savedParts: new Set(
        currentRecordings()
          .filter(({ kind, state, slices }) => kind === 'pcm' && state !== 'recording' && slices > 0)
          .map(({ part }) => part),
      ).size,
      room: room(),
      factsOf: parts.readings.facts,
      readBackClauses: readBack()?.clauses.length ?? 0,
    };
  }

  function selfIdentification(): Surroundings['selfIdentification'] {
    const isReadable = offer.settings().recoveryRecipient !== '';
    return isReadable ? (offer.pack().selfIdentification ?? null) : null;
  }

  function room(): Surroundings['room'] {
    return { picture: parts.files.hasRoom('av'), sound: parts.files.hasRoom('pcm') };
  }

  function judge(event: SessionEvent): Step | SendFailure {
    if (current) return transition(current, event, surroundings());
    if (event.type === 'job_chosen') return startInterview(event.jobId);
    if (event.type === 'code_entered') return comeBack(event.code);
    return { refused: 'not_now' };
  }

  function freeReturnCode(): string {
    // four digits among a handful of waiting interviews: a free one is found at once
    for (;;) {
      const code = codes.returnCode();
      if (!store.isReturnCodeTaken(code)) return code;
    }
  }

  async function apply(event: SessionEvent): Promise<SendResult> {
    if (!current && event.type === 'language_changed') {
      idleLocale = event.locale;
      publish();
      return { ok: true, view: view() };
    }
    const step = judge(event);
    if ('refused' in step) return { ok: false, failure: step };
    const done = await carryOut(step);
    return 'refused' in done ? { ok: false, failure: done } : { ok: true, view: view() };
  }

  await recover();

  /** After a crash: what was recorded stays, and the interview waits for its code. */
  async function recover(): Promise<void> {
    for (const interview of store.listUnsealed()) {
      const done = await perform(sealed(interview, 'interrupted'));
      if ('refused' in done) parts.log('session.recovery_failed', { sessionId: interview.id, refused: done.refused });
      else parts.log('session.recovered', { sessionId: interview.id });
      // its candidate has not left: the store failed under them and was opened again
      if (interview.id === parts.goOnWith && interview.returnCode !== null) {
        const step = comeBack(interview.returnCode);
        if (!('refused' in step)) await carryOut(step);
      }
    }
  }

  return {
    view,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    send: (seen, event) =>
      serially(async () => {
        if (seen !== revision) return { ok: false, failure: { refused: 'stale_revision', revision } };
        return apply(event);
      }),
    saveDraft(draftKey, draft) {
      if (!current || currentDraftKey(current) !== draftKey) return false;
      store.saveDraft(current.id, draftKey, draft);
      idle.touch();
      return true;
    },
    noteActivity() {
      if (!current) return;
      const wasWarning = idle.sealsAt() !== null;
      idle.touch();
      if (wasWarning) publish();
    },
    clearPersonAsked() {
      if (!current?.isPersonAsked) return;
      void serially(async () => {
        if (current) await carryOut({ interview: { ...current, isPersonAsked: false }, actions: [] });
      });
    },
    noteCaptureLost(reason) {
      void serially(async () => {
        if (current) await apply({ type: 'capture_lost', reason });
      });
    },
    sessionId: () => current?.id ?? null,
    isRunning: () => current !== null,
    isOpenRecording: (id) => currentRecordings().some((row) => row.id === id),
    isPlayable(id) {
      if (currentRecordings().some((row) => row.id === id)) return true;
      const shown = readBack();
      return shown !== null && readBackClauses(shown).some(({ sound }) => sound?.recordingId === id);
    },
    noteChanged(sessionId) {
      if (current?.id === sessionId) proceed();
    },
    refresh() {
      if (current) return;
      idleLocale = offer.settings().locale;
      publish();
    },
    async stop() {
      try {
        await serially(() => seal('interrupted'));
      } finally {
        idle.stop();
        cancelWait();
      }
    },
  };
}
