import { type CountryCode, findPhoneNumbersInText } from 'libphonenumber-js';
import { isPlausibleName } from './plausible-name.ts';
import { headingKey, OTHER_HEADINGS, SKILL_HEADINGS, TITLES } from './section-names.ts';

/** Where a name was taken from: `label`: what stands behind 姓名 or Name; `first_line`: the line on top is plausibly one; `none`: a person types it. */
export type NameSource = 'label' | 'first_line' | 'none';

export interface PdfContact {
  /** Empty where none was found: nothing is made up. */
  readonly name: string;
  readonly nameFrom: NameSource;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  /** What is listed under a heading for skills, as it is written there. */
  readonly skills: readonly string[];
}

const LABELLED_NAME = /(?:^|\s)(?:姓\s*名|名字|full name|name)\s*[:：]\s*(.+)$/i;
/** `drawPaper` and tables: the label stands in a column of its own. */
const NAME_COLUMN = /^(?:姓\s*名|full name|name)\s{1,}(\S.*)$/i;
/** The next label of the same line. */
const NEXT_LABEL = /\s+[\p{L}-]{1,12}\s*[:：].*$|\s{2,}.*$|[,，;；|/].*$/u;
const LONGEST_NAME = 60;
const EMAIL = /[\w.+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi;
/** Months and years of posts: 2019.03-2023.10 reads like a telephone number otherwise. */
const DATES =
  /(?<!\d)(?:19|20)\d{2}(?:[./年-]\d{1,2}(?!\d)月?)?(?:\s*[-–~至]\s*(?:19|20)\d{2}(?:[./年-]\d{1,2}(?!\d)月?)?)?(?!\d)/g;
const SEPARATORS = /[、，,;；|/•·●▪■◆\t]|\s{3,}/;
/** An entry that is longer is a sentence and no tag. */
const LONGEST_SKILL = 40;
const MOST_SKILLS = 60;
/** Lines after which a list of skills has surely ended, whatever its next heading is called. */
const MOST_LINES = 25;

/** Takes out of the text of a résumé who it is of and the skills it lists; what it says in sentences is left alone. */
export function readPdfResume(lines: readonly string[], region: CountryCode): PdfContact {
  const clean = lines.map((line) =>
    line
      .normalize('NFKC')
      .replaceAll(/\p{Cc}/gu, ' ')
      .trim(),
  );
  const text = clean.join('\n');
  const [email] = text.match(EMAIL) ?? [];
  const [phone] = findPhoneNumbersInText(text.replaceAll(DATES, ' '), region);
  return {
    ...nameOf(clean),
    emails: email === undefined ? [] : [email],
    phones: phone === undefined ? [] : [phone.number.number],
    skills: skillsOf(clean),
  };
}

function nameOf(lines: readonly string[]): Pick<PdfContact, 'name' | 'nameFrom'> {
  for (const line of lines) {
    const found = LABELLED_NAME.exec(line)?.[1] ?? NAME_COLUMN.exec(line)?.[1];
    const name = found?.replace(NEXT_LABEL, '').trim() ?? '';
    if (name !== '' && name.length <= LONGEST_NAME && /^\p{L}/u.test(name)) return { name, nameFrom: 'label' };
  }
  const top = lines.find((line) => !TITLES.has(headingKey(line)));
  // 王 芳: signs of a title are often set apart
  const name = top === undefined || !/^[\p{Script=Han}\s]+$/u.test(top) ? (top ?? '') : top.replaceAll(/\s/g, '');
  return isPlausibleName(name) ? { name, nameFrom: 'first_line' } : { name: '', nameFrom: 'none' };
}

function skillsOf(lines: readonly string[]): string[] {
  const entries: string[] = [];
  let left = 0;
  for (const line of lines) {
    const { key, rest } = headed(line);
    if (SKILL_HEADINGS.has(key)) {
      left = MOST_LINES;
      entries.push(...entriesOf(rest));
    } else if (OTHER_HEADINGS.has(key)) left = 0;
    else if (left > 0) {
      left -= 1;
      entries.push(...entriesOf(line));
    }
  }
  const seen = new Set<string>();
  return entries
    .filter((entry) => !seen.has(entry.toLowerCase()) && seen.add(entry.toLowerCase()))
    .slice(0, MOST_SKILLS);
}

/** A heading by itself, or with what it is about behind a colon. */
function headed(line: string): { readonly key: string; readonly rest: string } {
  const [, before = line, rest = ''] = /^([^:]{1,40}):(.*)$/.exec(line) ?? [];
  return { key: headingKey(before), rest };
}

/** `Tools: Excel, SAP (basic)` is two skills. */
function entriesOf(line: string): string[] {
  return line
    .replace(/^[^:]{1,20}:/, '')
    .split(SEPARATORS)
    .map((part) =>
      part
        .replace(/\([^)]*\)\s*$/, '')
        .replace(/^[-*\s]+/, '')
        .replace(/[\s.。]+$/, ''),
    )
    .filter((part) => part !== '' && part.length <= LONGEST_SKILL && /\p{L}/u.test(part));
}
