/** Irregular verbs whose forms share too few letters to be cut to one stem: form → dictionary form. */
const IRREGULAR: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'be am is are was were been being',
    'beat beaten',
    'become became',
    'begin began begun',
    'bend bent',
    'blow blew blown',
    'break broke broken',
    'bring brought',
    'build built',
    'burn burnt',
    'care cares cared caring',
    'note notes noted noting',
    'scrape scrapes scraped scraping',
    'use uses used using',
    'time times timed timing',
    'lie lied lying',
    'tie tied tying',
    'die died dying',
    'add adds added adding',
    'agree agreed agreeing',
    'free freed',
    'guarantee guaranteed',
    'buy bought',
    'catch caught',
    'choose chose chosen',
    'come came',
    'deal dealt',
    'dig dug',
    'do did done does doing',
    'draw drew drawn',
    'drink drank drunk',
    'drive drove driven',
    'eat ate eaten',
    'fall fell fallen',
    'feed fed',
    'feel felt',
    'fight fought',
    'find found',
    'fix fixed',
    'fly flew flown',
    'forget forgot forgotten',
    'get got gotten',
    'give gave given',
    'go went gone goes going',
    'grab grabbed',
    'grow grew grown',
    'hang hung',
    'have had has',
    'hear heard',
    'hide hid hidden',
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
    'slide slid',
    'speak spoke spoken',
    'spend spent',
    'spill spilt',
    'spin spun',
    'stand stood',
    'steal stole stolen',
    'stick stuck',
    'strike struck',
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

/** Words that would meet an unrelated one without their ending: car, not, plan, scrap, even. */
const KEPT = new Set(['scrape', 'care', 'note', 'plane', 'use', 'time', 'evening']);

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

/** Shorter words are left whole: "one" without its e is "on". */
const SHORT = 3;

function cut(word: string): string {
  if (word.length <= SHORT || KEPT.has(word)) return word;
  let stem = word;
  if (/(ss|sh|ch|x|zz)es$/u.test(stem)) stem = stem.slice(0, -2);
  else if (stem.endsWith('ies') && stem.length > 4) stem = `${stem.slice(0, -3)}y`;
  else if (/[^su]s$/u.test(stem)) stem = stem.slice(0, -1);
  // "speed" and "need" have no ending
  const verbal = /^(.{2,}[aeiouy].*?|.*[aeiouy].{1,}?)(ing|(?<!e)ed)$/u.exec(stem);
  if (verbal?.[1] !== undefined && verbal[1].length >= SHORT) {
    stem = verbal[1].length > SHORT ? verbal[1].replace(DOUBLED, '$1') : verbal[1];
  }
  if (word.endsWith('ied') && word.length > 4) stem = `${word.slice(0, -3)}y`;
  if (stem.length <= SHORT) return stem;
  if (stem.length > 5) stem = stem.replace(/(ly|ment|ness|ation)$/u, '');
  // store and stored meet without their e, carry and carried with an i, labelled and labeled with one l; fall keeps both
  return stem
    .replace(/e$/u, '')
    .replace(/y$/u, 'i')
    .replace(/([aeiouy][^aeiouy]+[aeiouy]+)ll$/u, '$1l');
}
