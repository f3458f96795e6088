import type { Check, ModelProbe } from './ports.ts';

/** Whether the speech model is there, byte for byte as shipped. */
export function checkSpeechModel(probe: ModelProbe): Check {
  return {
    id: 'speech_model',
    async run() {
      const values = { model: probe.modelId };
      for (const file of probe.files) {
        const found = await probe.sha256(file.path);
        if (found === null) return { result: 'fail', code: 'model_missing', values: { ...values, file: file.path } };
        if (found !== file.sha256) {
          return { result: 'fail', code: 'model_changed', values: { ...values, file: file.path } };
        }
      }
      return { result: 'pass', code: 'model_present', values };
    },
  };
}
