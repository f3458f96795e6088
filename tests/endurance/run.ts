// npm run endurance [-- --candidates 100] [-- --leak page|core]
//
// Exit code 1 when something of a candidate is left after they went, or when memory grew by 5 % or more. `--leak` makes that
// happen, to show that it would be seen: then it is the other way round.
import { parseArgs } from 'node:util';
import { holdCandidates, type Leak, type Visit } from './candidates.ts';
import { driftOf, FEWEST_FOR_DRIFT } from './drift.ts';

const MAX_DRIFT = 0.05;
const MEGABYTE = 1_000_000;
const MEASURES = {
  "the kiosk's program": ({ coreBytes }: Visit) => coreBytes / MEGABYTE,
  'the browser': ({ browserBytes }: Visit) => browserBytes / MEGABYTE,
  "the page's heap": ({ heapBytes }: Visit) => heapBytes / MEGABYTE,
  "nodes of the page's document": ({ nodes }: Visit) => nodes,
} as const;

const { values } = parseArgs({
  options: { candidates: { type: 'string', default: '100' }, leak: { type: 'string', default: 'none' } },
});
const LEAKS: readonly Leak[] = ['none', 'page', 'core'];
const leak = LEAKS.find((each) => each === values.leak);
const candidates = Number(values.candidates);
if (leak === undefined || !Number.isInteger(candidates) || candidates < 1) {
  console.error('Give --candidates a whole number from 1, and --leak one of: none, page, core.');
  process.exit(2);
}

const visits = await holdCandidates(candidates, leak, (visit) => {
  const figures = Object.values(MEASURES).map((measure) => measure(visit).toFixed(1).padStart(8));
  console.log(
    [
      String(visit.number).padStart(4),
      `${visit.seconds.toFixed(1).padStart(6)} s`,
      ...figures,
      ...visit.leftovers,
    ].join(' '),
  );
});
const leftovers = visits.filter(({ leftovers: found }) => found.length > 0).length;
console.log(`${candidates} candidates; something was left after ${leftovers} of them.`);
let hasGrown = false;
for (const [name, measure] of Object.entries(MEASURES)) {
  const drift = driftOf(visits.map(measure));
  if (drift === null) continue;
  hasGrown ||= drift >= MAX_DRIFT;
  console.log(`${name}: ${(100 * drift).toFixed(1)} % (the median of the last ten against candidates 11 to 20)`);
}
if (candidates < FEWEST_FOR_DRIFT) console.log(`Growth is judged from ${FEWEST_FOR_DRIFT} candidates on.`);
const isFaulty = leftovers > 0 || hasGrown;
if (leak !== 'none') console.log(isFaulty ? 'The leak was seen.' : 'THE LEAK WAS NOT SEEN.');
process.exitCode = isFaulty === (leak !== 'none') ? 0 : 1;
