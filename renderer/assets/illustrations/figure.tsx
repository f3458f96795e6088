import type { ReactNode } from 'react';

export interface FigureProps {
  readonly x: number;
  readonly y: number;
  readonly skin: string;
  readonly cloth: string;
  readonly hair: string;
  readonly hairStyle: 'short' | 'bob' | 'bun';
  readonly scale?: number;
  /** Drawn over the body: apron, vest. */
  readonly over?: ReactNode;
  /** Drawn over the head: hat, headset. */
  readonly hat?: ReactNode;
}

const HAIR = {
  short: 'M-27 -30C-29 -58 -12 -64 2 -63C20 -62 29 -50 27 -30C22 -40 18 -44 4 -44C-10 -44 -20 -42 -27 -30Z',
  bob: 'M-29 -6C-36 -40 -26 -64 1 -64C28 -64 36 -40 29 -6C26 -2 21 -4 22 -10C25 -30 20 -42 6 -46C-4 -38 -20 -36 -23 -26C-24 -20 -23 -14 -22 -10C-21 -4 -26 -2 -29 -6Z',
  bun: 'M-27 -26C-31 -56 -14 -64 1 -64C18 -64 31 -54 27 -26C22 -38 16 -44 0 -45C-14 -44 -22 -38 -27 -26ZM-13 -66a13 11 0 1 1 26 0a13 11 0 1 1 -26 0Z',
};

/** The upper half of a friendly person; (x, y) is the collar. */
export function Figure({ x, y, skin, cloth, hair, hairStyle, scale = 1, over, hat }: FigureProps) {
  return (
    <g transform={`translate(${x} ${y}) scale(${scale})`}>
      <path d="M-56 130C-58 60 -50 22 -20 12H20C50 22 58 60 56 130Z" fill={cloth} />
      {over}
      <path d="M-11 -8H11V12C11 22 -11 22 -11 12Z" fill={skin} />
      <path d="M-11 0C-4 8 6 8 11 2V9C4 15 -6 14 -11 9Z" fill="#000000" opacity="0.12" />
      <ellipse cx="0" cy="-28" rx="26" ry="30" fill={skin} />
      <path d={HAIR[hairStyle]} fill={hair} />
      <circle cx="-9" cy="-25" r="2.6" fill="#2a2320" />
      <circle cx="10" cy="-25" r="2.6" fill="#2a2320" />
      <path d="M-8 -12C-4 -7 5 -7 9 -12" fill="none" stroke="#2a2320" strokeWidth="2.6" strokeLinecap="round" />
      {hat}
    </g>
  );
}
