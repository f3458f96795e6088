import { expect, test } from 'vitest';
import { type InstallFacts, QUIET_MS, whyWait } from './may-install.ts';

const FREE: InstallFacts = {
  isInterviewing: false,
  isRecording: false,
  quietForMs: QUIET_MS,
  isSending: false,
  isInHours: true,
  freeBytes: 1000,
  neededBytes: 1000,
};

test.each([
  [{}, null],
  [{ isInterviewing: true }, 'interview'],
  [{ isRecording: true }, 'recording'],
  [{ quietForMs: QUIET_MS - 1 }, 'quiet'],
  [{ isInHours: false }, 'hours'],
  [{ isSending: true }, 'sending'],
  [{ freeBytes: 999 }, 'disk'],
  // an interview is the first thing a person is told
  [{ isInterviewing: true, isInHours: false, freeBytes: 0 }, 'interview'],
] as const)('%j: %s', (changed, reason) => {
  expect(whyWait({ ...FREE, ...changed })).toBe(reason);
});
