import type { Microphone } from './microphone-port.ts';

/** Whether a handset delivers sound: opens it, waits for the first of it, closes it. */
export async function listenOnce(
  microphone: Microphone,
): Promise<{ isHeard: true } | { isHeard: false; code: string }> {
  const failure = await microphone.start(() => undefined);
  await microphone.stop();
  return failure ? { isHeard: false, code: failure.code } : { isHeard: true };
}
