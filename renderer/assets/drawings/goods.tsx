import { TONE } from './canvas.tsx';

interface Place {
  readonly x: number;
  readonly y: number;
}

/** A closed, whole carton; (x, y) is its upper left corner. */
export function Carton({
  x,
  y,
  width,
  height,
  turn = 0,
}: Place & { readonly width: number; readonly height: number; readonly turn?: number }) {
  const middle = width / 2;
  return (
    <g transform={`translate(${x} ${y}) rotate(${turn} ${middle} ${height})`}>
      <rect width={width} height={height} rx="3" fill={TONE.carton} stroke={TONE.cartonDark} strokeWidth="5" />
      <rect x="3" y="3" width={width - 6} height={Math.min(14, height * 0.2)} fill={TONE.cartonLight} />
      <rect x={middle - 8} y="2" width="16" height={height * 0.42} fill={TONE.tape} />
      <path
        d={`M${width - 26} ${height - 12}V${height - 30}M${width - 33} ${height - 23}L${width - 26} ${height - 31}L${width - 19} ${height - 23}`}
        fill="none"
        stroke={TONE.cartonDark}
        strokeWidth="4"
      />
    </g>
  );
}

/** The green sign over an emergency exit: somebody runs to a door. */
export function ExitSign({ x, y }: Place) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect x="-62" y="-32" width="124" height="64" rx="6" fill="#0a7d3e" stroke="#ffffff" strokeWidth="4" />
      <rect x="18" y="-24" width="34" height="48" fill="#ffffff" />
      <path d="M18 -24L32 -16V24H18Z" fill="#cfe8d8" />
      <circle cx="-20" cy="-19" r="6.5" fill="#ffffff" />
      <path
        d="M-24 -8L-34 4M-24 -8L-8 -2M-24 -8L-24 8L-10 12L-12 26M-24 8L-36 20L-46 18"
        fill="none"
        stroke="#ffffff"
        strokeWidth="7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </g>
  );
}

/** A double door with bars to push; (x, y) is its upper left corner. */
export function DoubleDoor({ x, y, width, height }: Place & { readonly width: number; readonly height: number }) {
  const middle = width / 2;
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect x="-10" y="-10" width={width + 20} height={height + 10} fill={TONE.steelDark} />
      <g fill="#a9c6b4" stroke={TONE.line} strokeWidth="5">
        <rect width={middle} height={height} />
        <rect x={middle} width={middle} height={height} />
      </g>
      <g fill="#dff0ea" stroke={TONE.line} strokeWidth="4">
        <rect x={middle / 2 - 20} y="24" width="40" height="62" rx="4" />
        <rect x={middle * 1.5 - 20} y="24" width="40" height="62" rx="4" />
      </g>
      <g fill={TONE.steelLight} stroke={TONE.line} strokeWidth="4">
        <rect x="10" y="112" width={middle - 22} height="16" rx="8" />
        <rect x={middle + 12} y="112" width={middle - 22} height="16" rx="8" />
      </g>
    </g>
  );
}

/** A fire extinguisher on its wall hook. */
export function Extinguisher({ x, y }: Place) {
  return (
    <g transform={`translate(${x} ${y})`} strokeLinejoin="round">
      <rect x="-8" y="-66" width="16" height="20" rx="3" fill={TONE.steelDark} />
      <path d="M10 -40C40 -36 44 -4 34 22" fill="none" stroke={TONE.dark} strokeWidth="7" strokeLinecap="round" />
      <rect x="-22" y="-30" width="44" height="92" rx="14" fill={TONE.red} stroke="#7f1c12" strokeWidth="5" />
      <rect x="-22" y="2" width="44" height="22" fill="#fff3d6" />
      <path
        d="M-14 -34H14V-46H-14ZM-20 -50H18"
        fill={TONE.dark}
        stroke={TONE.dark}
        strokeWidth="7"
        strokeLinecap="round"
      />
    </g>
  );
}
