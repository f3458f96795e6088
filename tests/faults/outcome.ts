/** One line of the table: what a kind of fault did to what was acknowledged. */
export interface Outcome {
  readonly kind: string;
  readonly runs: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly orphans: number;
  /** The most in one run. */
  readonly mediaBytesLost: number;
  /** Damage that was seen, of damage that changed content; null where nothing is damaged. */
  readonly detected: number | null;
  readonly changed: number | null;
  /** Whether the promise was kept; a control, which takes the protection away, has to break it. */
  readonly isAsPromised: boolean;
  readonly seconds: number;
  /** What went wrong, with what is needed to see it again. */
  readonly complaints: readonly string[];
}

/** For what a kind of fault has no figures of. */
export const NOTHING_COUNTED = {
  acknowledged: 0,
  lost: 0,
  orphans: 0,
  mediaBytesLost: 0,
  detected: null,
  changed: null,
  complaints: [],
} as const satisfies Partial<Outcome>;

/** Measures a run. */
export function stopwatch(): () => number {
  const start = performance.now();
  return () => (performance.now() - start) / 1000;
}

export function printOutcomes(outcomes: readonly Outcome[]): void {
  const lines = outcomes.map((outcome) => [
    outcome.kind,
    {
      runs: outcome.runs,
      acknowledged: outcome.acknowledged,
      lost: outcome.lost,
      orphans: outcome.orphans,
      'media bytes lost': outcome.mediaBytesLost,
      'detected/changed': outcome.changed === null ? '' : `${outcome.detected}/${outcome.changed}`,
      seconds: Number(outcome.seconds.toFixed(1)),
      'as promised': outcome.isAsPromised,
    },
  ]);
  console.table(Object.fromEntries(lines));
}
