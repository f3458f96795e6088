/** Notes and coins of one value: how many lie on the tray. */
export interface Pile {
  readonly fen: number;
  readonly count: number;
}

/** More of one kind than anybody needs; the core takes no more. */
const MOST_OF_A_KIND = 50;

/** One more piece on the tray; the largest lie first. The same tray when there are too many already. */
export function putOnTray(tray: readonly Pile[], fen: number): readonly Pile[] {
  const count = tray.find((pile) => pile.fen === fen)?.count ?? 0;
  if (count >= MOST_OF_A_KIND) return tray;
  const others = tray.filter((pile) => pile.fen !== fen);
  return [...others, { fen, count: count + 1 }].sort((a, b) => b.fen - a.fen);
}

/** One piece less. */
export function takeFromTray(tray: readonly Pile[], fen: number): readonly Pile[] {
  return tray.flatMap((pile) => {
    if (pile.fen !== fen) return [pile];
    return pile.count > 1 ? [{ fen, count: pile.count - 1 }] : [];
  });
}

/** Notes and coins in use, in fen. */
const IN_USE = [10_000, 5000, 2000, 1000, 500, 100, 50, 10] as const;

/** The fewest notes and coins that make up an amount, largest first: what a customer would hand over. */
export function handedOver(amountFen: number): Pile[] {
  let left = amountFen;
  return IN_USE.flatMap((fen) => {
    const count = Math.floor(left / fen);
    left -= count * fen;
    return count > 0 ? [{ fen, count }] : [];
  });
}
