import { expect, test } from 'vitest';
import type { ModelFileRole, SpeechEngine } from '#shared/models.ts';
import { sherpaConfig } from './sherpa-config.ts';

function configOf(engine: SpeechEngine, ...roles: ModelFileRole[]) {
  const files = roles.map((role) => ({ path: `${role}.bin`, role, sizeBytes: 1, sha256: '0'.repeat(64) }));
  const choice = { library: 'sherpa_onnx', engine, modelId: 'm', directory: '/m', files } as const;
  return sherpaConfig(choice, 'zh-CN').modelConfig;
}

test('each engine gets its files by their roles', () => {
  expect(configOf('sense_voice', 'model', 'tokens')).toEqual({
    senseVoice: { model: '/m/model.bin', language: 'zh', useInverseTextNormalization: 1 },
    tokens: '/m/tokens.bin',
    numThreads: 2,
    provider: 'cpu',
    debug: 0,
  });
  expect(configOf('paraformer', 'tokens', 'model')).toMatchObject({ paraformer: { model: '/m/model.bin' } });
  expect(configOf('whisper', 'encoder', 'decoder', 'tokens')).toMatchObject({
    whisper: { encoder: '/m/encoder.bin', decoder: '/m/decoder.bin', language: 'zh', task: 'transcribe' },
  });
  expect(configOf('zipformer', 'encoder', 'decoder', 'joiner', 'tokens')).toMatchObject({
    transducer: { encoder: '/m/encoder.bin', decoder: '/m/decoder.bin', joiner: '/m/joiner.bin' },
  });
  expect(configOf('zipformer', 'model', 'tokens')).toMatchObject({ zipformerCtc: { model: '/m/model.bin' } });
});

test('a model without a file its engine needs is not given to the library', () => {
  expect(() => configOf('whisper', 'encoder', 'tokens')).toThrow(expect.objectContaining({ code: 'model_missing' }));
  expect(() => configOf('sense_voice', 'model')).toThrow(expect.objectContaining({ code: 'model_missing' }));
});
