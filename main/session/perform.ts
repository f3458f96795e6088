import type { Clause } from '#shared/assessment.ts';
import type { RecordingId } from '#shared/ids.ts';
import { countAnswered } from '#shared/plan.ts';
import { paddedText, SELF_IDENTIFICATION_TYPE } from '#shared/self-identification.ts';
import { scoreOf, statusWhenKept } from './answer-facts.ts';
import { type Interview, notForHiring, readBackDraftKey } from './interview.ts';
import type { InterviewsParts } from './interviews.ts';
import type { AuditEntry, NewRecord, SessionChange, StoredAnswer, StoredRecording } from './ports.ts';
import type { Action, Step } from './step.ts';
import { wholeRecordings } from './whole-recordings.ts';

export type PerformFailure = { refused: 'recording_incomplete'; missing: number } | { refused: 'storage_failed' };

export interface Performed {
  interview: Interview;
  isForgotten: boolean;
}

/** Kinds of records that finishing an interview releases or withholds, by the candidate's consent to sending. */
function outboxOf(interview: Interview): 'release' | 'withhold' {
  return interview.consents?.sending === true ? 'release' : 'withhold';
}

/**
 * Carries out a step: files first, then one transaction, then what may follow. Bytes are on disk before a row speaks of
 * them (I4); the screen moves only after the commit.
 */
export function createPerformer(parts: InterviewsParts): (step: Step) => Promise<Performed | PerformFailure> {
  const { store, files, handset, clock, codes } = parts;

  function record(
    interview: Interview,
    type: string,
    body: Record<string, unknown>,
    recordings: readonly RecordingId[] = [],
  ): NewRecord {
    return {
      id: parts.newId(),
      type,
      sessionId: interview.id,
      capturedAt: clock.now().toISOString(),
      body,
      recordings,
    };
  }

  function audit(interview: Interview, action: string, detail: AuditEntry['detail'] = {}): AuditEntry {
    return { actor: 'candidate', action, subject: interview.id, detail };
  }

  function newRecording(
    interview: Interview,
    action: Extract<Action, { do: 'start_recordings' }>,
    kind: 'av' | 'pcm',
    id: RecordingId,
  ): StoredRecording {
    return {
      id,
      sessionId: interview.id,
      itemId: action.answerKey,
      take: action.take,
      part: action.part,
      kind,
      mimeType: kind === 'pcm' ? 'audio/l16;rate=16000;channels=1' : '',
      state: 'recording',
      slices: 0,
      sizeBytes: 0,
      sha256: null,
      durationMs: 0,
      startedAt: clock.now().toISOString(),
    };
  }

  async function start(
    interview: Interview,
    action: Extract<Action, { do: 'start_recordings' }>,
  ): Promise<StoredRecording[] | PerformFailure> {
    const { av, pcm } = action.pair;
    const rows = [
      ...(av ? [newRecording(interview, action, 'av', av)] : []),
      ...(pcm ? [newRecording(interview, action, 'pcm', pcm)] : []),
    ];
    try {
      for (const row of rows) await files.create(row.id);
    } catch (error) {
      parts.log('recording.not_created', {
        code: error instanceof Error && 'code' in error ? String(error.code) : String(error),
      });
      return { refused: 'storage_failed' };
    }
    return rows;
  }

  async function finish(action: Extract<Action, { do: 'finish_recordings' }>): Promise<PerformFailure | null> {
    // a picture that ends alone leaves the handset going on
    const isHandset = parts.offer.settings().microphone === 'handset' && action.pair.pcm !== null;
    const handsetSlices = isHandset ? await handset.stop() : null;
    const wanted: [RecordingId | null, number | null][] = [
      [action.pair.av, action.avSlices],
      [action.pair.pcm, handsetSlices !== null && action.pcmSlices !== null ? handsetSlices : action.pcmSlices],
    ];
    for (const [id, slices] of wanted) {
      if (id === null) continue;
      const done = await files.finish(id, slices).catch((error: unknown) => {
        parts.log('recording.not_finished', { recordingId: id, error: String(error) });
        return null;
      });
      if (done === null) return { refused: 'storage_failed' };
      if (!done.ok) return { refused: 'recording_incomplete', missing: done.missing };
    }
    return null;
  }

  function keep(interview: Interview, action: Extract<Action, { do: 'keep_answer' }>, change: SessionChange): void {
    const { body } = action;
    const { answerKey } = action.question;
    const { item, number } = action.question.step;
    const isSpoken = body.kind === 'spoken';
    const recordings = isSpoken
      ? store
          .recordings(interview.id)
          .filter((row) => row.itemId === answerKey && row.take === action.take && row.slices > 0)
      : [];
    const score = scoreOf(interview, item, body);
    const answer: StoredAnswer = {
      sessionId: interview.id,
      itemId: answerKey,
      number,
      take: action.take,
      body,
      status: statusWhenKept(interview, item, body, score),
      score,
      answeredAt: clock.now().toISOString(),
    };
    change.answer = answer;
    change.draftDone = answerKey;
    // said once more: what was read back of the old recording no longer counts
    if (action.isAgain) change.readBackUndone = { itemId: item.id, of: 'answer' };
    const { status, take } = answer;
    // the sound for analysis leaves only where it stands for a picture that is not whole
    const heard = new Set(wholeRecordings(recordings));
    const sent = recordings.filter((row) => row.kind === 'av' || heard.has(row)).map(({ id }) => id);
    change.records = [
      ...change.records,
      record(
        interview,
        'answer.saved',
        { itemId: answerKey, itemKind: item.kind, number, take, body, status, score },
        sent,
      ),
    ];
    change.audit = [...change.audit, audit(interview, 'answer.saved', { itemId: answerKey, kind: body.kind, status })];
  }

  /** Nothing of it is written down here but what head office alone can open. */
  async function sealed(
    interview: Interview,
    { formVersion, answers }: Extract<Action, { do: 'seal_self_identification' }>,
  ): Promise<NewRecord | PerformFailure> {
    const { id: sessionId, packId } = interview;
    const text = paddedText({ schema: 'self_identification/1', sessionId, packId, formVersion, answers });
    try {
      const body = await parts.sealToHeadOffice(Buffer.from(text, 'ascii'));
      return record(interview, SELF_IDENTIFICATION_TYPE, body);
    } catch (error) {
      parts.log('self_identification.not_sealed', { error: String(error) });
      return { refused: 'storage_failed' };
    }
  }

  /** The candidate's own words replace what was recognised; the transcript itself stays as it was made. */
  function saveReadBack(
    interview: Interview,
    action: Extract<Action, { do: 'save_read_back' }>,
    change: SessionChange,
  ): void {
    const { itemId, of } = action;
    const heard = parts.readings.spokenClauses(interview, itemId, of);
    const kept = heard.flatMap((clause, index): Clause[] => {
      const text = (action.clauses[index] ?? clause.text).trim();
      return text === '' ? [] : [{ ...clause, text, isCorrected: clause.isCorrected || text !== clause.text }];
    });
    const last = heard.at(-1);
    const noTime = { recordingId: null, startMs: null, endMs: null, isCorrected: true };
    const added: Clause[] =
      action.added === '' || !last
        ? []
        : [{ ...last, ...noTime, text: action.added, startChar: last.endChar, endChar: last.endChar }];
    const clauses = [...kept, ...added];
    const changed = heard.length - kept.length + kept.filter(({ isCorrected }) => isCorrected).length + added.length;
    change.readBack = { itemId, of, clauses };
    change.draftDone = readBackDraftKey(itemId, of);
    change.pendingAnswers = [...new Set(heard.map(({ answerKey }) => answerKey))];
    change.records = [
      ...change.records,
      record(interview, 'answer.read_back', { itemId, of, heard: heard.map(({ text }) => text), clauses }),
    ];
    change.audit = [
      ...change.audit,
      audit(interview, 'answer.read_back', { itemId, of, clauses: heard.length, changed }),
    ];
  }

  function afterKeeping(interview: Interview, action: Extract<Action, { do: 'keep_answer' }>): RecordingId[] {
    const { answerKey, step } = action.question;
    const ofItem = store.recordings(interview.id).filter((row) => row.itemId === answerKey);
    parts.readings.advance(interview.id, step.item.id);
    // a retake replaces what came before it; an answer given by touch or skipped keeps no recording at all
    const isReplaced = (row: StoredRecording) => action.body.kind !== 'spoken' || row.take !== action.take;
    return ofItem.filter(isReplaced).map(({ id }) => id);
  }

  return async function perform({ interview, actions }) {
    const change: SessionChange = { interview, records: [], audit: [] };
    const after: (() => Promise<void>)[] = [];
    let isForgotten = false;
    let isErased = false;
    for (const action of actions) {
      switch (action.do) {
        case 'start_recordings': {
          const rows = await start(interview, action);
          if ('refused' in rows) return rows;
          change.newRecordings = rows;
          if (parts.offer.settings().microphone === 'handset' && action.pair.pcm) {
            const pcm = action.pair.pcm;
            after.push(async () => {
              const started = await handset.start(pcm);
              if (!started.ok) parts.log('handset.start_failed', { code: started.code });
            });
          }
          break;
        }
        case 'finish_recordings': {
          const failure = await finish(action);
          if (failure) return failure;
          const { pcm } = action.pair;
          if (pcm) after.push(async () => void parts.readings.noteRecording(pcm));
          // collected only where the law of the site and the candidate allow it (S21)
          const mayObserve = parts.offer.pack().features.facePresence && interview.consents?.scoring === true;
          if (pcm && action.presence && mayObserve)
            change.presence = { recordingId: pcm, observation: action.presence };
          break;
        }
        case 'pause_handset':
          if (parts.offer.settings().microphone === 'handset') after.push(() => handset.pause());
          break;
        case 'resume_handset':
          if (parts.offer.settings().microphone === 'handset') after.push(() => handset.resume());
          break;
        case 'keep_answer': {
          keep(interview, action, change);
          after.push(async () => {
            await files.remove(afterKeeping(interview, action));
          });
          break;
        }
        case 'save_read_back': {
          saveReadBack(interview, action, change);
          after.push(async () => parts.readings.advance(interview.id, action.itemId));
          break;
        }
        case 'drop_draft':
          change.draftDone = action.draftKey;
          break;
        case 'tell':
          change.records = [...change.records, record(interview, action.type, action.body)];
          change.audit = [...change.audit, audit(interview, action.type)];
          break;
        case 'finalize': {
          const answers = store.answers(interview.id);
          const body = {
            reference: codes.reference(interview.id),
            deletionCodeHash: codes.deletionCodeHash(interview.id),
            jobId: interview.job.id,
            jobVersion: interview.job.version,
            ...notForHiring(interview.job),
            locale: interview.locale,
            startedAt: interview.startedAt,
            finalizedAt: interview.finalizedAt,
            answered: countAnswered(interview.job, answers),
            total: interview.job.items.length,
            survey: interview.survey,
          };
          const result = parts.readings.result(interview);
          change.records = [
            ...change.records,
            record(interview, 'session.finalized', body),
            ...(result === null ? [] : [record(interview, 'session.scored', { result })]),
          ];
          change.audit = [...change.audit, audit(interview, 'session.finalized', { answered: answers.length })];
          change.outbox = outboxOf(interview);
          break;
        }
        case 'seal_self_identification': {
          const told = await sealed(interview, action);
          if ('refused' in told) return told;
          change.records = [...change.records, told];
          change.audit = [...change.audit, audit(interview, told.type)];
          break;
        }
        case 'erase': {
          isErased = true;
          const ids = store.recordings(interview.id).map(({ id }) => id);
          after.push(() => files.remove(ids));
          break;
        }
        case 'forget':
          isForgotten = true;
          break;
      }
    }
    if (change.audit.length === 0) change.audit = [audit(interview, `session.${interview.state.kind}`)];
    try {
      if (isErased) store.eraseContents(change);
      else store.commit(change);
    } catch (error) {
      parts.log('session.commit_failed', { error: String(error) });
      return { refused: 'storage_failed' };
    }
    for (const work of after) await work();
    return { interview, isForgotten };
  };
}
