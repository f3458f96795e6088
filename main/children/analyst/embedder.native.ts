import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelIdentity } from '#shared/analysis.ts';
import type { EmbeddingCalibration, EmbeddingSettings, ModelFileRole, PinnedModelFile } from '#shared/models.ts';
import { ForeseenFailure } from '../common/foreseen-failure.ts';
import { identityOf, readCheckedFile } from '../common/model-files.ts';
import type { SentenceEmbedder } from './assessor.ts';
import { calibrationOf, cosine, meanRow, toUnit } from './embedding-maths.ts';

/** An installed embedding model, as the model store hands it out. */
export interface EmbeddingModel {
  readonly entry: {
    readonly id: string;
    readonly files: readonly PinnedModelFile[];
    readonly embedding?: EmbeddingSettings | undefined;
  };
  readonly directory: string;
}

/** Pairs of sentences of one language. */
export interface SentencePairs {
  readonly paraphrases: readonly (readonly [string, string])[];
  readonly unrelated: readonly (readonly [string, string])[];
}

/** Whether a text is looked for or looked in; models that make no difference have the same prefix for both. */
export type EmbeddingKind = 'query' | 'passage';

/** Two sentences about different things, in both languages: any model worth loading gives them different vectors. */
const SELF_TEST = [
  '我先停机再叫维修。 I stop the machine first.',
  '顾客要退货。 The customer brings back a coat.',
] as const;
/** Float arithmetic of a vector of some hundred numbers. */
const UNIT_TOLERANCE = 1e-3;

/** A sentence model in memory. The same sentence gives the same bytes, whatever was embedded before or beside it. */
export class Embedder {
  readonly model: ModelIdentity;
  private readonly session: InferenceSession;
  private readonly tokenizer: Tokenizer;
  private readonly settings: EmbeddingSettings;
  /** Special tokens behind every text; they stay when a text is cut. */
  private readonly tailIds: readonly number[];

  constructor(model: ModelIdentity, session: InferenceSession, tokenizer: Tokenizer, settings: EmbeddingSettings) {
    this.model = model;
    this.session = session;
    this.tokenizer = tokenizer;
    this.settings = settings;
    this.tailIds = tailOf(tokenizer);
  }

  /**
   * One vector per sentence. Sentences are run one by one: in a batch, padding and the shared range of quantised numbers would
   * let one sentence change another's vector.
   *
   * @throws ForeseenFailure `model_output_invalid`
   */
  async embed(sentences: readonly string[], kind: EmbeddingKind): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (const sentence of sentences) vectors.push(await this.vectorOf(this.settings.prefixes[kind] + sentence));
    return vectors;
  }

  /** For the scoring engine, in a language the model was calibrated for. */
  calibrated({ c0, c1 }: Pick<EmbeddingCalibration, 'c0' | 'c1'>): SentenceEmbedder {
    return {
      identity: { ...this.model, c0, c1 },
      embed: async (sentences) => (await this.embed(sentences, 'query')).map(toUnit),
    };
  }

  /** c0 and c1 of this model over pairs of one language; null when they are too few or it cannot tell them apart. */
  async calibrate({ paraphrases, unrelated }: SentencePairs): Promise<EmbeddingCalibration | null> {
    const vectors = new Map<string, Float32Array>();
    for (const sentence of new Set([...paraphrases, ...unrelated].flat())) {
      const [vector] = await this.embed([sentence], 'query');
      if (vector !== undefined) vectors.set(sentence, vector);
    }
    const none = new Float32Array(this.settings.dims);
    const cosines = (pairs: SentencePairs['unrelated']) =>
      pairs.map(([a, b]) => cosine(vectors.get(a) ?? none, vectors.get(b) ?? none));
    return calibrationOf(cosines(unrelated), cosines(paraphrases));
  }

  /** @throws ForeseenFailure `model_output_invalid` when the vectors are not what the manifest says, or all alike */
  async selfTest(): Promise<void> {
    const [first, second] = await this.embed(SELF_TEST, 'query');
    if (first === undefined || second === undefined || cosine(first, second) > 1 - UNIT_TOLERANCE) {
      throw this.invalid('gives different sentences the same vector');
    }
    const [again] = await this.embed([SELF_TEST[0]], 'query');
    if (again?.every((value, i) => value === first[i]) !== true) throw this.invalid('gives one sentence two vectors');
  }

  private async vectorOf(text: string): Promise<Float32Array> {
    const rows = await this.run(this.tokenIds(text));
    const { dims, pooling, normalise } = this.settings;
    const vector = pooling === 'cls' ? rows.slice(0, dims) : meanRow(rows, dims);
    if (!vector.every((value) => Number.isFinite(value))) throw this.invalid('answers with numbers that are none');
    return normalise ? toUnit(vector) : vector;
  }

  private tokenIds(text: string): number[] {
    const { ids } = this.tokenizer.encode(text);
    const { maxTokens } = this.settings;
    return ids.length <= maxTokens ? ids : [...ids.slice(0, maxTokens - this.tailIds.length), ...this.tailIds];
  }

  /** `tokens × dims` numbers: what the model says about each token. */
  private async run(ids: readonly number[]): Promise<Float32Array> {
    if (ids.length === 0) throw this.invalid('cuts a text into no tokens');
    const tensor = (value: (id: number) => number) =>
      new Tensor(
        'int64',
        BigInt64Array.from(ids, (id) => BigInt(value(id))),
        [1, ids.length],
      );
    const all = { input_ids: tensor((id) => id), attention_mask: tensor(() => 1), token_type_ids: tensor(() => 0) };
    const feeds = Object.fromEntries(Object.entries(all).filter(([name]) => this.session.inputNames.includes(name)));
    const results = await this.session.run(feeds);
    const output = results['last_hidden_state'] ?? results[this.session.outputNames[0] ?? ''];
    const { dims } = this.settings;
    const isRight = output?.type === 'float32' && output.dims.join() === [1, ids.length, dims].join();
    if (!isRight || !(output.data instanceof Float32Array)) {
      throw this.invalid(
        `answers ${output?.type} [${output?.dims.join()}] instead of float32 [1,${ids.length},${dims}]`,
      );
    }
    // a copy: the runtime's own memory goes with the tensor
    return Float32Array.from(output.data);
  }

  private invalid(what: string): ForeseenFailure {
    return new ForeseenFailure('model_output_invalid', `${this.model.id} ${what}`);
  }
}

/** The tokens a text gets behind its own: those that follow the text's when special ones are added. */
function tailOf(tokenizer: Tokenizer): number[] {
  const bare = tokenizer.encode('a', { add_special_tokens: false }).ids;
  const framed = tokenizer.encode('a').ids;
  const at = framed.findIndex((_id, start) => bare.every((id, i) => framed[start + i] === id));
  return at < 0 ? [] : framed.slice(at + bare.length);
}

/**
 * Loads an installed embedding model: files checked, runtime and tokenizer started, self-test passed.
 *
 * @throws ForeseenFailure those of `readCheckedFile`; `model_unknown` when it is no embedding model or lacks a file;
 * `model_load_failed` when runtime or tokenizer refuse a file; `model_output_invalid` when the self-test fails
 */
export async function loadEmbedder({ entry, directory }: EmbeddingModel): Promise<Embedder> {
  const settings = entry.embedding;
  if (settings === undefined) throw new ForeseenFailure('model_unknown', `${entry.id} is no embedding model`);
  // asynchronous, so that no read that has begun is left without a listener when the next role is missing
  const bytesOf = async (role: ModelFileRole) => {
    const file = entry.files.find((each) => each.role === role);
    if (file === undefined) throw new ForeseenFailure('model_unknown', `${entry.id} has no file for ${role}`);
    return readCheckedFile(directory, file);
  };
  const [model, tokenizerJson, tokenizerConfig] = await Promise.all([
    bytesOf('model'),
    bytesOf('tokenizer'),
    bytesOf('tokenizer_config'),
  ]);
  const embedder = await started(entry.id, async () => {
    const session = await InferenceSession.create(model, {
      // the interview's own work has the other core
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
    });
    const tokenizer = new Tokenizer(parsed(tokenizerJson), parsed(tokenizerConfig));
    return new Embedder(identityOf(entry.id, entry.files), session, tokenizer, settings);
  });
  await embedder.selfTest();
  return embedder;
}

function parsed(bytes: Uint8Array): object {
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as object;
}

async function started<T>(id: string, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ForeseenFailure('model_load_failed', `${id} was not loaded: ${reason}`, { cause: error });
  }
}
