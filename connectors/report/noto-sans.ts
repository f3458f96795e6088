import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const PACKAGE = '@fontsource-variable/noto-sans-sc';
/** Nothing is drawn of these; no font has them, though the index lists them. Lines are broken by the writer of the page. */
const CONTROL = /\p{Cc}/u;
/** Drawn in place of a sign that the font does not have, such as an emoji. */
const MISSING = '□';

/** Part of a text that one font can draw. */
export type FontRun = { readonly font: string; readonly text: string };

export type NotoSans = {
  /** TrueType fonts by the name that runs use, each with no more than the signs that were asked for. */
  readonly fonts: ReadonlyMap<string, Uint8Array>;
  readonly runs: (text: string, weight: number) => FontRun[];
};

type Range = readonly [number, number];

function readRanges(text: string): Range[] {
  return text.split(',').map((part) => {
    const [first = '0', last = first] = part.trim().slice(2).split('-');
    return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
  });
}

const fileOf = (path: string) => fileURLToPath(import.meta.resolve(`${PACKAGE}/${path}`));

async function openIndex(): Promise<(sign: string) => string | null> {
  const index = JSON.parse(await readFile(fileOf('unicode.json'), 'utf8')) as Record<string, string>;
  const files = Object.entries(index).map(([name, ranges]) => ({
    file: name.replaceAll(/[[\]]/g, ''),
    ranges: readRanges(ranges),
  }));
  return (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    return files.find(({ ranges }) => ranges.some(([first, last]) => code >= first && code <= last))?.file ?? null;
  };
}

/**
 * Noto Sans SC for a document. The font comes as a hundred files by frequency of the signs; of each that is needed a subset is made, so
 * that a report carries some ten kilobytes of font and reads the same on a machine without Chinese fonts.
 *
 * @param texts all text of the document, by weight (100 to 900)
 */
export async function notoSansFor(texts: ReadonlyMap<number, string>): Promise<NotoSans> {
  const { default: subsetFont } = await import('subset-font');
  const fileFor = await openIndex();
  const fonts = new Map<string, Uint8Array>();
  for (const [weight, text] of texts) {
    const needed = new Map<string, Set<string>>();
    for (const sign of new Set(`${text}${MISSING}`)) {
      const file = CONTROL.test(sign) ? null : fileFor(sign);
      if (file !== null) needed.set(file, (needed.get(file) ?? new Set()).add(sign));
    }
    for (const [file, signs] of needed) {
      const whole = await readFile(fileOf(`files/noto-sans-sc-${file}-wght-normal.woff2`));
      const options = { targetFormat: 'truetype' as const, variationAxes: { wght: weight } };
      fonts.set(`${file}-${weight}`, await subsetFont(whole, [...signs].join(''), options));
    }
  }
  return {
    fonts,
    runs: (text, weight) => {
      const runs: { font: string; text: string }[] = [];
      for (const sign of text) {
        const before = runs.at(-1);
        if (CONTROL.test(sign)) {
          if (sign === '\n' && before !== undefined) before.text += sign;
          continue;
        }
        const file = fileFor(sign);
        const shown = file === null ? MISSING : sign;
        const font = `${file ?? fileFor(MISSING)}-${weight}`;
        if (before?.font === font) before.text += shown;
        else runs.push({ font, text: shown });
      }
      return runs;
    },
  };
}
