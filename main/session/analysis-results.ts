import type { SpeechAnalysis as SpeechFacts } from '#assessment/answer-status.ts';
import type { SpeechAnalysis } from '#shared/analysis.ts';
import type { RecordingId, SessionId } from '#shared/ids.ts';
import { statusOf } from './answer-facts.ts';
import type { Interview } from './interview.ts';
import type { SessionStore, StoredRecording } from './ports.ts';

/** What the analyst said of one recording; null while it has not been looked at. */
export type AnalysisFound =
  | { state: 'analysed'; analysis: SpeechAnalysis }
  | { state: 'failed'; errorCode: string }
  | null;

export interface AnalysisResultsParts {
  store: SessionStore;
  /** Interview of any phase; null when it was erased meanwhile. */
  findInterview: (id: SessionId) => Interview | null;
  findAnalysis: (id: RecordingId) => AnalysisFound;
  now: () => Date;
  newId: () => string;
}

/** Speech in all parts of an answer together; a failed part fails the whole, because speech in it would be missing. */
function factsOf(found: readonly AnalysisFound[]): SpeechFacts {
  if (found.some((each) => each === null)) return { state: 'waiting' };
  if (found.some((each) => each?.state === 'failed')) return { state: 'failed' };
  const speechMs = found.reduce((sum, each) => sum + (each?.state === 'analysed' ? each.analysis.speechMs : 0), 0);
  return { state: 'analysed', speechMs };
}

/**
 * Makes the function that is told of each finished analysis: it decides the answer's status anew and tells head office.
 * Returns the session whose answer changed, or null.
 */
export function createAnalysisResults(parts: AnalysisResultsParts): (recordingId: RecordingId) => SessionId | null {
  const { store } = parts;

  return function noteAnalysis(recordingId) {
    const recording = store.findRecording(recordingId);
    const interview = recording && parts.findInterview(recording.sessionId);
    if (!recording || !interview) return null;
    const answer = store.answers(interview.id).find(({ itemId }) => itemId === recording.itemId);
    const item = interview.job.items.find(({ id }) => id === recording.itemId);
    if (!answer || !item || answer.body.kind !== 'spoken' || answer.take !== recording.take) return null;
    const sounds = store.recordings(interview.id).filter((row) => isSoundOf(row, recording));
    const found = sounds.map(({ id }) => parts.findAnalysis(id));
    const status = statusOf(interview, item, answer.body, factsOf(found));
    if (status === 'pending') return null;
    const analyses = found.flatMap((each) => (each?.state === 'analysed' ? [each.analysis] : []));
    store.updateAnswerStatus(
      { ...answer, status },
      {
        id: parts.newId(),
        type: 'answer.analysed',
        sessionId: interview.id,
        capturedAt: parts.now().toISOString(),
        body: { itemId: item.id, take: answer.take, status, analyses },
        recordings: [],
      },
      { actor: 'kiosk', action: 'answer.analysed', subject: interview.id, detail: { itemId: item.id, status } },
    );
    return interview.id;
  };
}

function isSoundOf(row: StoredRecording, of: StoredRecording): boolean {
  return row.kind === 'pcm' && row.itemId === of.itemId && row.take === of.take && row.slices > 0;
}
