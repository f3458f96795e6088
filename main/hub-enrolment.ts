import { changeKeyAtHub, enrolAtHub, type EnrolOutcome, type KeyChangeOutcome } from '#connectors/hub/enrol.ts';
import type { EnrolmentState } from '#shared/contract/enrolment.ts';
import type { Enrolment } from '#shared/enrolment.ts';
import type { Settings } from '#shared/settings.ts';
import { readCode } from '#shared/wire/enrolment.ts';
import { hubRefusal } from './setting-addresses.ts';
import type { DeviceKeys } from './store/device-keys.ts';

/** Why a kiosk was not enrolled. */
export type EnrolFailure =
  | Exclude<EnrolOutcome, { kind: 'enrolled' }>
  | { readonly kind: 'address_refused' | 'code_malformed' };
/** Why a key was not changed. */
export type KeyChangeFailure = Exclude<KeyChangeOutcome, { kind: 'changed' }> | { readonly kind: 'not_enrolled' };

/**
 * Enrolment of this kiosk at head office, and changes of its key.
 *
 * A change of keys that was cut off (head office may have gone over, or not) is finished by doing it again: at the next start, or
 * when head office does not know the key any more.
 */
export function createHubEnrolment(parts: {
  readonly deviceId: string;
  readonly deviceKeys: DeviceKeys;
  readonly rows: {
    current(): Enrolment | null;
    save(enrolment: Enrolment, also: () => void): void;
  };
  readonly settings: { current(): Settings; save(settings: Settings): void };
  /** What head office published is asked for from the beginning. */
  readonly startPublicationsOver: (isOtherHub: boolean) => void;
  readonly audit: (action: string, detail: Record<string, string>) => void;
  /** Lets nothing be sent while it runs, and begins anew afterwards with settings and keys as they are then. */
  readonly whileStill: <T>(work: () => Promise<T>) => Promise<T>;
  /** Believes the certificates that the settings name. */
  readonly fetch?: typeof globalThis.fetch;
  readonly now: () => Date;
  readonly log: (event: string, detail: Record<string, unknown>) => void;
}) {
  const { deviceId, deviceKeys, rows, settings, audit, whileStill, now, log } = parts;
  const { signer } = deviceKeys;
  const asking = parts.fetch === undefined ? {} : { fetch: parts.fetch };
  let changing: Promise<KeyChangeFailure | null> | null = null;

  const state = (): EnrolmentState => ({ enrolment: rows.current(), deviceId, deviceKey: signer.publicKey });

  async function change(enrolment: Enrolment): Promise<KeyChangeFailure | null> {
    const { hubUrl: url, hubKey } = enrolment;
    // on the disk before anybody hears of it: a key that head office knows must not be lost
    const next = deviceKeys.prepareNext();
    const outcome = await changeKeyAtHub({
      ...asking,
      url,
      deviceId,
      hubKey,
      current: signer,
      next,
      at: now().toISOString(),
    });
    if (outcome.kind !== 'changed') return outcome;
    deviceKeys.adoptNext();
    audit('hub.key_changed', { publicKey: signer.publicKey });
    return null;
  }

  function changeKey(): Promise<KeyChangeFailure | null> {
    const enrolment = rows.current();
    if (enrolment === null) return Promise.resolve({ kind: 'not_enrolled' });
    changing ??= whileStill(() => change(enrolment)).finally(() => (changing = null));
    return changing;
  }

  return {
    state,

    /** @returns null when it is enrolled */
    async enrol(url: string, typed: string): Promise<EnrolFailure | null> {
      const code = readCode(typed);
      if (code === null) return { kind: 'code_malformed' };
      if (hubRefusal(url) !== null) return { kind: 'address_refused' };
      const outcome = await enrolAtHub({ ...asking, url, code, deviceId, signer });
      if (outcome.kind !== 'enrolled') {
        log('hub.enrolment_failed', { kind: outcome.kind, reason: 'reason' in outcome ? outcome.reason : '' });
        return outcome;
      }
      const { site, enrolledAt, hubKey } = outcome.answer;
      await whileStill(() => {
        const isOtherHub = rows.current()?.hubKey !== hubKey;
        rows.save({ hubUrl: url, hubKey, site, enrolledAt }, () => {
          parts.startPublicationsOver(isOtherHub);
          settings.save({ ...settings.current(), hub: { url, token: null } });
          audit('hub.enrolled', { url, hubKey, site });
        });
        return Promise.resolve();
      });
      return null;
    },

    /** @returns null when the new key is in use */
    changeKey,

    /** Looks whether a change of keys was cut off; to be called when head office does not know the key. */
    async finishKeyChange(): Promise<void> {
      if (!deviceKeys.hasNext() || changing !== null) return;
      const failure = await changeKey();
      if (failure !== null) log('hub.key_change_open', { kind: failure.kind });
    },
  };
}
export type HubEnrolment = ReturnType<typeof createHubEnrolment>;
