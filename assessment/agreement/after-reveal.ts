/** A level a person gave blind, the machine's beside it, and the level the person left it at. All 1 to 5. */
export interface RevealedLevel<Reason> {
  readonly blind: number;
  readonly machine: number;
  readonly final: number;
  /** Why it was changed; null when it was not. */
  readonly reason: Reason | null;
}

/**
 * How often people follow the machine once they have seen its levels. A person who nearly always comes to the machine's level rates
 * no longer: the counts show that before κ does, which is taken of blind levels only (R25; scoring.md §6).
 */
export function afterReveal<Reason extends string>(levels: readonly RevealedLevel<Reason>[]) {
  const counts = { alike: 0, kept: 0, towards: 0, elsewhere: 0 };
  const reasons = new Map<Reason, number>();
  for (const { blind, machine, final, reason } of levels) {
    if (final !== blind) counts[Math.abs(final - machine) < Math.abs(blind - machine) ? 'towards' : 'elsewhere'] += 1;
    else if (blind === machine) counts.alike += 1;
    else counts.kept += 1;
    if (reason !== null) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return {
    ...counts,
    reasons: [...reasons].map(([reason, count]) => ({ reason, count })).toSorted((a, b) => b.count - a.count),
  };
}
