import type { EmbeddingSettings, ModelFileRole } from '#shared/models.ts';
import { constant, onnxModel, port, step } from './onnx-writer.ts';

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'] as const;
const DIMS = 32;

export const WORD_BAG_SETTINGS: EmbeddingSettings = {
  pooling: 'mean',
  normalise: true,
  dims: DIMS,
  maxTokens: 64,
  prefixes: { query: '', passage: '' },
};

/** Words of a text as a BERT tokenizer cuts them: letters and digits together, every Chinese character alone. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{Script=Han}]|[[\p{L}\p{N}]--\p{Script=Han}]+|[^\s\p{L}\p{N}]/gv) ?? [];
}

function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/**
 * A real sentence model of some kilobytes: every word of its vocabulary has a vector, a text is the mean of its words'. Words
 * of one group share most of their vector, so a text resembles the same said in other words. It understands nothing else:
 * it proves the way from text to vector, never the quality of a model.
 *
 * @param groups words that mean the same; a word alone is a group of its own
 * @returns the files of the model by role
 */
export function wordBagModel(groups: readonly (readonly string[])[]): Readonly<Partial<Record<ModelFileRole, Buffer>>> {
  const next = random(7);
  const words = [...new Set(groups.flat())];
  const vocabulary = [...SPECIAL, ...words.filter((word) => !SPECIAL.some((special) => special === word))];
  const shared = new Map(
    groups.flatMap((group) => {
      const vector = Array.from({ length: DIMS }, next);
      return group.map((word) => [word, vector] as const);
    }),
  );
  const table = vocabulary.flatMap((word) => {
    const own = Array.from({ length: DIMS }, () => 0.2 * next());
    return own.map((value, i) =>
      SPECIAL.some((special) => special === word) ? 0.02 * value : value + (shared.get(word)?.[i] ?? 0),
    );
  });
  return {
    model: onnxModel({
      inputs: [port('input_ids', 'int64', ['batch', 'tokens']), port('attention_mask', 'int64', ['batch', 'tokens'])],
      outputs: [port('last_hidden_state', 'float32', ['batch', 'tokens', DIMS])],
      constants: [
        constant('table', 'float32', [vocabulary.length, DIMS], table),
        constant('last_axis', 'int64', [1], [-1]),
      ],
      nodes: [
        step('Gather', ['table', 'input_ids'], ['vectors'], { axis: 0 }),
        step('Cast', ['attention_mask'], ['mask'], { to: 1 }),
        step('Unsqueeze', ['mask', 'last_axis'], ['mask_column']),
        step('Mul', ['vectors', 'mask_column'], ['last_hidden_state']),
      ],
    }),
    tokenizer: Buffer.from(JSON.stringify(tokenizerOf(vocabulary))),
    tokenizer_config: Buffer.from(
      JSON.stringify({
        tokenizer_class: 'BertTokenizer',
        unk_token: '[UNK]',
        model_max_length: WORD_BAG_SETTINGS.maxTokens,
      }),
    ),
  };
}

function tokenizerOf(vocabulary: readonly string[]): object {
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  const special = (token: string) => ({ id: token, ids: [vocabulary.indexOf(token)], tokens: [token] });
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: SPECIAL.map((content, id) => ({ id, content, ...flags })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [],
      special_tokens: { '[CLS]': special('[CLS]'), '[SEP]': special('[SEP]') },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
    },
  };
}
