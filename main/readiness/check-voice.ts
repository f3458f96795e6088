import type { Check, VoiceProbe } from './ports.ts';

/** Whether the questions can be read aloud. Never a failure: they stand on the screen as well. */
export function checkVoice(probe: VoiceProbe): Check {
  return {
    id: 'voice',
    async run() {
      for (const locale of probe.locales) {
        const outcome = await probe.speak(locale);
        if (!outcome.isSpoken) {
          return { result: 'warn', code: 'voice_missing', values: { locale, reason: outcome.reason } };
        }
      }
      return { result: 'pass', code: 'voice_ready', values: {} };
    },
  };
}
