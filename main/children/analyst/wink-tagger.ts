import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import type { PartOfSpeech, Tagger, Token, VerbForm } from '#assessment/words/tagger.ts';
import { englishStem } from '#assessment/words/english-stem.ts';
import { repairEnglishTags } from '#assessment/words/english-tags.ts';

const PARTS: Readonly<Record<string, PartOfSpeech>> = {
  ADJ: 'adjective',
  ADP: 'preposition',
  ADV: 'adverb',
  AUX: 'auxiliary',
  CCONJ: 'conjunction',
  SCONJ: 'conjunction',
  DET: 'determiner',
  INTJ: 'interjection',
  NOUN: 'noun',
  PROPN: 'noun',
  NUM: 'number',
  PART: 'particle',
  PRON: 'pronoun',
  PUNCT: 'punctuation',
  SYM: 'other',
  VERB: 'verb',
};

function formOf(text: string, lemma: string): VerbForm {
  if (text.endsWith('ing') && text !== lemma) return 'ing';
  // the lemmas are American: apologise is the base form of apologize
  if (text === lemma || text.replace(/ise$/u, 'ize') === lemma) return 'base';
  if (text === `${lemma}s` || text === `${lemma}es` || text === `${lemma.replace(/y$/u, 'ie')}s`) return 'third_person';
  return text === 'has' || text === 'does' ? 'third_person' : 'past';
}

/** wink-nlp with its light English model. Loads in about half a second, so once per process. */
export function loadWinkTagger(): Tagger {
  const nlp = winkNLP(model, ['pos']);
  const { its } = nlp;
  return {
    id: 'wink-nlp 2.4.0 wink-eng-lite-web-model 1.8.1',
    tag: (text) => {
      const tokens = nlp.readDoc(text).tokens();
      const words = tokens.out();
      const parts = tokens.out(its.pos) as string[];
      // the package types `its.lemma` for another version of `out`, which takes it all the same
      const lemmas = tokens.out(its.lemma as unknown as typeof its.pos) as string[];
      let cursor = 0;
      const tagged = words.flatMap((word, index): Token[] => {
        const start = text.indexOf(word, cursor);
        // the tokeniser drops nothing but white space; a word that is not there would break every quote after it
        if (start < 0) throw new Error(`The tagger answered "${word}", which the text does not hold.`);
        cursor = start + word.length;
        const pos = PARTS[parts[index] ?? ''] ?? 'other';
        if (/^\s+$/u.test(word)) return [];
        const lemma = (lemmas[index] ?? word).toLowerCase();
        const form = pos === 'verb' || pos === 'auxiliary' ? formOf(word.toLowerCase(), lemma) : 'none';
        return [{ text: word, start, end: cursor, pos, form, stem: englishStem(word.toLowerCase()) }];
      });
      return repairEnglishTags(tagged);
    },
  };
}
