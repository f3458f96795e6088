import type { implementContract } from './contract-server.ts';
import type { HubEnrolment } from './hub-enrolment.ts';

/** Calls of the noun `enrolment`, with each foreseen failure as its named error. */
export function enrolmentCalls(
  os: ReturnType<typeof implementContract>['enrolment'],
  parts: {
    readonly enrolment: Pick<HubEnrolment, 'state' | 'enrol' | 'changeKey'>;
    readonly isInterviewRunning: () => boolean;
    /** What the settings say has changed. */
    readonly refresh: () => void;
  },
) {
  const { enrolment } = parts;
  return {
    state: os.state.handler(() => enrolment.state()),
    enrol: os.enrol.handler(async ({ input, errors }) => {
      if (parts.isInterviewRunning()) throw errors.interview_running();
      const failure = await enrolment.enrol(input.url, input.code);
      switch (failure?.kind) {
        case undefined:
          parts.refresh();
          return enrolment.state();
        case 'address_refused':
          throw errors.address_refused();
        case 'code_malformed':
          throw errors.code_malformed();
        case 'too_many_tries':
          throw errors.too_many_tries({ data: { retryAfterMs: failure.retryAfterMs } });
        case 'unreachable':
          throw failure.reason === 'not_a_hub'
            ? errors.not_a_hub()
            : errors.hub_unreachable({ data: { reason: failure.reason } });
        case 'certificate_refused':
          throw errors.certificate_refused({ data: { refusal: failure.refusal } });
        case 'refused':
          throw errors[failure.reason]();
      }
    }),
    changeKey: os.changeKey.handler(async ({ errors }) => {
      const failure = await enrolment.changeKey();
      switch (failure?.kind) {
        case undefined:
          return enrolment.state();
        case 'not_enrolled':
          throw errors.not_enrolled();
        case 'unreachable':
          throw failure.reason === 'not_a_hub'
            ? errors.not_a_hub()
            : errors.hub_unreachable({ data: { reason: failure.reason } });
        case 'certificate_refused':
          throw errors.certificate_refused({ data: { refusal: failure.refusal } });
        case 'refused':
          throw errors[failure.reason]();
      }
    }),
  };
}
