import type { Token } from './tagger.ts';

/** Whose doing it is. `implicit`: nobody was named, in the whole answer so far. */
export type Agent = 'i' | 'we' | 'implicit' | 'other';

/** A lexical verb with whoever does it. */
export interface Deed {
  readonly token: Token;
  readonly agent: Agent;
}

/** What one clause says, before it is set against the others. */
export interface Reading {
  /** Verbs done by the teller, not negated; empty when somebody else acts. */
  readonly deeds: readonly Deed[];
  /** Who the clause is about; `thing` when it is neither the teller nor a person. */
  readonly subject: Agent | 'thing';
  /** The clause tells something that took place, by its grammar. */
  readonly isRealis: boolean;
  /** `bare`: nothing tells whether it took place. */
  readonly reality: 'done' | 'hypothetical' | 'generic' | 'bare';
  /** Something took place that somebody or something else did. */
  readonly isOthersEvent: boolean;
  /** Somebody else is named and does something; the grammar leaves open whether it took place. */
  readonly isOthersOpen: boolean;
  readonly hasTime: boolean;
  readonly hasPlaceOrRole: boolean;
  readonly hasTask: boolean;
  readonly hasOutcome: boolean;
  readonly hasFeedback: boolean;
  readonly hasQuantity: boolean;
  readonly isEpisodic: boolean;
  /** Denies, by its grammar, that something was done then: said of one occasion, though none is named. */
  readonly isLeftUndone: boolean;
}

/** What carries over from clause to clause. */
export interface Carry {
  subject: Agent | null;
  /** The teller as last named: who is meant when a clause names nobody after talk about things. */
  teller: 'i' | 'we' | null;
  modality: 'none' | 'hypothetical' | 'generic';
  isQuoted: boolean;
  /** The teller speaks of what he used to do; an occasion ends it. */
  isHabit: boolean;
  /** An occasion was named: what is told now and then still belongs to the story. */
  isStory: boolean;
}

export function newCarry(): Carry {
  return { subject: null, teller: null, modality: 'none', isQuoted: false, isHabit: false, isStory: false };
}
