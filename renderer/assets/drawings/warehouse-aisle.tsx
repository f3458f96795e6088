import { Canvas, DRAWING_WIDTH, Room, TONE } from './canvas.tsx';
import { Carton, DoubleDoor, ExitSign, Extinguisher } from './goods.tsx';

function Rack() {
  return (
    <g>
      <g fill={TONE.green}>
        <rect x="40" y="96" width="13" height="452" />
        <rect x="327" y="96" width="13" height="452" />
      </g>
      <g fill={TONE.teal} stroke={TONE.line} strokeWidth="3">
        <rect x="34" y="180" width="312" height="14" rx="3" />
        <rect x="34" y="310" width="312" height="14" rx="3" />
        <rect x="34" y="440" width="312" height="14" rx="3" />
      </g>
    </g>
  );
}

/** Its front corner is ripped open, two bottles stick out, one halfway over the edge of the board. */
function TornCarton() {
  return (
    <g strokeLinejoin="round">
      <rect
        x="138"
        y="206"
        width="110"
        height="102"
        rx="3"
        fill={TONE.carton}
        stroke={TONE.cartonDark}
        strokeWidth="5"
      />
      <rect x="141" y="209" width="104" height="14" fill={TONE.cartonLight} />
      <rect x="185" y="208" width="16" height="34" fill={TONE.tape} />
      <path
        d="M250 232L226 226L230 240L206 242L214 256L192 262L204 274L184 284L196 308H250Z"
        fill="#4a2d12"
        stroke={TONE.cartonDark}
        strokeWidth="4"
      />
      <path
        d="M250 232L226 226L230 240L252 250ZM192 262L204 274L184 284L172 266Z"
        fill="#f4dcb4"
        stroke={TONE.cartonDark}
        strokeWidth="3"
      />
      <g fill="#7fb6d6" stroke="#2c5a78" strokeWidth="4">
        <g transform="translate(222 302) rotate(-18)">
          <rect x="-11" y="-40" width="22" height="40" rx="5" />
          <rect x="-6" y="-54" width="12" height="16" rx="3" />
        </g>
        <g transform="translate(203 328) rotate(46)">
          <rect x="-11" y="-40" width="22" height="40" rx="5" />
          <rect x="-6" y="-54" width="12" height="16" rx="3" />
        </g>
      </g>
    </g>
  );
}

function Pallet({ x, y, width }: { readonly x: number; readonly y: number; readonly width: number }) {
  return (
    <g fill={TONE.wood} stroke={TONE.woodDark} strokeWidth="4">
      <rect x={x} y={y} width={width} height="10" />
      <rect x={x + 4} y={y + 10} width="22" height="16" />
      <rect x={x + width / 2 - 11} y={y + 10} width="22" height="16" />
      <rect x={x + width - 26} y={y + 10} width="22" height="16" />
    </g>
  );
}

/** A crack low on its side, drops, and a puddle. */
function LeakingDrum() {
  return (
    <g strokeLinejoin="round">
      <path
        d="M598 612C600 596 640 600 660 600C690 598 716 604 718 616C720 630 690 634 660 632C630 636 596 628 598 612Z"
        fill={TONE.puddle}
      />
      <path d="M690 610C700 612 704 618 698 622" fill="none" stroke="#d7e8f0" strokeWidth="4" strokeLinecap="round" />
      <g stroke={TONE.line} strokeWidth="5">
        <path d="M605 490V594C605 606 695 606 695 594V490Z" fill="#4f7fa3" />
        <ellipse cx="650" cy="490" rx="45" ry="13" fill="#7fa7c4" />
        <path d="M605 526C605 538 695 538 695 526M605 562C605 574 695 574 695 562" fill="none" />
      </g>
      <ellipse cx="664" cy="488" rx="9" ry="4" fill={TONE.line} />
      <path d="M668 552L676 562L666 570L678 580L670 590" fill="none" stroke="#14242b" strokeWidth="7" />
      <g fill="#bfe0f2" stroke="#14404f" strokeWidth="3">
        <path d="M682 574C688 584 690 588 690 592A8 8 0 0 1 674 592C674 588 676 584 682 574Z" />
        <path d="M702 588C707 596 709 600 709 603A7 7 0 0 1 695 603C695 600 697 596 702 588Z" />
      </g>
    </g>
  );
}

/** Forks down, handle up: parked as it should be. */
function PalletTruck() {
  return (
    <g strokeLinejoin="round" stroke={TONE.line} strokeWidth="5">
      <path d="M142 612L112 560H86" fill="none" stroke={TONE.line} strokeWidth="12" strokeLinecap="round" />
      <path d="M128 606H166V642H128Z" fill={TONE.yellow} />
      <rect x="160" y="626" width="130" height="16" rx="5" fill={TONE.yellow} />
      <circle cx="142" cy="648" r="13" fill={TONE.dark} />
      <circle cx="270" cy="648" r="9" fill={TONE.dark} />
    </g>
  );
}

/** Four things are wrong: a torn carton, a leaning stack, a leaking drum, a blocked emergency exit. The rest is as it should be. */
export function WarehouseAisle() {
  return (
    <Canvas>
      <Room horizon={520} />
      <path d={`M280 660H${DRAWING_WIDTH}`} stroke={TONE.yellow} strokeWidth="16" />
      <Rack />
      <Carton x={62} y={124} width={64} height={56} />
      <Carton x={254} y={128} width={62} height={52} />
      <Carton x={58} y={258} width={44} height={52} />
      <Carton x={281} y={256} width={44} height={54} />
      <Carton x={58} y={346} width={126} height={94} />
      <Carton x={196} y={346} width={126} height={94} />
      <TornCarton />
      <Extinguisher x={610} y={250} />
      <Pallet x={390} y={520} width={150} />
      <Carton x={394} y={468} width={94} height={52} />
      <Carton x={413} y={416} width={94} height={52} />
      <Carton x={432} y={364} width={94} height={52} />
      <Carton x={448} y={309} width={94} height={52} turn={12} />
      <DoubleDoor x={760} y={230} width={180} height={290} />
      <ExitSign x={850} y={180} />
      <Carton x={780} y={450} width={70} height={70} />
      <Carton x={850} y={450} width={70} height={70} />
      <Carton x={780} y={380} width={70} height={70} />
      <Carton x={850} y={380} width={70} height={70} />
      <LeakingDrum />
      <PalletTruck />
    </Canvas>
  );
}
