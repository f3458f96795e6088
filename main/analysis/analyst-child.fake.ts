import { ANALYSIS_VERSION, type AnalysisError, AnalystRequest, type SpeechAnalysis } from '#shared/analysis.ts';
import type { AnalystChild, AnalystLauncher, ChildExit } from './ports.ts';

const MODEL = { id: 'silero_vad_v6', sha256: '0'.repeat(64) };

/** A complete, unremarkable result: 10 s with two phrases and the pause between them. */
export function sampleSpeechAnalysis(): SpeechAnalysis {
  return {
    analysisVersion: ANALYSIS_VERSION,
    model: MODEL,
    durationMs: 10_000,
    speechMs: 7_008,
    speechSegments: [
      { startMs: 992, endMs: 4_000 },
      { startMs: 5_000, endMs: 9_000 },
    ],
    asrSegments: [
      { startMs: 892, endMs: 4_200 },
      { startMs: 4_900, endMs: 9_200 },
    ],
    pauses: [{ startMs: 4_000, endMs: 5_000 }],
    speechLevelDbfs: { value: -26 },
    snrDb: { value: 24 },
    clippingPerMinute: { value: 0 },
    peakRatio: 0.4,
    dcOffsetRatio: 0,
    nonFiniteSamples: 0,
    flags: [],
  };
}

/** What the fake does with one request. */
export type FakeAnswer = 'analyse' | 'crash' | 'hang' | 'talk_nonsense' | 'answer_another' | AnalysisError;

/** What the fake does when it is started. */
export type FakeStart = 'ready' | 'crash' | 'hang' | 'throw' | AnalysisError;

export interface FakeAnalyst extends AnalystLauncher {
  readonly starts: number;
  readonly kills: number;
  /** Ids in the order they reached any child. */
  readonly asked: readonly string[];
  /** Ends the running child as `kill -9` would. */
  crashNow(): void;
}

/**
 * An analyst that behaves: values are copied both ways as a process border copies them, messages and the end arrive
 * later, never inside the call, and it crashes, hangs or misbehaves on demand.
 *
 * @param onRequest decides per request; `attempt` counts how often this id was asked, from 1
 * @param onStart decides per start, from 1
 */
export function createFakeAnalyst(
  onRequest: (id: string, attempt: number) => FakeAnswer = () => 'analyse',
  onStart: (start: number) => FakeStart = () => 'ready',
): FakeAnalyst {
  const asked: string[] = [];
  let starts = 0;
  let kills = 0;
  let crashNow: () => void = () => undefined;

  function start(): AnalystChild {
    starts += 1;
    const behaviour = onStart(starts);
    if (behaviour === 'throw') throw new Error('spawn EAGAIN');
    let hear: (value: unknown) => void = () => undefined;
    let tellExit: (exit: ChildExit) => void = () => undefined;
    let isAlive = true;
    const post = (value: unknown): void => {
      const copy: unknown = structuredClone(value);
      setImmediate(() => hear(copy));
    };
    const end = (exit: ChildExit): void => {
      if (!isAlive) return;
      isAlive = false;
      setImmediate(() => tellExit(exit));
    };
    crashNow = () => end({ code: null, signal: 'SIGKILL' });

    if (behaviour === 'ready') post({ kind: 'ready', model: MODEL });
    else if (behaviour === 'crash') end({ code: 1, signal: null });
    else if (behaviour !== 'hang') post({ kind: 'start_failed', error: behaviour });

    return {
      pid: 1000 + starts,
      send(request) {
        if (!isAlive) return;
        const { id } = AnalystRequest.parse(structuredClone(request));
        asked.push(id);
        const answer = onRequest(id, asked.filter((other) => other === id).length);
        if (answer === 'crash') end({ code: null, signal: 'SIGABRT' });
        else if (answer === 'talk_nonsense') post({ kind: 'analysed', id, ok: { speechMs: 'plenty' } });
        else if (answer === 'answer_another') post({ kind: 'analysed', id: 'other', ok: sampleSpeechAnalysis() });
        else if (answer === 'analyse') {
          post({ kind: 'progress', id, doneMs: 5_000, totalMs: 10_000 });
          post({ kind: 'analysed', id, ok: sampleSpeechAnalysis() });
        } else if (answer !== 'hang') post({ kind: 'failed', id, error: answer });
      },
      onMessage: (listen) => void (hear = listen),
      onExit: (listen) => void (tellExit = listen),
      kill() {
        kills += 1;
        end({ code: null, signal: 'SIGKILL' });
      },
    };
  }

  return {
    start,
    get starts() {
      return starts;
    },
    get kills() {
      return kills;
    },
    asked,
    crashNow: () => crashNow(),
  };
}
