import type { RecordingId, SessionId } from '#shared/ids.ts';
import type { Pack } from '#shared/pack.ts';
import type { Settings } from '#shared/settings.ts';
import { createAnswerReader } from './answer-reader.ts';
import { createProbeModel } from './analysis/probe-model/probe-model.ts';
import type { AppParts } from './app.ts';
import type { RecordingFiles } from './capture/recording-files.ts';
import type { openKioskStore } from './open-kiosk-store.ts';
import { bankOf } from './question-bank.ts';
import { createReadings } from './session/readings.ts';

/** What reads answers, and what is kept of them: sound is analysed and recognised, words are assessed, follow-up questions chosen. */
export function connectAnswers(
  parts: Pick<AppParts, 'analyst' | 'transcriber' | 'chooseRecogniser' | 'probes' | 'clock' | 'newId' | 'log'>,
  around: Pick<ReturnType<typeof openKioskStore>, 'store' | 'resources'> & {
    open: RecordingFiles['open'];
    settings: () => Settings;
    pack: () => Pack;
    /** There is more to be sent. */
    onRead: () => void;
    /** What is known of an interview has changed. */
    onChanged: (id: SessionId) => void;
  },
) {
  const { clock, log, newId } = parts;
  const { store, resources, settings, pack, onRead, onChanged } = around;
  const reader = createAnswerReader({
    analyst: parts.analyst,
    transcriber: parts.transcriber,
    chooseRecogniser: parts.chooseRecogniser,
    log: ({ eventId, disposition, detail }) => log(eventId, { disposition, ...detail }),
    onAnalysed(id, outcome) {
      // erased while it was being analysed: the result has nobody to belong to
      if (store.recordings.find(id as RecordingId) === null) return;
      store.recordings.saveAnalysis(id as RecordingId, outcome);
      readings.noteRecording(id as RecordingId);
    },
    onTranscribed(id, outcome) {
      if (store.recordings.find(id as RecordingId) === null) return;
      store.assessments.saveTranscript(id as RecordingId, outcome);
      readings.noteRecording(id as RecordingId);
    },
    onAssessed(id, outcome) {
      const changed = readings.noteAssessment(id, outcome);
      if (changed !== null) onChanged(changed);
      onRead();
    },
  });
  const samplesOf = (id: RecordingId) => ({ recordingId: id, read: () => around.open(id).whole() });
  const readings = createReadings({
    store: { ...store.sessions, ...store.assessments, analysis: store.recordings.analysis },
    findInterview: store.sessions.find,
    requests: {
      analyse: ({ id, durationMs }, { voice }) =>
        reader.analyse({ id, pcm: samplesOf(id), durationMs, prosody: voice }),
      transcribe: ({ id }, segments, locale) => reader.transcribe({ id, pcm: samplesOf(id), locale, segments }),
      listenAhead: ({ id }, locale) => reader.listenAhead({ id, pcm: samplesOf(id), locale }),
      assess: reader.assess,
    },
    bank: (purpose) => bankOf(resources.jobs(), purpose),
    probeModel: createProbeModel({ settings: () => settings().probeModel, log }),
    probes: () => parts.probes,
    onChosen: onChanged,
    mayObserveVoice: () => pack().features.voiceObservations,
    now: clock.now,
    newId,
    log,
  });
  return { reader, readings };
}
