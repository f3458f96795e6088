import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SherpaChoice } from '#shared/transcript-protocol.ts';
import { constant, onnxModel, port, step } from '#tests/models/onnx-writer.ts';

/** Index in the list is the token's number in the model. */
const TOKENS = ['<blank>', '<|zh|>', '<|NEUTRAL|>', '<|Speech|>', '<|withitn|>', '测', '▁sure'];
const [QUIET, LOUD] = [TOKENS.indexOf('测'), TOKENS.indexOf('▁sure')];
/** Of the mean log energy of a frame of 80 bands, samples counted to 32768. */
const HEARD_FROM = 8;
const LOUD_FROM = 14;
const FEATURES = 560;

/** The score of each token is `slope * energy + offset`: blank wins in silence, `测` in quiet sound, `▁sure` in loud sound. */
function scores(of: (token: number) => number): number[] {
  return TOKENS.map((_, token) => of(token));
}

/**
 * A model of 3 kB with the face of SenseVoice: the library reads its metadata, computes features, runs it and decodes its
 * output as the real one's. It says one token per stretch of sound and recognises nothing: never evidence of recognition.
 */
export function fakeSenseVoiceModel(): Buffer {
  const slope = scores((token) => (token === QUIET ? 1 : token === LOUD ? 2 : 0));
  const offset = scores((token) =>
    token === QUIET ? -HEARD_FROM : token === LOUD ? -HEARD_FROM - LOUD_FROM : token === 0 ? 0 : -1e4,
  );
  // Four rows in front of the frames: language, emotion, event and text format.
  const tags = [1, 2, 3, 4].flatMap((row) => scores((token) => (token === row ? 50 : 0)));
  const zeros = Array.from({ length: FEATURES }, () => 0);
  return onnxModel({
    nodes: [
      step('ReduceMean', ['x'], ['energy'], { axes: [2], keepdims: 1 }),
      step('MatMul', ['energy', 'slope'], ['sloped']),
      step('Add', ['sloped', 'offset'], ['frames']),
      step('Concat', ['tags', 'frames'], ['logits'], { axis: 1 }),
    ],
    constants: [
      constant('slope', 'float32', [1, TOKENS.length], slope),
      constant('offset', 'float32', [TOKENS.length], offset),
      constant('tags', 'float32', [1, 4, TOKENS.length], tags),
    ],
    inputs: [
      port('x', 'float32', ['N', 'T', FEATURES]),
      port('x_length', 'int32', ['N']),
      port('language', 'int32', ['N']),
      port('text_norm', 'int32', ['N']),
    ],
    outputs: [port('logits', 'float32', ['N', 'T4', TOKENS.length])],
    metadata: {
      comment: 'test',
      model_type: 'sense_voice_ctc',
      version: '1',
      vocab_size: TOKENS.length,
      lfr_window_size: 7,
      lfr_window_shift: 6,
      normalize_samples: 0,
      with_itn: 14,
      without_itn: 15,
      lang_auto: 0,
      lang_zh: 3,
      lang_en: 4,
      lang_ja: 11,
      lang_ko: 12,
      lang_yue: 7,
      neg_mean: zeros.join(','),
      inv_stddev: zeros.map(() => 1).join(','),
    },
  });
}

/** A choice for these bytes as `model.onnx`; size and hash are theirs, so the check before loading lets them pass. */
export async function installFakeModel(
  directory: string,
  model: Buffer = fakeSenseVoiceModel(),
): Promise<SherpaChoice> {
  const tokens = Buffer.from(TOKENS.map((token, i) => `${token} ${i}\n`).join(''));
  await mkdir(directory, { recursive: true });
  const files = [
    { path: 'model.onnx', role: 'model', bytes: model },
    { path: 'tokens.txt', role: 'tokens', bytes: tokens },
  ] as const;
  for (const { path, bytes } of files) await writeFile(join(directory, path), bytes);
  return {
    library: 'sherpa_onnx',
    engine: 'sense_voice',
    modelId: 'fake_sense_voice',
    directory,
    files: files.map(({ path, role, bytes }) => ({
      path,
      role,
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
  };
}
