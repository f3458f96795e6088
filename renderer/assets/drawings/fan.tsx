import type { ReactNode } from 'react';
import { Canvas, DRAWING_WIDTH, TONE } from './canvas.tsx';

const SOLID = { fill: '#bccad2', stroke: '#4b6470' };
const NEW = { fill: '#f2a65a', stroke: '#9a4a0c' };
type Paint = typeof SOLID;

const CENTRE = { x: 500, y: 300 };
const SPOKES = [0, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330];
/** Off their seat parts of the head hang this far to the front left. */
const OFF = 'translate(-80 48)';

function Base({ fill, stroke }: Paint) {
  return (
    <g fill={fill} stroke={stroke} strokeWidth="9" strokeLinejoin="round">
      <ellipse cx="500" cy="604" rx="150" ry="30" />
      <path d="M462 596C462 570 478 566 480 560H520C522 566 538 570 538 596C520 606 480 606 462 596Z" />
    </g>
  );
}

function Pole({ fill, stroke }: Paint) {
  return (
    <g fill={fill} stroke={stroke} strokeWidth="9" strokeLinejoin="round">
      <rect x="482" y="400" width="36" height="170" rx="6" />
      <rect x="474" y="392" width="52" height="22" rx="8" />
    </g>
  );
}

function Motor({ fill, stroke }: Paint) {
  return (
    <g fill={fill} stroke={stroke} strokeWidth="9" strokeLinejoin="round">
      <path d="M482 350H518V402H482Z" />
      <rect x="425" y="242" width="150" height="120" rx="46" />
      <path d="M455 262V342M545 262V342" strokeWidth="7" strokeLinecap="round" />
      <circle cx="500" cy="302" r="34" />
      <circle cx="500" cy="302" r="13" fill={stroke} />
    </g>
  );
}

/** A cage with an open middle. */
function RearGuard({ fill, stroke }: Paint) {
  return (
    <g transform={`translate(${CENTRE.x} ${CENTRE.y})`} fill="none" stroke={stroke} strokeLinecap="round">
      {SPOKES.map((turn) => (
        <path key={turn} d="M0 -64V-204" transform={`rotate(${turn})`} strokeWidth="7" />
      ))}
      <circle r="205" strokeWidth="18" />
      <circle r="205" stroke={fill} strokeWidth="8" />
      <circle r="62" strokeWidth="14" />
      <circle r="62" stroke={fill} strokeWidth="5" />
    </g>
  );
}

function Blade({ fill, stroke }: Paint) {
  return (
    <g
      transform={`translate(${CENTRE.x} ${CENTRE.y})`}
      fill={fill}
      stroke={stroke}
      strokeWidth="9"
      strokeLinejoin="round"
    >
      {[20, 140, 260].map((turn) => (
        <path
          key={turn}
          d="M-14 -22C-64 -62 -76 -128 -34 -156C6 -176 66 -152 70 -104C72 -66 40 -34 16 -22Z"
          transform={`rotate(${turn})`}
        />
      ))}
      <circle r="36" />
      <circle r="9" fill={stroke} />
    </g>
  );
}

/** A cage of rings with a plate in its middle. */
function FrontGuard({ fill, stroke }: Paint) {
  return (
    <g transform={`translate(${CENTRE.x} ${CENTRE.y})`} fill="none" stroke={stroke}>
      {SPOKES.map((turn) => (
        <path key={turn} d="M0 -50V-204" transform={`rotate(${turn})`} strokeWidth="4" />
      ))}
      {[164, 124, 86].map((radius) => (
        <circle key={radius} r={radius} strokeWidth="6" />
      ))}
      <circle r="205" strokeWidth="18" />
      <circle r="205" stroke={fill} strokeWidth="8" />
      <circle r="52" fill={fill} strokeWidth="9" />
      <circle r="34" strokeWidth="5" />
    </g>
  );
}

/** A short fat arrow that points to the right before it is turned. */
function Arrow({ x, y, turn }: { readonly x: number; readonly y: number; readonly turn: number }) {
  return (
    <path
      transform={`translate(${x} ${y}) rotate(${turn})`}
      d="M-62 -19H6V-46L66 0L6 46V19H-62Z"
      fill={NEW.fill}
      stroke={NEW.stroke}
      strokeWidth="9"
      strokeLinejoin="round"
    />
  );
}

function Bench({ children }: { readonly children: ReactNode }) {
  return (
    <Canvas>
      <rect width={DRAWING_WIDTH} height="636" fill="#fbf6ec" />
      <rect y="636" width={DRAWING_WIDTH} height="64" fill={TONE.wood} />
      <rect y="636" width={DRAWING_WIDTH} height="14" fill="#dba972" />
      {children}
    </Canvas>
  );
}

export function FanPole() {
  return (
    <Bench>
      <Base {...SOLID} />
      <g transform="translate(0 -80)">
        <Pole {...NEW} />
      </g>
      <Arrow x={610} y={420} turn={90} />
    </Bench>
  );
}

export function FanMotor() {
  return (
    <Bench>
      <Base {...SOLID} />
      <Pole {...SOLID} />
      <g transform="translate(0 -80)">
        <Motor {...NEW} />
      </g>
      <Arrow x={650} y={290} turn={90} />
    </Bench>
  );
}

export function FanRearGuard() {
  return (
    <Bench>
      <Base {...SOLID} />
      <Pole {...SOLID} />
      <Motor {...SOLID} />
      <g transform={OFF}>
        <RearGuard {...NEW} />
      </g>
      <Arrow x={236} y={560} turn={-31} />
    </Bench>
  );
}

export function FanBlade() {
  return (
    <Bench>
      <Base {...SOLID} />
      <Pole {...SOLID} />
      <Motor {...SOLID} />
      <RearGuard {...SOLID} />
      <g transform={OFF}>
        <Blade {...NEW} />
      </g>
      <Arrow x={236} y={560} turn={-31} />
    </Bench>
  );
}

export function FanFrontGuard() {
  return (
    <Bench>
      <Base {...SOLID} />
      <Pole {...SOLID} />
      <Motor {...SOLID} />
      <RearGuard {...SOLID} />
      <Blade {...SOLID} />
      <g transform={OFF}>
        <FrontGuard {...NEW} />
      </g>
      <Arrow x={236} y={560} turn={-31} />
    </Bench>
  );
}
