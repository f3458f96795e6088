export type MoneyUnit = 'yuan' | 'jiao' | 'fen';

/** What stands on a note or coin of so many fen. */
export function moneyFace(fen: number): { readonly value: number; readonly unit: MoneyUnit; readonly isNote: boolean } {
  if (fen >= 100) return { value: fen / 100, unit: 'yuan', isNote: fen >= 500 };
  if (fen >= 10) return { value: fen / 10, unit: 'jiao', isNote: false };
  return { value: fen, unit: 'fen', isNote: false };
}
