import type { ReactNode } from 'react';
import { Canvas, Room, TONE } from './canvas.tsx';

const GLOVE = '#e08a2e';
const GLOVE_LINE = '#8a4a10';

/** Head with a helmet, shoulders and body, seen from the right side. The same in every picture. */
function Person({ x = 0, scale = 1 }: { readonly x?: number; readonly scale?: number }) {
  return (
    <g
      transform={`translate(${x} ${640 * (1 - scale)}) scale(${scale})`}
      stroke={TONE.line}
      strokeWidth="7"
      strokeLinejoin="round"
    >
      <path d="M150 640V380C150 320 180 290 232 290H246C296 290 316 330 316 380V640Z" fill={TONE.teal} />
      <path d="M212 262H256V300C246 312 222 312 212 300Z" fill={TONE.person} />
      <path
        d="M176 180C176 130 206 108 240 108C276 108 302 132 302 178L312 206L300 214V236C300 258 288 268 266 268H226C196 268 176 240 176 206Z"
        fill={TONE.person}
      />
      <path d="M166 178C164 118 200 88 240 88C282 88 310 114 312 158H334C342 158 342 178 334 178Z" fill={TONE.yellow} />
      <path d="M226 92C222 116 222 146 224 176" fill="none" strokeWidth="6" />
      <circle cx="284" cy="204" r="6" fill={TONE.line} stroke="none" />
    </g>
  );
}

/** From the shoulder over the elbow to the wrist. */
function Arm({ elbow, wrist }: { readonly elbow: string; readonly wrist: string }) {
  const path = `M246 348L${elbow}L${wrist}`;
  return (
    <g fill="none" strokeLinecap="round" strokeLinejoin="round">
      <path d={path} stroke={TONE.line} strokeWidth="60" />
      <path d={path} stroke="#3f9686" strokeWidth="46" />
    </g>
  );
}

function Hand({ x, y }: { readonly x: number; readonly y: number }) {
  return <circle cx={x} cy={y} r="28" fill={TONE.person} stroke={TONE.line} strokeWidth="7" />;
}

/** A thick glove with a wide cuff, its thumb up. */
function Glove({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <g transform={`translate(${x} ${y})`} fill={GLOVE} stroke={GLOVE_LINE} strokeWidth="7" strokeLinejoin="round">
      <path d="M0 -30C16 -34 20 -60 38 -58C54 -54 48 -34 42 -24C66 -26 86 -14 86 6C86 28 62 36 40 34H0Z" />
      <rect x="-38" y="-42" width="44" height="88" rx="12" />
    </g>
  );
}

function Gear({ isTurning }: { readonly isTurning: boolean }) {
  return (
    <g transform="translate(590 462)">
      <g fill={TONE.steelLight} stroke={TONE.line} strokeWidth="6" strokeLinejoin="round">
        {[0, 45, 90, 135, 180, 225, 270, 315].map((turn) => (
          <rect key={turn} x="-11" y="-58" width="22" height="26" transform={`rotate(${turn})`} />
        ))}
        <circle r="42" />
        <circle r="13" fill={TONE.dark} />
      </g>
      {isTurning && (
        <g fill="none" stroke={TONE.yellow} strokeWidth="9" strokeLinecap="round" strokeLinejoin="round">
          <path d="M-52 -56A76 76 0 0 1 24 -72M24 -72L2 -88M24 -72L8 -54" />
          <path d="M52 56A76 76 0 0 1 -24 72M-24 72L-2 88M-24 72L-8 54" />
        </g>
      )}
    </g>
  );
}

function Lamp({ isLit }: { readonly isLit: boolean }) {
  return (
    <g stroke={TONE.line} strokeWidth="7" strokeLinejoin="round">
      <path d="M566 296V262C566 234 582 220 600 220S634 234 634 262V296Z" fill={isLit ? '#ffd84d' : '#7d8a8c'} />
      <rect x="550" y="292" width="100" height="26" rx="6" fill={TONE.steelDark} />
      {isLit && (
        <path
          d="M600 196V150M540 214L510 180M660 214L690 180M520 258H474M680 258H726"
          fill="none"
          stroke="#e09a00"
          strokeWidth="14"
          strokeLinecap="round"
        />
      )}
    </g>
  );
}

/** Wall socket, cord and plug: in the socket, or on the floor with the socket empty. */
function Supply({ isPluggedIn }: { readonly isPluggedIn: boolean }) {
  const cord = isPluggedIn
    ? 'M716 590C790 600 780 470 840 444C852 438 860 436 876 436'
    : 'M716 590C760 596 744 660 800 662C826 664 836 650 852 648';
  return (
    <g strokeLinejoin="round">
      <rect x="846" y="372" width="128" height="128" rx="18" fill="#ffffff" stroke={TONE.line} strokeWidth="7" />
      <circle cx="910" cy="436" r="46" fill="#e7e4dc" stroke={TONE.line} strokeWidth="6" />
      <path d={cord} fill="none" stroke={TONE.dark} strokeWidth="15" strokeLinecap="round" />
      {isPluggedIn ? (
        <g fill={TONE.dark} stroke="#ffffff" strokeWidth="4">
          <circle cx="910" cy="436" r="37" />
          <rect x="858" y="419" width="36" height="34" rx="10" />
        </g>
      ) : (
        <>
          <circle cx="893" cy="436" r="9" fill={TONE.dark} />
          <circle cx="927" cy="436" r="9" fill={TONE.dark} />
          <g transform="translate(880 640) rotate(-8)" fill={TONE.dark}>
            <rect x="-34" y="-16" width="26" height="34" rx="8" />
            <rect x="-14" y="-33" width="62" height="68" rx="16" />
            <g fill={TONE.steel} stroke={TONE.line} strokeWidth="3">
              <rect x="48" y="-21" width="42" height="13" rx="5" />
              <rect x="48" y="10" width="42" height="13" rx="5" />
            </g>
          </g>
        </>
      )}
    </g>
  );
}

function Machine({ isRunning, children }: { readonly isRunning: boolean; readonly children?: ReactNode }) {
  return (
    <>
      <g stroke={TONE.line} strokeWidth="7" strokeLinejoin="round">
        <path d="M470 600V640H500V600ZM690 600V640H720V600Z" fill={TONE.steelDark} />
        <rect x="446" y="316" width="290" height="288" rx="16" fill={TONE.steel} />
        <rect x="446" y="356" width="234" height="206" rx="12" fill={TONE.dark} />
        <circle cx="709" cy="380" r="11" fill={TONE.steelLight} />
        <circle cx="709" cy="420" r="11" fill={TONE.steelLight} />
      </g>
      <Gear isTurning={isRunning} />
      <Lamp isLit={isRunning} />
      {children}
    </>
  );
}

function Scene({ isPluggedIn, children }: { readonly isPluggedIn: boolean; readonly children: ReactNode }) {
  return (
    <Canvas>
      <Room horizon={600} />
      <Supply isPluggedIn={isPluggedIn} />
      <Machine isRunning={isPluggedIn} />
      {children}
    </Canvas>
  );
}

function Screwdriver() {
  return (
    <g strokeLinejoin="round" stroke={TONE.line} strokeWidth="6" transform="translate(404 462)">
      <rect x="30" y="-9" width="92" height="14" fill={TONE.steelLight} />
      <rect x="-66" y="-20" width="104" height="36" rx="15" fill={TONE.red} />
    </g>
  );
}

/** Thick gloves on, a hand inside the running machine. */
export function RepairGloves() {
  return (
    <Scene isPluggedIn>
      <Person />
      <Arm elbow="316 462" wrist="412 466" />
      <Glove x={428} y={464} />
    </Scene>
  );
}

/** A long rod pokes into the running machine; the hands stay outside. */
export function RepairRod() {
  return (
    <Scene isPluggedIn>
      <Person />
      <g transform="rotate(4 560 466)">
        <rect
          x="262"
          y="454"
          width="280"
          height="20"
          rx="8"
          fill={TONE.cartonLight}
          stroke={TONE.line}
          strokeWidth="6"
        />
      </g>
      <Arm elbow="282 440" wrist="352 450" />
      <Hand x={372} y={454} />
    </Scene>
  );
}

/** The plug lies on the floor, the lamp is dark; then a screwdriver. */
export function RepairUnplugged() {
  return (
    <Scene isPluggedIn={false}>
      <Person />
      <Screwdriver />
      <Arm elbow="300 456" wrist="372 462" />
      <Hand x={392} y={462} />
    </Scene>
  );
}

/** A screwdriver in the running machine, while somebody else looks on. */
export function RepairWithWatcher() {
  return (
    <Scene isPluggedIn>
      <Person x={-128} scale={0.88} />
      <Person />
      <Screwdriver />
      <Arm elbow="300 456" wrist="372 462" />
      <Hand x={392} y={462} />
    </Scene>
  );
}
