import { Canvas, Room, TONE } from './canvas.tsx';
import { Carton, DoubleDoor, ExitSign, Extinguisher } from './goods.tsx';

function Counter() {
  return (
    <g strokeLinejoin="round" stroke={TONE.line} strokeWidth="5">
      <rect x="346" y="344" width="338" height="176" fill={TONE.teal} />
      <rect x="330" y="330" width="370" height="20" rx="5" fill={TONE.wood} />
      <g fill="#3f9686">
        <rect x="368" y="368" width="92" height="130" rx="6" />
        <rect x="470" y="368" width="92" height="130" rx="6" />
        <rect x="572" y="368" width="92" height="130" rx="6" />
      </g>
      <path d="M424 330V306H438V330Z" fill={TONE.steelDark} />
      <rect x="408" y="324" width="46" height="8" rx="3" fill={TONE.steelDark} />
      <rect x="384" y="252" width="94" height="60" rx="7" fill={TONE.dark} />
      <rect x="393" y="261" width="76" height="42" fill={TONE.greenSoft} stroke="none" />
      <path d="M516 322C516 302 526 294 540 294S564 302 564 322Z" fill={TONE.yellow} />
      <rect x="508" y="320" width="64" height="11" rx="4" fill={TONE.dark} />
      <path d="M540 294V284" strokeWidth="7" strokeLinecap="round" />
    </g>
  );
}

/** A puddle, two drops, and the paper cup it came from. */
function Spill() {
  return (
    <g strokeLinejoin="round">
      <path
        d="M476 622C474 600 520 604 545 598C580 590 616 600 614 620C614 640 580 648 548 646C510 652 478 644 476 622Z"
        fill={TONE.puddle}
      />
      <path d="M560 610C584 608 596 614 596 622" fill="none" stroke="#d7e8f0" strokeWidth="5" strokeLinecap="round" />
      <g fill={TONE.puddle}>
        <ellipse cx="600" cy="578" rx="13" ry="7" />
        <ellipse cx="570" cy="566" rx="9" ry="5" />
      </g>
      <g transform="translate(508 610) rotate(-74)" stroke={TONE.line} strokeWidth="5">
        <path d="M-26 -34H26L18 36H-18Z" fill="#ffffff" />
        <ellipse cx="0" cy="-34" rx="26" ry="9" fill="#efe7d6" />
        <path d="M-23 -10H23L21 12H-21Z" fill={TONE.red} stroke="none" />
      </g>
    </g>
  );
}

/** Loops of cable over the floor, one standing up with its shadow under it; it ends at a small fan. */
function Cable() {
  return (
    <g strokeLinejoin="round" strokeLinecap="round">
      <rect x="184" y="424" width="44" height="44" rx="7" fill="#ffffff" stroke={TONE.line} strokeWidth="5" />
      <circle cx="199" cy="446" r="4" fill={TONE.line} />
      <rect x="202" y="438" width="22" height="18" rx="5" fill={TONE.dark} />
      <ellipse cx="252" cy="594" rx="44" ry="10" fill="#a98f64" opacity="0.75" />
      <path
        d="M213 450C196 500 168 520 180 560C190 596 214 640 236 636C262 630 282 540 262 528C240 518 226 588 244 622C262 656 288 656 304 646"
        fill="none"
        stroke={TONE.dark}
        strokeWidth="11"
      />
      <g stroke={TONE.line} strokeWidth="4">
        <path d="M318 652H334V626H318Z" fill={TONE.steelDark} />
        <ellipse cx="326" cy="655" rx="24" ry="7" fill={TONE.steelDark} />
        <circle cx="326" cy="612" r="26" fill="#ffffff" />
        <path d="M326 612V588M326 612L346 624M326 612L306 624" fill="none" strokeWidth="9" stroke={TONE.greenSoft} />
        <circle cx="326" cy="612" r="6" fill={TONE.line} />
      </g>
    </g>
  );
}

/** Parcels and a trolley stand in front of the door, whole and straight. */
function InFrontOfTheDoor() {
  return (
    <>
      <Carton x={792} y={452} width={68} height={63} />
      <Carton x={796} y={390} width={60} height={60} />
      <g stroke={TONE.line} strokeWidth="5" strokeLinejoin="round">
        <path d="M926 500V380H910" fill="none" stroke={TONE.steelDark} strokeWidth="11" strokeLinecap="round" />
        <rect x="862" y="492" width="68" height="10" rx="3" fill={TONE.steel} />
        <circle cx="876" cy="510" r="9" fill={TONE.dark} />
        <circle cx="916" cy="510" r="9" fill={TONE.dark} />
      </g>
      <Carton x={864} y={432} width={54} height={58} />
    </>
  );
}

/** Two parcels in their place; a third hangs more than halfway over the edge and tips. */
function Shelf() {
  return (
    <g>
      <g fill={TONE.steelDark} stroke={TONE.line} strokeWidth="3">
        <path d="M84 312H98V356H84ZM98 312H134L98 344Z" />
        <path d="M222 312H236V356H222ZM236 312H272L236 344Z" />
      </g>
      <rect x="50" y="298" width="222" height="16" rx="4" fill={TONE.wood} stroke={TONE.woodDark} strokeWidth="4" />
      <Carton x={122} y={236} width={66} height={62} />
      <Carton x={192} y={236} width={66} height={62} />
      <g transform="rotate(-20 126 234)">
        <Carton x={70} y={178} width={84} height={56} />
      </g>
      <path
        d="M66 268C56 274 54 282 58 290M86 274C78 278 77 284 80 290"
        fill="none"
        stroke={TONE.red}
        strokeWidth="6"
        strokeLinecap="round"
      />
    </g>
  );
}

function Plant() {
  return (
    <g strokeLinejoin="round">
      <path
        d="M44 540C20 520 14 490 22 462C44 474 52 506 44 540ZM44 540C44 506 60 482 84 476C86 504 70 530 44 540ZM44 540C26 536 8 522 4 500C22 500 40 516 44 540Z"
        fill="#6a9a3c"
        stroke="#3f6422"
        strokeWidth="4"
      />
      <path d="M12 538H78L70 600H20Z" fill="#c9694a" stroke="#7f3a22" strokeWidth="5" />
    </g>
  );
}

function Bin() {
  return (
    <g stroke={TONE.line} strokeWidth="5" strokeLinejoin="round">
      <path d="M696 536H752L746 604H702Z" fill={TONE.steel} />
      <path d="M690 536C690 520 704 514 724 514S758 520 758 536Z" fill={TONE.steelDark} />
      <path d="M712 550L715 592M736 550L733 592" fill="none" strokeWidth="4" />
    </g>
  );
}

function Clock() {
  return (
    <g stroke={TONE.line} strokeWidth="6" strokeLinecap="round">
      <circle cx="520" cy="110" r="44" fill="#ffffff" />
      <path d="M520 76V82M520 138V144M486 110H492M548 110H554M520 110V88M520 110L536 122" />
    </g>
  );
}

/** Four things are wrong: a spill, a cable across the way, a blocked emergency exit, parcels about to fall. The rest is in order. */
export function CounterHall() {
  return (
    <Canvas>
      <Room horizon={480} />
      <Clock />
      <Extinguisher x={334} y={200} />
      <Shelf />
      <DoubleDoor x={780} y={220} width={160} height={300} />
      <ExitSign x={860} y={172} />
      <Counter />
      <Plant />
      <InFrontOfTheDoor />
      <Bin />
      <Cable />
      <Spill />
    </Canvas>
  );
}
