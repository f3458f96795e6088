import { moneyFace } from './money-face.ts';

/** Ground and ink by value, near enough to the money in people's pockets to be known at once, far enough not to imitate it. */
const COLOURS: Readonly<Record<number, readonly [ground: string, ink: string]>> = {
  10_000: ['#f3b3ae', '#8f1720'],
  5000: ['#b5dcb9', '#155a2c'],
  2000: ['#ecd2ab', '#6a3f08'],
  1000: ['#b3d0ee', '#123f78'],
  500: ['#d9c1ea', '#4f1f78'],
};
const COIN: Readonly<Record<number, readonly [ground: string, ink: string]>> = {
  100: ['#d9dde0', '#37444a'],
  50: ['#ecc56a', '#5c3f06'],
  10: ['#cfd6d8', '#37444a'],
};

/** A note or coin, drawn plainly: its number says what it is, notes are oblong, coins are round. */
export function Money({ fen, unit }: { readonly fen: number; readonly unit: string }) {
  const { value, isNote } = moneyFace(fen);
  if (isNote) {
    const [ground, ink] = COLOURS[fen] ?? ['#dde3e6', '#24403a'];
    return (
      <svg className="c-money c-money--note" viewBox="0 0 150 76" aria-hidden="true">
        <rect x="2" y="2" width="146" height="72" rx="7" fill={ground} stroke={ink} strokeWidth="4" />
        <rect x="10" y="10" width="130" height="56" rx="4" fill="none" stroke={ink} strokeWidth="1.5" opacity="0.6" />
        <path d="M126 18L134 26L126 34L118 26ZM126 22V30M122 26H130" fill="none" stroke={ink} strokeWidth="2" />
        <text x="18" y="52" fill={ink} fontSize="40" fontWeight="750">
          {value}
        </text>
        <text x="135" y="58" fill={ink} fontSize="18" fontWeight="650" textAnchor="end">
          {unit}
        </text>
      </svg>
    );
  }
  const [ground, ink] = COIN[fen] ?? ['#cfd6d8', '#37444a'];
  return (
    <svg className="c-money c-money--coin" viewBox="0 0 76 76" aria-hidden="true">
      <circle cx="38" cy="38" r="35" fill={ground} stroke={ink} strokeWidth="4" />
      <circle cx="38" cy="38" r="29" fill="none" stroke={ink} strokeWidth="1.5" opacity="0.6" />
      <text x="38" y="42" fill={ink} fontSize="32" fontWeight="750" textAnchor="middle">
        {value}
      </text>
      <text x="38" y="58" fill={ink} fontSize="15" fontWeight="650" textAnchor="middle">
        {unit}
      </text>
    </svg>
  );
}
