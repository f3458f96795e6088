import type { ReactNode } from 'react';

/** Every drawing of a work sample is this large; the spots of the job files are places in it. */
export const DRAWING_WIDTH = 1000;
export const DRAWING_HEIGHT = 700;

/** One palette for all drawings. Shape tells what colour tells. */
export const TONE = {
  line: '#24403a',
  paper: '#fff8ea',
  wall: '#f3ead8',
  floor: '#dcc9a8',
  floorLine: '#c4ad84',
  wood: '#c9945e',
  woodDark: '#9c6a3a',
  carton: '#d9a566',
  cartonLight: '#e6ba82',
  cartonDark: '#a87338',
  tape: '#fff3d6',
  green: '#0d6656',
  greenSoft: '#9ccbbe',
  teal: '#2f7f70',
  steel: '#8fa3a8',
  steelLight: '#c3d0d3',
  steelDark: '#54686d',
  red: '#c0392b',
  yellow: '#f2b632',
  dark: '#2b3a3d',
  puddle: '#5f8fa8',
  person: '#b8afa2',
  personDark: '#8f867a',
} as const;

/** The sheet a drawing is made on. */
export function Canvas({ children }: { readonly children: ReactNode }) {
  return (
    <svg className="c-drawing__sheet" viewBox={`0 0 ${DRAWING_WIDTH} ${DRAWING_HEIGHT}`} aria-hidden="true">
      {children}
    </svg>
  );
}

/** A back wall down to `horizon` and a floor below it. */
export function Room({ horizon }: { readonly horizon: number }) {
  return (
    <>
      <rect width={DRAWING_WIDTH} height={horizon} fill={TONE.wall} />
      <rect y={horizon} width={DRAWING_WIDTH} height={DRAWING_HEIGHT - horizon} fill={TONE.floor} />
      <path d={`M0 ${horizon}H${DRAWING_WIDTH}`} stroke={TONE.floorLine} strokeWidth="6" />
    </>
  );
}
