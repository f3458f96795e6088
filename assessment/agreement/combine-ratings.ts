/**
 * A person's and the machine's rating as one, by formula and not by mood: F = (wₕ H + wₘ M) / (wₕ + wₘ) with w =
 * reliability / (1 − reliability) (scoring.md §6). Until the use gates hold the machine weighs at most half as much as the
 * person. Only where the policy allows it: by default the person's rating stands alone.
 *
 * @param human rating and its reliability, above 0 and below 1
 * @param machine the same
 * @param gatesAreMet see `checkGates`
 */
export function combineRatings(
  human: { readonly rating: number; readonly reliability: number },
  machine: { readonly rating: number; readonly reliability: number },
  gatesAreMet: boolean,
): number {
  const weightOf = (reliability: number) => reliability / (1 - reliability);
  const byHuman = weightOf(human.reliability);
  const asMeasured = weightOf(machine.reliability);
  const byMachine = gatesAreMet ? asMeasured : Math.min(asMeasured, byHuman / 2);
  return (byHuman * human.rating + byMachine * machine.rating) / (byHuman + byMachine);
}
