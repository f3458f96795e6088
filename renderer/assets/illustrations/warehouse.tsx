import { Figure } from './figure.tsx';
import { Scene } from './scene.tsx';

function Box({ x, y, width, height, tone }: { x: number; y: number; width: number; height: number; tone: string }) {
  return (
    <g>
      <rect x={x} y={y} width={width} height={height} rx="3" fill={tone} />
      <rect x={x + width / 2 - 5} y={y} width="10" height={height * 0.45} fill="#fff8ea" opacity="0.55" />
    </g>
  );
}

/** A person carrying a box between shelves. */
export function WarehouseIllustration() {
  return (
    <Scene wall="#f4e3c8">
      <path d="M0 228H400V260H0Z" fill="#d9c3a0" />
      <g fill="#24403a">
        <rect x="18" y="20" width="7" height="212" />
        <rect x="130" y="20" width="7" height="212" />
        <rect x="263" y="20" width="7" height="212" />
        <rect x="375" y="20" width="7" height="212" />
      </g>
      <g fill="#0d6656">
        <rect x="14" y="84" width="127" height="9" rx="3" />
        <rect x="14" y="156" width="127" height="9" rx="3" />
        <rect x="259" y="84" width="127" height="9" rx="3" />
        <rect x="259" y="156" width="127" height="9" rx="3" />
      </g>
      <Box x={32} y={42} width={44} height={42} tone="#d39a5a" />
      <Box x={82} y={54} width={42} height={30} tone="#c9694a" />
      <Box x={34} y={120} width={34} height={36} tone="#c98a4a" />
      <Box x={74} y={108} width={50} height={48} tone="#e0b374" />
      <Box x={32} y={188} width={56} height={42} tone="#d39a5a" />
      <Box x={276} y={50} width={52} height={34} tone="#e0b374" />
      <Box x={334} y={36} width={36} height={48} tone="#d39a5a" />
      <Box x={278} y={112} width={42} height={44} tone="#c9694a" />
      <Box x={326} y={122} width={44} height={34} tone="#c98a4a" />
      <Box x={318} y={184} width={52} height={46} tone="#e0b374" />
      <Figure
        x={200}
        y={112}
        skin="#b97a52"
        cloth="#35534c"
        hair="#1f1a18"
        hairStyle="bun"
        scale={1.06}
        over={
          <>
            <path d="M-44 130C-46 70 -38 28 -22 14L-6 30V130ZM44 130C46 70 38 28 22 14L6 30V130Z" fill="#e58a3c" />
            <path d="M-44 84H-6V97H-45ZM6 84H44L45 97H6Z" fill="#fff3c9" />
          </>
        }
      />
      <path
        d="M146 148C134 176 138 192 152 204M254 148C266 176 262 192 248 204"
        fill="none"
        stroke="#35534c"
        strokeWidth="22"
        strokeLinecap="round"
      />
      <rect x="148" y="168" width="104" height="78" rx="6" fill="#d9a566" />
      <rect x="148" y="168" width="104" height="14" rx="6" fill="#e6ba82" />
      <rect x="190" y="168" width="20" height="34" fill="#fff8ea" opacity="0.75" />
      <path
        d="M222 232V216M216 222L222 215L228 222M240 232V216M234 222L240 215L246 222"
        fill="none"
        stroke="#8a5a2a"
        strokeWidth="3.5"
        strokeLinecap="round"
      />
      <circle cx="150" cy="208" r="12" fill="#b97a52" />
      <circle cx="250" cy="208" r="12" fill="#b97a52" />
    </Scene>
  );
}
