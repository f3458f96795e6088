import type { Locale } from '#shared/localized.ts';
import type { ModelFileRole } from '#shared/models.ts';
import type { SherpaChoice } from '#shared/transcript-protocol.ts';
import { join } from 'node:path';
import { ForeseenFailure } from '../common/foreseen-failure.ts';

/** The part of sherpa-onnx' `OfflineModelConfig` that names the model. */
type EngineConfig =
  | {
      readonly senseVoice: {
        readonly model: string;
        readonly language: string;
        readonly useInverseTextNormalization: 1;
      };
    }
  | { readonly paraformer: { readonly model: string } }
  | {
      readonly whisper: {
        readonly encoder: string;
        readonly decoder: string;
        readonly language: string;
        readonly task: 'transcribe';
      };
    }
  | { readonly transducer: { readonly encoder: string; readonly decoder: string; readonly joiner: string } }
  | { readonly zipformerCtc: { readonly model: string } };

/** What is given to `OfflineRecognizer.createAsync`. */
export interface SherpaConfig {
  readonly featConfig: { readonly sampleRate: 16_000; readonly featureDim: 80 };
  readonly modelConfig: EngineConfig & {
    readonly tokens: string;
    readonly numThreads: number;
    readonly provider: 'cpu';
    readonly debug: 0;
  };
}

/** One of the kiosk's cores stays free for the picture. */
const THREADS = 2;

/**
 * How a model of the catalogue is loaded. SenseVoice writes punctuation and digits; Whisper too.
 *
 * @throws ForeseenFailure `model_missing` when the entry lists no file for a role the engine needs
 */
export function sherpaConfig(choice: SherpaChoice, locale: Locale): SherpaConfig {
  const pathOf = (role: ModelFileRole): string => {
    const file = choice.files.find((each) => each.role === role);
    if (file === undefined) throw new ForeseenFailure('model_missing', `${choice.modelId} lists no file for ${role}`);
    return join(choice.directory, file.path);
  };
  const language = locale === 'zh-CN' ? 'zh' : 'en';
  function engineConfig(): EngineConfig {
    switch (choice.engine) {
      case 'sense_voice':
        return { senseVoice: { model: pathOf('model'), language, useInverseTextNormalization: 1 } };
      case 'paraformer':
        return { paraformer: { model: pathOf('model') } };
      case 'whisper':
        return { whisper: { encoder: pathOf('encoder'), decoder: pathOf('decoder'), language, task: 'transcribe' } };
      case 'zipformer':
        return choice.files.some(({ role }) => role === 'joiner')
          ? { transducer: { encoder: pathOf('encoder'), decoder: pathOf('decoder'), joiner: pathOf('joiner') } }
          : { zipformerCtc: { model: pathOf('model') } };
    }
  }
  return {
    featConfig: { sampleRate: 16_000, featureDim: 80 },
    modelConfig: { ...engineConfig(), tokens: pathOf('tokens'), numThreads: THREADS, provider: 'cpu', debug: 0 },
  };
}
