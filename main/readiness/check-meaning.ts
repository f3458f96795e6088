import { firstWrongFile } from './check-speech-model.ts';
import type { Check, Finding, MeaningProbe } from './ports.ts';

/** Whether words are also compared by meaning. Without a model everything works, by words alone: that is no warning. */
export function checkMeaning(probe: MeaningProbe): Check {
  return {
    id: 'meaning',
    async run() {
      const missing: Finding[] = [];
      let model: string | null = null;
      for (const locale of probe.locales) {
        const found = await probe.find(locale);
        if (found === null) {
          missing.push({ result: 'pass', code: 'meaning_partly', values: { locale } });
          continue;
        }
        model = found.modelId;
        const values = { locale, model };
        const wrong = await firstWrongFile(found);
        if (wrong !== null) return { result: 'fail', code: 'meaning_changed', values: { ...values, file: wrong.file } };
        if (!found.isCalibrated) return { result: 'warn', code: 'meaning_uncalibrated', values };
      }
      if (model === null) return { result: 'pass', code: 'meaning_missing', values: {} };
      return missing[0] ?? { result: 'pass', code: 'meaning_ready', values: { model } };
    },
  };
}
