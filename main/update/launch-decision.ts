/** Two folders for programs: one runs, the other waits or is the one before. */
export const SLOTS = ['a', 'b'] as const;
export type Slot = (typeof SLOTS)[number];

/** So often a new version may be started without becoming healthy. */
export const TRIAL_BOOTS = 2;
const MOST_BOOTS = 9;

/** What the file `current` says. */
export interface Pointer {
  readonly slot: Slot;
  /** `trial`: nobody has seen this version healthy yet. */
  readonly trust: 'good' | 'trial';
  /** Starts of a version on trial. */
  readonly boots: number;
  /** Whose version was given up, and why this one runs again. */
  readonly failed: Slot | null;
}

/** What a launcher does. */
export interface Decision {
  /** Null: neither slot holds a program. */
  readonly start: Slot | null;
  /** What has to be in `current`, durably, before anything is started; null: what is there. */
  readonly write: Pointer | null;
}

const LINE = /^anteroom-current 1 (a|b) (good|trial) ([0-9]) (a|b|-)\n$/;

export function pointerLine({ slot, trust, boots, failed }: Pointer): string {
  return `anteroom-current 1 ${slot} ${trust} ${boots} ${failed ?? '-'}\n`;
}

/** @returns null for anything but a line that was written whole */
export function readPointerLine(text: string): Pointer | null {
  const found = LINE.exec(text);
  if (found === null) return null;
  const [, slot, trust, boots, failed] = found;
  return {
    slot: slot as Slot,
    trust: trust as Pointer['trust'],
    boots: Number(boots),
    failed: failed === '-' ? null : (failed as Slot),
  };
}

export const otherSlot = (slot: Slot): Slot => (slot === 'a' ? 'b' : 'a');

/**
 * Which version is started. The launchers in resources/kiosk-os/launcher/ decide the same in the words of their shells; a test holds them
 * against this table, case by case.
 *
 * A version on trial that was started {@link TRIAL_BOOTS} times without becoming healthy is given up for the other. A pointer that
 * cannot be read puts whatever is there on trial: it is not known which of the two was good.
 *
 * @param whole which slots hold a program
 */
export function decideLaunch(pointer: Pointer | null, whole: Readonly<Record<Slot, boolean>>): Decision {
  if (pointer === null) {
    const first = SLOTS.find((slot) => whole[slot]);
    if (first === undefined) return { start: null, write: null };
    const hasOther = whole[otherSlot(first)];
    return {
      start: first,
      write: { slot: first, trust: hasOther ? 'trial' : 'good', boots: hasOther ? 1 : 0, failed: null },
    };
  }
  const { slot, trust, boots } = pointer;
  const other = otherSlot(slot);
  const isGivenUp = !whole[slot] || (trust === 'trial' && boots >= TRIAL_BOOTS);
  if (isGivenUp && whole[other]) {
    return { start: other, write: { slot: other, trust: 'good', boots: 0, failed: slot } };
  }
  if (!whole[slot]) return { start: null, write: null };
  if (trust === 'good') return { start: slot, write: null };
  return { start: slot, write: { ...pointer, boots: Math.min(boots + 1, MOST_BOOTS) } };
}
