import type { Check, DisplayProbe } from './ports.ts';

/** The screens are drawn for 1280 × 800; below this a question and its answer no longer fit side by side. Judgement, not a source. */
const LEAST = { width: 1024, height: 700 } as const;

/** Whether the kiosk has one display, large enough, and the same as at its start. Left out where the shell cannot see displays. */
export function checkDisplays(probe: DisplayProbe): Check {
  return {
    id: 'displays',
    async run() {
      const displays = probe.displays();
      if (displays === null) return null;
      const primary = displays.find(({ isPrimary }) => isPrimary);
      if (primary === undefined) return { result: 'fail', code: 'display_missing', values: {} };
      const values = { width: primary.width, height: primary.height };
      if (primary.width < LEAST.width || primary.height < LEAST.height)
        return { result: 'fail', code: 'display_too_small', values };
      if (primary.id !== probe.primaryAtStart) return { result: 'warn', code: 'display_changed', values };
      if (displays.length > 1)
        return { result: 'warn', code: 'display_several', values: { ...values, count: displays.length - 1 } };
      return { result: 'pass', code: 'display_fit', values };
    },
  };
}
