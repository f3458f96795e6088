import { Figure } from './figure.tsx';
import { Scene } from './scene.tsx';

/** A person putting parts together at a bench. */
export function AssemblyIllustration() {
  return (
    <Scene wall="#dcebe4">
      <path d="M0 0H400V26H0Z" fill="#c3dcd2" />
      <path d="M58 0V44M342 0V44" stroke="#24403a" strokeWidth="4" />
      <path d="M30 66C30 52 42 44 58 44S86 52 86 66ZM314 66C314 52 326 44 342 44S370 52 370 66Z" fill="#e0a84a" />
      <path d="M30 66H86L104 130H12ZM314 66H370L388 130H296Z" fill="#fff8ea" opacity="0.45" />
      <g fill="none" stroke="#9ccbbe" strokeWidth="9">
        <circle cx="108" cy="104" r="24" />
        <circle cx="304" cy="112" r="18" />
        <path
          d="M108 70V78M108 130V138M74 104H82M134 104H142M84 80L90 86M126 122L132 128M84 128L90 122M126 86L132 80"
          strokeLinecap="round"
        />
      </g>
      <Figure
        x={200}
        y={118}
        skin="#e3ae86"
        cloth="#2f7f70"
        hair="#3a2a22"
        hairStyle="short"
        over={
          <>
            <path d="M-30 130V54C-30 48 -24 46 -18 46H18C24 46 30 48 30 54V130Z" fill="#0d6656" />
            <path d="M-22 50L-24 16M22 50L24 16" stroke="#0d6656" strokeWidth="9" />
            <rect x="-14" y="62" width="28" height="18" rx="4" fill="#2f7f70" />
          </>
        }
        hat={
          <>
            <path d="M-31 -40C-31 -62 -16 -72 0 -72S31 -62 31 -40Z" fill="#e0a84a" />
            <rect x="-37" y="-44" width="74" height="9" rx="4.5" fill="#c78a2c" />
            <path d="M-5 -72H5V-46H-5Z" fill="#c78a2c" />
          </>
        }
      />
      <path
        d="M150 150C138 176 142 196 166 204M250 150C262 176 258 196 234 204"
        fill="none"
        stroke="#2f7f70"
        strokeWidth="21"
        strokeLinecap="round"
      />
      <circle cx="168" cy="204" r="11" fill="#e3ae86" />
      <circle cx="232" cy="204" r="11" fill="#e3ae86" />
      <rect x="176" y="186" width="48" height="30" rx="6" fill="#c9694a" />
      <circle cx="200" cy="201" r="8" fill="#fff8ea" />
      <rect x="0" y="214" width="400" height="46" fill="#c9945e" />
      <rect x="0" y="214" width="400" height="9" fill="#dba972" />
      <rect x="40" y="184" width="66" height="30" rx="5" fill="#e0a84a" />
      <path d="M40 196H106" stroke="#c78a2c" strokeWidth="4" />
      <circle cx="300" cy="203" r="11" fill="#24403a" />
      <circle cx="300" cy="203" r="4.5" fill="#dcebe4" />
      <circle cx="330" cy="205" r="9" fill="#7d8f88" />
      <circle cx="330" cy="205" r="3.5" fill="#dcebe4" />
      <path d="M352 212L372 178" stroke="#24403a" strokeWidth="7" strokeLinecap="round" />
      <path d="M360 196L372 178" stroke="#c9694a" strokeWidth="10" strokeLinecap="round" />
    </Scene>
  );
}
