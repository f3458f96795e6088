/** Irregular verbs whose forms share too few letters to be cut to one stem: form → dictionary form. */
const IRREGULAR: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'be am is are was were been being',
    'become became',
    'begin began begun',
    'break broke broken',
    'bring brought',
    'build built',
    'care cares cared caring',
    'note notes noted noting',
    'scrape scrapes scraped scraping',
    'use uses used using',
    'time times timed timing',
    'lie lied lying',
    'agree agreed agreeing',
    'buy bought',
    'catch caught',
    'choose chose chosen',
    'come came',
    'deal dealt',
    'do did done does',
    'draw drew drawn',
    'drive drove driven',
    'eat ate eaten',
    'fall fell fallen',
    'feel felt',
    'find found',
    'fix fixed',
    'forget forgot forgotten',
    'get got gotten',
    'give gave given',
    'go went gone goes',
    'grab grabbed',
    'grow grew grown',
    'have had has',
    'hear heard',
    'hold held',
    'keep kept',
    'know knew known',
    'lead led',
    'learn learnt',
    'leave left',
    'lend lent',
    'lie lay lain',
    'lose lost',
    'make made',
    'mean meant',
    'meet met',
    'pay paid',
    'ride rode ridden',
    'ring rang rung',
    'rise rose risen',
    'run ran',
    'say said',
    'see saw seen',
    'seek sought',
    'sell sold',
    'send sent',
    'show shown',
    'shake shook shaken',
    'sit sat',
    'sleep slept',
    'speak spoke spoken',
    'spend spent',
    'stand stood',
    'steal stole stolen',
    'stick stuck',
    'sweep swept',
    'swap swapped',
    'take took taken',
    'teach taught',
    'tear tore torn',
    'tell told',
    'think thought',
    'throw threw thrown',
    'understand understood',
    'wake woke woken',
    'wear wore worn',
    'win won',
    'wipe wiped',
    'write wrote written',
    'man men',
    'woman women',
    'person people',
    'child children',
    'shelf shelves',
  ].flatMap((line) => {
    const [base = '', ...forms] = line.split(' ');
    return forms.map((form) => [form, base]);
  }),
);

/** Words that would meet an unrelated one without their e: car, not, plan, scrap. */
const KEPT = new Set(['scrape', 'care', 'note', 'plane', 'use', 'time']);

const DOUBLED = /([bdfgkmnprtvz])\1$/u;

/**
 * Cuts the common endings off an English word, so that check, checks, checked and checking meet. British and American
 * spelling meet as well. It is deliberately shorter than Porter's: a stem is only compared with a stem made here.
 *
 * @param word in lower case
 */
export function englishStem(word: string): string {
  if (!/^[a-z][a-z'’-]*$/u.test(word)) return word;
  const plain = word.replace(/['’]s$/u, '').replace(/['’]/gu, '');
  const base = IRREGULAR[plain] ?? plain;
  return cut(base.replace(/isation$/u, 'ization').replace(/is(e|ed|es|ing)$/u, 'iz$1'));
}

function cut(word: string): string {
  if (word.length <= 3 || KEPT.has(word)) return word;
  let stem = word;
  if (/(ss|sh|ch|x|zz)es$/u.test(stem)) stem = stem.slice(0, -2);
  else if (stem.endsWith('ies') && stem.length > 4) stem = `${stem.slice(0, -3)}y`;
  else if (/[^su]s$/u.test(stem)) stem = stem.slice(0, -1);
  const verbal = /^(.{2,}[aeiouy].*?|.*[aeiouy].{1,}?)(ing|ed)$/u.exec(stem);
  if (verbal?.[1] !== undefined && verbal[1].length >= 3) {
    stem = verbal[1].replace(DOUBLED, '$1');
  }
  if (word.endsWith('ied') && word.length > 4) stem = `${word.slice(0, -3)}y`;
  if (stem.length > 5) stem = stem.replace(/(ly|ment|ness|ation)$/u, '');
  // store and stored meet without their e, carry and carried with an i, labelled and labeled with one l
  return stem.replace(/e$/u, '').replace(/y$/u, 'i').replace(/ll$/u, 'l');
}
