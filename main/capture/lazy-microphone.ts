import type { Microphone } from './microphone-port.ts';

/** A microphone that is opened at its first recording, so that a kiosk without a handset touches no device. */
export function lazyMicrophone(open: () => Microphone): Microphone {
  const listeners = new Set<Parameters<Microphone['subscribe']>[0]>();
  let opened: Microphone | null = null;
  return {
    state: () => opened?.state() ?? 'idle',
    start(sink) {
      // each recording asks anew: the settings may name another device by now
      if (opened === null || opened.state() === 'idle') {
        opened = open();
        opened.subscribe((event) => {
          for (const listener of listeners) listener(event);
        });
      }
      return opened.start(sink);
    },
    pause: async () => {
      await opened?.pause();
    },
    resume: async () => opened?.resume(),
    stop: async () => (opened === null ? { samples: 0, batches: 0 } : opened.stop()),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
