import { isCertificateRefusal } from '#shared/wire/certificate-refusal.ts';
import type { Check, HubProbe } from './ports.ts';

const DAY_MS = 86_400_000;
/** Interviews that have waited longer than this need a person: a bundle by USB, or a look at the network. */
export const SILENT_WARN_DAYS = 7;
/** Refusals with a next step of their own. */
const OWN_CODES: ReadonlySet<string> = new Set(['device_revoked', 'hub_key_changed']);

/** Whether head office answers, and how long ago something reached it. Interviews never depend on it. */
export function checkHub(probe: HubProbe): Check {
  return {
    id: 'hub',
    async run() {
      if (!probe.isConfigured()) return { result: 'warn', code: 'hub_not_configured', values: {} };
      const lastSentAt = probe.lastSentAt();
      const waiting = probe.waiting();
      const silentDays =
        lastSentAt === null ? null : Math.max(0, Math.floor((probe.nowMs() - Date.parse(lastSentAt)) / DAY_MS));
      const values = {
        waiting,
        ...(lastSentAt === null ? {} : { lastSentAt }),
        ...(silentDays === null ? {} : { days: silentDays }),
      };
      const outcome = await probe.reach();
      switch (outcome.kind) {
        case 'refused':
          if (isCertificateRefusal(outcome.detail)) return { result: 'fail', code: 'hub_certificate', values };
          return {
            result: 'fail',
            code: OWN_CODES.has(outcome.detail) ? outcome.detail : 'hub_refused',
            values: { ...values, status: outcome.status },
          };
        case 'unreachable':
          return waiting > 0 && silentDays !== null && silentDays >= SILENT_WARN_DAYS
            ? { result: 'fail', code: 'hub_silent', values: { ...values, reason: outcome.reason } }
            : { result: 'warn', code: 'hub_unreachable', values: { ...values, reason: outcome.reason } };
        case 'reached':
          return { result: 'pass', code: 'hub_reached', values };
      }
    },
  };
}
