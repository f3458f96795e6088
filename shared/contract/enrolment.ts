import { z } from 'zod';
import { Enrolment } from '../enrolment.ts';
import { CERTIFICATE_REFUSALS } from '../wire/certificate-refusal.ts';
import { PublicKey } from '../wire/signature.ts';
import { callableBy } from './call.ts';

export const EnrolmentState = z.strictObject({
  /** Null: this kiosk has not been enrolled. */
  enrolment: Enrolment.nullable(),
  deviceId: z.string(),
  /** Public half of the key this kiosk signs with. */
  deviceKey: PublicKey,
});
export type EnrolmentState = z.infer<typeof EnrolmentState>;

/** Ways not to reach a hub; keys in the locale files. */
const Unreachable = { data: z.strictObject({ reason: z.string() }) };

/** What is wrong with a certificate. */
const Refused = { data: z.strictObject({ refusal: z.enum(CERTIFICATE_REFUSALS) }) };

/** How this kiosk is known at head office. */
export const enrolment = {
  state: callableBy('manager', 'technician').output(EnrolmentState),
  /** Enrols this kiosk with a code from head office, and sends there from now on. The same code may be tried again. */
  enrol: callableBy('manager', 'technician')
    .input(z.strictObject({ url: z.url({ protocol: /^https?$/ }), code: z.string().max(40) }))
    .output(EnrolmentState)
    .errors({
      interview_running: { message: 'An interview is going on; head office is changed between interviews.' },
      address_refused: { message: 'https is needed beyond this machine.' },
      code_malformed: { message: 'A code has 8 letters and digits.' },
      code_wrong: { message: 'Head office does not know this code.' },
      code_used: { message: 'This code was used before.' },
      code_expired: { message: 'This code is too old.' },
      key_differs: { message: 'Head office knows this kiosk with another key.' },
      unsupported: { message: 'This hub cannot enrol kiosks; it is too old.' },
      too_many_tries: {
        message: 'Too many wrong codes.',
        data: z.strictObject({ retryAfterMs: z.number().positive() }),
      },
      hub_unreachable: { message: 'Head office cannot be reached.', ...Unreachable },
      certificate_refused: { message: 'The certificate there is not believed.', ...Refused },
      not_a_hub: { message: 'What answers there is not head office.' },
    }),
  /** Makes a new key for this kiosk and lets head office know, signed with the old one. */
  changeKey: callableBy('manager', 'technician')
    .output(EnrolmentState)
    .errors({
      not_enrolled: { message: 'This kiosk is not enrolled.' },
      device_revoked: { message: 'Head office has ended this kiosk.' },
      key_unknown: { message: 'Head office does not know the key of this kiosk any more.' },
      hub_unreachable: { message: 'Head office cannot be reached.', ...Unreachable },
      certificate_refused: { message: 'The certificate there is not believed.', ...Refused },
      not_a_hub: { message: 'What answers there is not head office.' },
    }),
};
