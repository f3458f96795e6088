import { createContext, useContext } from 'react';
import type { SessionEvent } from '#shared/session.ts';
import type { SessionView } from '#shared/session-view.ts';
import type { CandidateClient } from './candidate-client.ts';
import type { Problem } from './problem.ts';

/** What every candidate screen draws from and answers to. */
export interface CandidateSession {
  readonly view: SessionView;
  readonly client: CandidateClient;
  /** True while an event is on its way: further presses are held back. */
  readonly isSending: boolean;
  /** Resolves to whether the core took the event; a refusal is shown as a sentence by itself. */
  readonly send: (event: SessionEvent) => Promise<boolean>;
  readonly showProblem: (problem: Problem) => void;
  /** Leads to the staff's side; null where there is none. */
  readonly onStaff: (() => void) | null;
  /** Somebody of the staff looks at the screen: nothing leads away from it. */
  readonly isPreview: boolean;
}

const Context = createContext<CandidateSession | null>(null);
export const CandidateSessionProvider = Context.Provider;

/** The interview on the screen. */
export function useCandidateSession(): CandidateSession {
  const session = useContext(Context);
  if (session === null) throw new Error('useCandidateSession is used outside CandidateApp');
  return session;
}
