const STRAIGHT_RUNS = ['0123456789012345678901', '9876543210987654321098'];

/** PINs that head every published list of leaked PINs and that none of the rules below catches. */
const POPULAR = [
  '112233',
  '121314',
  '131420',
  '147258',
  '159753',
  '246810',
  '520131',
  '520520',
  '521521',
  '789456',
  '147258369',
];

/** A shorter block said again and again: 121212, 123123, 111111. */
function isRepeatedBlock(pin: string): boolean {
  for (let length = 1; length <= pin.length / 2; length += 1) {
    if (pin.length % length === 0 && pin === pin.slice(0, length).repeat(pin.length / length)) return true;
  }
  return false;
}

/** 112233, 001122: every digit doubled, rising or falling by one. */
function isRunOfPairs(pin: string): boolean {
  if (pin.length % 2 !== 0) return false;
  const pairs = pin.match(/../g) ?? [];
  if (!pairs.every((pair) => pair[0] === pair[1])) return false;
  const singles = pairs.map((pair) => pair[0]).join('');
  return STRAIGHT_RUNS.some((run) => run.includes(singles));
}

/** Whether a PIN would be among the first few hundred guesses. Expects digits only. */
export function isPinTooSimple(pin: string): boolean {
  return (
    new Set(pin).size < 3 ||
    STRAIGHT_RUNS.some((run) => run.includes(pin)) ||
    isRepeatedBlock(pin) ||
    isRunOfPairs(pin) ||
    POPULAR.includes(pin)
  );
}

/** Whether somebody may choose this PIN: 6 to 12 digits that are not the first to be guessed. */
export function isAllowedPin(pin: string): boolean {
  return /^[0-9]{6,12}$/.test(pin) && !isPinTooSimple(pin);
}
