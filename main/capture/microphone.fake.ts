import type { Microphone, MicrophoneFailure } from './microphone-port.ts';
import { type MicrophoneClock, type TakeListener, superviseMicrophone } from './microphone-supervisor.ts';

export interface FakeMicrophone {
  readonly microphone: Microphone;
  /** Says samples into it: they are recorded when the device is open, lost when not, as with a real one. */
  readonly speak: (samples: Int16Array) => void;
  /** The open device fails now, and every further opening too, until {@link FakeMicrophone.heal}. */
  readonly jam: (failure: MicrophoneFailure) => void;
  readonly heal: () => void;
  /** Lets time pass: retries that are due happen. */
  readonly advance: (ms: number) => Promise<void>;
}

/** A microphone made of memory, with a clock of its own, under the same supervision as the real one. */
export function fakeMicrophone(): FakeMicrophone {
  let nowMs = 0;
  let timers: { atMs: number; run: () => void }[] = [];
  const clock: MicrophoneClock = {
    nowMs: () => nowMs,
    after(delayMs, run) {
      const timer = { atMs: nowMs + delayMs, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  };
  let open: TakeListener | undefined;
  let jammed: MicrophoneFailure | undefined;
  const microphone = superviseMicrophone({
    clock,
    openTake(listener) {
      queueMicrotask(() => {
        if (jammed === undefined) {
          open = listener;
          listener.opened();
        } else listener.failed(jammed);
      });
      return {
        close() {
          if (open === listener) open = undefined;
          return Promise.resolve();
        },
      };
    },
  });
  return {
    microphone,
    speak(samples) {
      const bytes = new Uint8Array(samples.length * 2);
      const view = new DataView(bytes.buffer);
      samples.forEach((sample, index) => view.setInt16(index * 2, sample, true));
      open?.bytes(bytes);
      nowMs += samples.length / 16;
    },
    jam(failure) {
      jammed = failure;
      const listener = open;
      open = undefined;
      listener?.failed(failure);
    },
    heal() {
      jammed = undefined;
    },
    async advance(ms) {
      const untilMs = nowMs + ms;
      for (;;) {
        const due = timers.filter((timer) => timer.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (due === undefined) break;
        timers = timers.filter((timer) => timer !== due);
        nowMs = due.atMs;
        due.run();
        // an opening answers a few microtasks later; a macrotask is after all of them
        await new Promise((resolve) => setImmediate(resolve));
      }
      nowMs = untilMs;
    },
  };
}
