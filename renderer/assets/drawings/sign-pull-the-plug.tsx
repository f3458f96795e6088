import { Canvas, DRAWING_HEIGHT, DRAWING_WIDTH } from './canvas.tsx';

/** Mandatory sign "disconnect before maintenance or repair", after ISO 7010 M021. */
export function SignPullThePlug() {
  return (
    <Canvas>
      <rect width={DRAWING_WIDTH} height={DRAWING_HEIGHT} fill="#e9e6df" />
      <circle cx="500" cy="350" r="332" fill="#ffffff" />
      <circle cx="500" cy="350" r="320" fill="#005a9c" />
      <g fill="#ffffff">
        <rect x="640" y="196" width="116" height="308" rx="22" />
        <path
          d="M300 350C214 350 214 462 300 476C372 488 372 580 300 596"
          fill="none"
          stroke="#ffffff"
          strokeWidth="34"
          strokeLinecap="round"
        />
        <rect x="286" y="316" width="60" height="68" rx="16" />
        <path d="M338 276H412C434 276 446 290 446 312V388C446 410 434 424 412 424H338C322 424 316 414 316 400V300C316 286 322 276 338 276Z" />
        <rect x="440" y="298" width="92" height="28" rx="12" />
        <rect x="440" y="374" width="92" height="28" rx="12" />
      </g>
      <g fill="#005a9c">
        <rect x="662" y="296" width="62" height="32" rx="14" />
        <rect x="662" y="372" width="62" height="32" rx="14" />
      </g>
    </Canvas>
  );
}
