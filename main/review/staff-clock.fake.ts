import type { StaffClock, StartTimer } from './ports.ts';

/** A kiosk's clocks and timers that a test moves by hand. */
export class FakeStaffClock implements StaffClock {
  bootId = 'boot-1';
  #wallMs = Date.parse('2026-03-02T08:00:00.000Z');
  #monotonicMs = 1_000;
  readonly #timers = new Set<{ atMs: number; onElapsed: () => void }>();

  nowMs(): number {
    return this.#wallMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  readonly startTimer: StartTimer = (afterMs, onElapsed) => {
    const timer = { atMs: this.#monotonicMs + afterMs, onElapsed };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  get timersRunning(): number {
    return this.#timers.size;
  }

  /** Time passes: both clocks move and due timers fire. */
  pass(ms: number): void {
    this.#wallMs += ms;
    this.#monotonicMs += ms;
    for (const timer of [...this.#timers].toSorted((a, b) => a.atMs - b.atMs)) {
      if (timer.atMs > this.#monotonicMs || !this.#timers.delete(timer)) continue;
      timer.onElapsed();
    }
  }

  /** Somebody sets the wall clock. */
  setWallClock(byMs: number): void {
    this.#wallMs += byMs;
  }

  /** The kiosk starts again: the monotonic clock starts over, timers are gone. */
  reboot(): void {
    this.bootId = `boot-${Number(this.bootId.slice(5)) + 1}`;
    this.#monotonicMs = 0;
    this.#timers.clear();
  }
}
