import type { Locale } from '#shared/localized.ts';
import { firstWrongFile } from './check-speech-model.ts';
import type { Check, RecogniserProbe } from './ports.ts';

/** A minute of speech should be read in half a minute: the candidate waits for it. Judgement, not a source. */
const SLOW_RTF = 0.5;

const IDS: Readonly<Record<Locale, Check['id']>> = { 'zh-CN': 'recogniser_zh', en: 'recogniser_en' };

/**
 * Whether speech in a language becomes words. Without a recogniser interviews go on and a person listens, so nothing but a
 * changed file is a failure.
 */
export function checkRecogniser(probe: RecogniserProbe): Check {
  return {
    id: IDS[probe.locale],
    async run() {
      const { locale } = probe;
      const found = await probe.find();
      if (found === null) return { result: 'warn', code: 'recogniser_missing', values: { locale } };
      if (found.kind === 'basic') return { result: 'warn', code: 'recogniser_basic', values: { locale } };
      const values = { locale, model: found.modelId };
      const wrong = await firstWrongFile(found);
      if (wrong !== null)
        return { result: 'fail', code: 'recogniser_changed', values: { ...values, file: wrong.file } };
      if (found.measuredRtf === null) return { result: 'pass', code: 'recogniser_present', values };
      const measured = { ...values, secondsPerMinute: Math.max(1, Math.round(found.measuredRtf * 60)) };
      return found.measuredRtf > SLOW_RTF
        ? { result: 'warn', code: 'recogniser_slow', values: measured }
        : { result: 'pass', code: 'recogniser_ready', values: measured };
    },
  };
}
