import { z } from 'zod';
import { Settings } from '../settings.ts';
import { callableByAll, Done } from './call.ts';

export const AppInfo = z.strictObject({
  version: z.string(),
  shell: z.enum(['electron', 'loopback', 'in_process']),
  deviceId: z.string(),
  /** The language the attract screen starts in. */
  locale: z.string(),
  hasKeypad: z.boolean(),
  /** When the keyboard on the screen comes. */
  keyboard: Settings.shape.keyboard.unwrap(),
});

/** The program itself. */
export const app = {
  info: callableByAll().output(AppInfo),

  /** An unforeseen failure on a screen. The stack goes to the log; the person sees the correlation id. */
  reportFailure: callableByAll()
    .input(
      z.strictObject({ correlationId: z.string().max(64), message: z.string().max(2000), stack: z.string().max(8000) }),
    )
    .output(Done),
};
