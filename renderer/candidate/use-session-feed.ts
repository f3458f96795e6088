import { useCallback, useEffect, useRef, useState } from 'react';
import type { SessionEvent } from '#shared/session.ts';
import type { SessionView } from '#shared/session-view.ts';
import { followEvents } from '#renderer/api/follow-events.ts';
import type { CandidateClient } from './candidate-client.ts';
import { newCorrelationId, type Problem, problemOf } from './problem.ts';

export interface SessionFeed {
  /** Null until the core has answered. */
  readonly view: SessionView | null;
  readonly isSending: boolean;
  readonly problem: Problem | null;
  readonly clearProblem: () => void;
  readonly showProblem: (problem: Problem) => void;
  readonly send: (event: SessionEvent) => Promise<boolean>;
}

/** Follows the interview and sends events with the revision that was on the screen. */
export function useSessionFeed(client: CandidateClient): SessionFeed {
  const [view, setView] = useState<SessionView | null>(null);
  const [isSending, setIsSending] = useState(false);
  const [shown, setShown] = useState<{ readonly sessionId: string | null; readonly problem: Problem } | null>(null);
  const newest = useRef<SessionView | null>(null);

  const showProblem = useCallback((problem: Problem | null) => {
    setShown(problem === null ? null : { sessionId: newest.current?.sessionId ?? null, problem });
  }, []);

  const report = useCallback(
    async (error: unknown) => {
      const named = problemOf(error, newCorrelationId);
      showProblem(named);
      if (named?.code !== 'unforeseen') return;
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      const correlationId = String(named.values['correlationId']);
      try {
        await client.app.reportFailure({
          correlationId,
          message: message.slice(0, 2000),
          stack: (stack ?? '').slice(0, 8000),
        });
      } catch (failure) {
        console.error('The failure could not be reported.', failure);
      }
    },
    [client, showProblem],
  );

  useEffect(() => {
    const ending = new AbortController();
    const deliver = (next: SessionView) => {
      newest.current = next;
      setView(next);
    };
    followEvents((options) => client.session.watch(undefined, options), deliver, ending.signal).catch(report);
    return () => ending.abort();
  }, [client, report]);

  const send = useCallback(
    async (event: SessionEvent) => {
      const seen = newest.current;
      if (seen === null) return false;
      setIsSending(true);
      try {
        const next = await client.session.send({ revision: seen.revision, event });
        showProblem(null);
        if (newest.current === null || next.revision >= newest.current.revision) {
          newest.current = next;
          setView(next);
        }
        return true;
      } catch (error) {
        void report(error);
        return false;
      } finally {
        setIsSending(false);
      }
    },
    [client, report, showProblem],
  );

  const clearProblem = useCallback(() => setShown(null), []);
  // a problem of one person is never shown to the next
  const problem = shown !== null && shown.sessionId === (view?.sessionId ?? null) ? shown.problem : null;
  return { view, isSending, problem, clearProblem, showProblem, send };
}
