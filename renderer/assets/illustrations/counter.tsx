import { Figure } from './figure.tsx';
import { Scene } from './scene.tsx';

/** A person with a headset at a service counter. */
export function CounterIllustration() {
  return (
    <Scene wall="#e3ebf0">
      <rect x="26" y="30" width="104" height="76" rx="8" fill="#ffffff" />
      <path d="M42 52H100M42 68H114M42 84H84" stroke="#b6c9d3" strokeWidth="7" strokeLinecap="round" />
      <path
        d="M262 34H374C381 34 386 39 386 46V92C386 99 381 104 374 104H322L300 122V104H262C255 104 250 99 250 92V46C250 39 255 34 262 34Z"
        fill="#0d6656"
      />
      <circle cx="290" cy="69" r="7" fill="#fff8ea" />
      <circle cx="318" cy="69" r="7" fill="#fff8ea" />
      <circle cx="346" cy="69" r="7" fill="#fff8ea" />
      <path d="M54 214V172" stroke="#5f8f4a" strokeWidth="5" />
      <path
        d="M54 184C34 182 26 168 28 150C46 152 56 164 54 184ZM54 176C72 172 80 158 76 140C60 144 50 158 54 176Z"
        fill="#7fae4b"
      />
      <path d="M38 188H70L66 214H42Z" fill="#c9694a" />
      <Figure
        x={186}
        y={122}
        skin="#d39a72"
        cloth="#c9694a"
        hair="#2b2320"
        hairStyle="short"
        over={<path d="M-20 12L0 46L20 12L10 8H-10Z" fill="#fff8ea" />}
        hat={
          <>
            <path d="M-30 -26C-32 -66 32 -66 30 -26" fill="none" stroke="#24403a" strokeWidth="6" />
            <rect x="-36" y="-34" width="13" height="22" rx="6" fill="#24403a" />
            <rect x="23" y="-34" width="13" height="22" rx="6" fill="#24403a" />
            <path d="M-29 -14C-28 0 -20 2 -10 0" fill="none" stroke="#24403a" strokeWidth="4" strokeLinecap="round" />
            <circle cx="-8" cy="-1" r="4.5" fill="#24403a" />
          </>
        }
      />
      <path
        d="M136 156C122 184 132 204 156 208M236 156C250 184 246 202 226 208"
        fill="none"
        stroke="#c9694a"
        strokeWidth="21"
        strokeLinecap="round"
      />
      <circle cx="160" cy="208" r="11" fill="#d39a72" />
      <circle cx="222" cy="208" r="11" fill="#d39a72" />
      <rect x="0" y="214" width="400" height="46" fill="#b98a58" />
      <rect x="0" y="214" width="400" height="10" fill="#d8ae7c" />
      <rect x="276" y="142" width="96" height="62" rx="7" fill="#24403a" />
      <rect x="284" y="150" width="80" height="46" rx="3" fill="#9ccbbe" />
      <path d="M296 166H340M296 180H326" stroke="#fff8ea" strokeWidth="6" strokeLinecap="round" />
      <path d="M318 204H330V214H318Z" fill="#24403a" />
      <path d="M96 214C96 200 104 194 114 194S132 200 132 214Z" fill="#e0a84a" />
      <circle cx="114" cy="191" r="4" fill="#c78a2c" />
    </Scene>
  );
}
