import { InferenceSession, Tensor } from 'onnxruntime-node';
import { ANALYSIS_SAMPLE_RATE, type ModelIdentity } from '#shared/analysis.ts';
import { WINDOW_SAMPLES, type VoiceDetector } from './analyse-recording.ts';
import { ForeseenFailure } from '../common/foreseen-failure.ts';
import { readCheckedModel } from '../common/model-files.ts';

const VOICE_MODEL_ID = 'silero_vad_v6';

/**
 * The model wants the last 64 samples of the window before in front of every window. It takes bare windows too, without
 * an error, and then hears nothing at all: recall 0, even in clean speech.
 */
const CONTEXT_SAMPLES = 64;
const STATE_SHAPE = [2, 1, 128];
const STATE_SIZE = 256;

/** Silero VAD v6 on one stream of 16 kHz samples. */
export class SileroVoiceDetector implements VoiceDetector {
  readonly model: ModelIdentity;
  private readonly session: InferenceSession;
  private readonly sampleRate = new Tensor('int64', BigInt64Array.from([BigInt(ANALYSIS_SAMPLE_RATE)]), []);
  private readonly context: Float32Array;
  private state: Tensor = new Tensor('float32', new Float32Array(STATE_SIZE), STATE_SHAPE);

  /** @param contextSamples only the guard test passes anything else than the default */
  constructor(session: InferenceSession, model: ModelIdentity, contextSamples: number = CONTEXT_SAMPLES) {
    this.session = session;
    this.model = model;
    this.context = new Float32Array(contextSamples);
  }

  reset(): void {
    this.context.fill(0);
    this.state = new Tensor('float32', new Float32Array(STATE_SIZE), STATE_SHAPE);
  }

  async next(window: Float32Array): Promise<number> {
    const samples = new Float32Array(this.context.length + WINDOW_SAMPLES);
    samples.set(this.context);
    samples.set(window, this.context.length);
    this.context.set(samples.subarray(samples.length - this.context.length));
    const results = await this.session.run({
      input: new Tensor('float32', samples, [1, samples.length]),
      state: this.state,
      sr: this.sampleRate,
    });
    const { output, stateN } = results;
    const probability = output?.data[0];
    if (!(stateN instanceof Tensor) || typeof probability !== 'number' || !(probability >= 0 && probability <= 1)) {
      throw new ForeseenFailure('model_output_invalid', `${this.model.id} answered ${String(probability)}`);
    }
    this.state = stateN;
    return probability;
  }
}

/**
 * Loads a checked model into one thread: more threads double the CPU time for a fifth less waiting.
 *
 * @throws ForeseenFailure see `readCheckedModel`; `model_load_failed` when the runtime refuses the file
 */
export async function loadSileroSession(
  modelsDir: string,
): Promise<{ session: InferenceSession; model: ModelIdentity }> {
  const { identity, bytes } = await readCheckedModel(modelsDir, VOICE_MODEL_ID);
  try {
    const session = await InferenceSession.create(bytes, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
    });
    return { session, model: identity };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ForeseenFailure('model_load_failed', `${VOICE_MODEL_ID} was not loaded: ${reason}`, { cause: error });
  }
}

/** A voice detector ready for its first recording. */
export async function loadSileroVoiceDetector(modelsDir: string): Promise<SileroVoiceDetector> {
  const { session, model } = await loadSileroSession(modelsDir);
  return new SileroVoiceDetector(session, model);
}
