import { Figure } from './figure.tsx';
import { Scene } from './scene.tsx';

const AWNING = [0, 1, 2, 3, 4, 5, 6, 7];

/** A person in an apron among fruit and goods. */
export function StoreIllustration() {
  return (
    <Scene wall="#fbead9">
      {AWNING.map((stripe) => (
        <path
          key={stripe}
          d={`M${stripe * 50} 0H${stripe * 50 + 50}V34C${stripe * 50 + 50} 56 ${stripe * 50} 56 ${stripe * 50} 34Z`}
          fill={stripe % 2 === 0 ? '#c9694a' : '#fff8ea'}
        />
      ))}
      <g fill="#c9945e">
        <rect x="14" y="118" width="120" height="8" rx="3" />
        <rect x="14" y="184" width="120" height="8" rx="3" />
        <rect x="266" y="118" width="120" height="8" rx="3" />
        <rect x="266" y="184" width="120" height="8" rx="3" />
      </g>
      <g>
        <rect x="24" y="82" width="20" height="36" rx="5" fill="#0d6656" />
        <rect x="50" y="76" width="20" height="42" rx="5" fill="#e0a84a" />
        <rect x="76" y="82" width="20" height="36" rx="5" fill="#9ccbbe" />
        <rect x="102" y="88" width="22" height="30" rx="5" fill="#c9694a" />
        <path d="M30 90H38M56 88H64M82 92H90" stroke="#fff8ea" strokeWidth="4" strokeLinecap="round" />
        <rect x="24" y="150" width="30" height="34" rx="4" fill="#e6c79a" />
        <rect x="60" y="144" width="30" height="40" rx="4" fill="#2f7f70" />
        <rect x="96" y="154" width="28" height="30" rx="4" fill="#e0a84a" />
      </g>
      <g>
        <circle cx="286" cy="106" r="12" fill="#d9553f" />
        <circle cx="310" cy="106" r="12" fill="#d9553f" />
        <circle cx="298" cy="88" r="12" fill="#e0705a" />
        <circle cx="344" cy="106" r="12" fill="#7fae4b" />
        <circle cx="368" cy="106" r="12" fill="#6a9a3c" />
        <circle cx="356" cy="88" r="12" fill="#8fbd5c" />
        <circle cx="288" cy="172" r="12" fill="#eba53a" />
        <circle cx="312" cy="172" r="12" fill="#eba53a" />
        <circle cx="336" cy="172" r="12" fill="#f0b44f" />
        <circle cx="360" cy="172" r="12" fill="#eba53a" />
        <circle cx="300" cy="154" r="12" fill="#f0b44f" />
        <circle cx="324" cy="154" r="12" fill="#eba53a" />
        <circle cx="348" cy="154" r="12" fill="#f0b44f" />
      </g>
      <Figure
        x={200}
        y={124}
        skin="#f0c6a2"
        cloth="#fff8ea"
        hair="#6b4630"
        hairStyle="bob"
        over={
          <>
            <path d="M-34 130V60C-34 52 -28 50 -22 50H22C28 50 34 52 34 60V130Z" fill="#0d6656" />
            <path d="M-24 54L-26 16M24 54L26 16" stroke="#0d6656" strokeWidth="8" />
            <path
              d="M-3 88C-14 78 -16 70 -9 67C-5 66 -3 69 0 72C3 69 5 66 9 67C16 70 14 78 3 88L0 90Z"
              fill="#fff8ea"
            />
          </>
        }
      />
      <path
        d="M148 158C136 186 144 208 166 216M252 158C264 186 256 208 234 216"
        fill="none"
        stroke="#f2e4cb"
        strokeWidth="21"
        strokeLinecap="round"
      />
      <path d="M148 206H252L242 250C241 256 236 260 230 260H170C164 260 159 256 158 250Z" fill="#b97f45" />
      <path d="M150 222H250M154 238H246" stroke="#d9a566" strokeWidth="4" />
      <path d="M148 206H252" stroke="#8a5a2a" strokeWidth="7" strokeLinecap="round" />
      <circle cx="178" cy="198" r="12" fill="#d9553f" />
      <circle cx="202" cy="196" r="13" fill="#7fae4b" />
      <circle cx="226" cy="198" r="12" fill="#eba53a" />
      <path d="M148 206H252" stroke="#8a5a2a" strokeWidth="7" strokeLinecap="round" />
      <circle cx="156" cy="212" r="11" fill="#f0c6a2" />
      <circle cx="244" cy="212" r="11" fill="#f0c6a2" />
    </Scene>
  );
}
