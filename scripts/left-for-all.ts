// What `npm test` leaves for `npm run test:all`, in one place: `npm test` is read by people who wait for it. Both `npm run unit`
// and `npm run e2e` leave nothing out.

/** True in `npm test` alone (scripts/run.mjs). */
export const IS_QUICK = process.env['ANTEROOM_TESTS'] === 'quick';

/** Kinds of tests that are left out, by the tag they carry in vitest: why each can wait. */
export const LEFT_TAGS = {
  'second-database': 'one suite, which npm test runs on SQLite, again on PostgreSQL',
  fixtures: 'looks at what tests are made with: every story spoken, every clip made anew',
  corpus: 'figures over the whole corpus of voices, which change with the analyst alone',
} as const;

/** Stories in the browser that are left out, by the reason. */
export const LEFT_STORIES = {
  language:
    'the same story in the second language; npm test looks at its texts and at the narrow candidate screens in both',
  codec: 'the same walk with another codec',
  loop: 'a whole interview on a disk that fills up or fails; npm test does the same to the store alone (tests/faults)',
  device: 'the same journey with another microphone',
} as const;

/** What is drawn by chance, and therefore goes on everywhere with other values: how much of it. */
const AMOUNTS = {
  kills: { all: 8, quick: 4, what: 'kills of a writing kiosk (npm run faults -- --kills)' },
  syscalls: { all: 75, quick: 12, what: 'syscalls at which a kiosk is killed (npm run faults -- --syscalls)' },
  bits: { all: 40, quick: 15, what: 'flipped bits (npm run faults -- --flips)' },
  frames: { all: 12, quick: 5, what: 'damaged frames of a WAL' },
  sectors: { all: 8, quick: 4, what: 'torn sectors' },
} as const;

/** How many of these are done in this run. */
export function amountOf(name: keyof typeof AMOUNTS): number {
  return AMOUNTS[name][IS_QUICK ? 'quick' : 'all'];
}

/** A sentence for each amount that is smaller in `npm test`. */
export function smallerAmounts(): string[] {
  return Object.values(AMOUNTS).map(({ all, quick, what }) => `${quick} instead of ${all} ${what}`);
}
