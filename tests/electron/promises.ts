/**
 * What the locked-down shell promises. The stand-in (promises.test.ts) keeps every one of them as far as it can; Electron itself
 * (real-shell.spec.ts) keeps them wherever its program is present. Neither file can leave one out: both are typed by these names.
 */
export const PROMISES = {
  kiosk: 'the window is a kiosk, and nobody closes it',
  isolation: 'the page has no Node, no world of the preload script, and is in the sandbox',
  developerTools: 'there are no developer tools',
  navigation: 'the page goes nowhere else, not even to itself',
  windows: 'the page opens no other window',
  addresses: 'nothing but the page, its blobs and data addresses is loaded',
  policy: 'the page is served under its content security policy',
  permissions: 'camera and microphone are for our own page, every other permission is for nobody',
  foreignFrame: 'a foreign frame gets no port to the core and is not heard',
  chords: 'no chord of the catalogue reaches the page',
  nextCandidate: 'after an interview the page, its session and the clipboard are gone',
  crash: 'after a crash the page is back',
  rest: 'after three crashes in ten minutes a page of rest stands there, and the core goes on',
  displays: 'every other display is black, whatever is plugged in or out',
  noPort: 'nothing listens on a port',
  keyring: 'the keys are locked by the keyring of the operating system',
} as const;

export type PromiseName = keyof typeof PROMISES;

/** How each promise is proven. */
export type Proofs<Arguments extends readonly unknown[]> = Readonly<
  Record<PromiseName, (...given: Arguments) => Promise<void>>
>;

export const PROMISE_NAMES = Object.keys(PROMISES) as PromiseName[];
