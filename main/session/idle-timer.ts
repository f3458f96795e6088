import type { Clock } from './ports.ts';

export interface IdleTimer {
  /** Somebody is there: counting starts again. */
  touch(): void;
  stop(): void;
  /** When the interview will be sealed, while the warning stands. */
  sealsAt(): string | null;
}

/**
 * Warns, then seals. The candidate may extend as often as they like (WCAG 2.2.1); nothing is discarded by waiting.
 */
export function createIdleTimer(parts: {
  clock: Clock;
  /** Milliseconds until the warning and from there until sealing, read at each touch. */
  limits: () => { warnAfterMs: number; sealAfterMs: number };
  onWarning: () => void;
  onSeal: () => void;
}): IdleTimer {
  let cancel: () => void = () => undefined;
  let sealsAt: string | null = null;

  function stop(): void {
    cancel();
    cancel = () => undefined;
    sealsAt = null;
  }

  return {
    touch() {
      stop();
      const { warnAfterMs, sealAfterMs } = parts.limits();
      cancel = parts.clock.after(warnAfterMs, () => {
        sealsAt = new Date(parts.clock.now().getTime() + sealAfterMs).toISOString();
        cancel = parts.clock.after(sealAfterMs, () => {
          stop();
          parts.onSeal();
        });
        parts.onWarning();
      });
    },
    stop,
    sealsAt: () => sealsAt,
  };
}
