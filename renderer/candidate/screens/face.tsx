/** Mouths from unhappy to happy, drawn in a 48×48 box. */
const MOUTHS = [
  'M14 36C18 28 30 28 34 36',
  'M15 34C19 30 29 30 33 34',
  'M15 33H33',
  'M15 31C19 36 29 36 33 31',
  'M13 29C16 39 32 39 35 29Z',
] as const;

/** A face for 1 (bad) to 5 (good). The word under it says the same. */
export function Face({ value }: { readonly value: number }) {
  return (
    <svg className="c-face" viewBox="0 0 48 48" aria-hidden="true">
      <circle className="c-face__skin" cx="24" cy="24" r="21" />
      <circle className="c-face__line" cx="17" cy="20" r="2.2" />
      <circle className="c-face__line" cx="31" cy="20" r="2.2" />
      <path className={value === 5 ? 'c-face__line' : 'c-face__mouth'} d={MOUTHS[value - 1] ?? MOUTHS[2]} />
    </svg>
  );
}
