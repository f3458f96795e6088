import type { Check, ModelProbe } from './ports.ts';

/** The first file of a model that is not there or not byte for byte as it has to be; null when all are. */
export async function firstWrongFile({
  files,
  sha256,
}: ModelProbe): Promise<{ file: string; isMissing: boolean } | null> {
  for (const { path, sha256: expected } of files) {
    const found = await sha256(path);
    if (found !== expected) return { file: path, isMissing: found === null };
  }
  return null;
}

/** Whether the model that finds speech is there, byte for byte as shipped. */
export function checkSpeechModel(probe: ModelProbe): Check {
  return {
    id: 'speech_model',
    async run() {
      const values = { model: probe.modelId };
      const wrong = await firstWrongFile(probe);
      if (wrong === null) return { result: 'pass', code: 'model_present', values };
      const code = wrong.isMissing ? 'model_missing' : 'model_changed';
      return { result: 'fail', code, values: { ...values, file: wrong.file } };
    },
  };
}
