/** Parts of speech common to both taggers; function words are told from content words by them, never by a list of deeds. */
export type PartOfSpeech =
  | 'noun'
  | 'verb'
  /** Chinese words that are a noun or a verb by their place (检查, 合作). */
  | 'verbal_noun'
  | 'auxiliary'
  | 'pronoun'
  | 'determiner'
  | 'adjective'
  | 'adverb'
  | 'number'
  | 'time'
  | 'place'
  | 'preposition'
  | 'conjunction'
  | 'particle'
  | 'interjection'
  | 'punctuation'
  | 'other';

/** The form of an English verb; Chinese verbs have none. */
export type VerbForm = 'base' | 'past' | 'ing' | 'third_person' | 'none';

export interface Token {
  readonly text: string;
  /** Characters of the tagged text, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly pos: PartOfSpeech;
  readonly form: VerbForm;
  /** English: the dictionary form with its endings cut off, so that "checked" and "checking" meet. Chinese: the word. */
  readonly stem: string;
}

/** Cuts a normalised text into words with their part of speech. The same text gives the same tokens. */
export interface Tagger {
  /** Name and version of tagger and dictionary: part of the engine's configuration. */
  readonly id: string;
  tag(text: string): Token[];
}

/** One tagger per language. */
export interface Taggers {
  readonly 'zh-CN': Tagger;
  readonly en: Tagger;
}
