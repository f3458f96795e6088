import { useCallback, useEffect, useState } from 'react';
import type { SessionSummary } from '#shared/contract/review.ts';
import type { Locale } from '#shared/localized.ts';
import { useManagerClient } from '../manager-client.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { useLoad, type Load } from '../use-load.ts';
import { firstDay, type ListFilter } from './list-filter.ts';

/** Two screens full: what is read in one frame. */
const PAGE_SIZE = 30;
const REFRESH_MS = 10_000;

interface Page {
  sessions: SessionSummary[];
  next: string | null;
  total: number;
}

/** The interviews a filter shows, page after page as the reader comes to them. */
export function useSessionPages(
  { phase, search, wait, jobId, purpose, span }: ListFilter,
  locale: Locale,
): {
  readonly first: Load<Page>;
  readonly sessions: readonly SessionSummary[];
  readonly isLoadingMore: boolean;
  readonly problem: Problem | null;
  readonly reload: () => void;
  readonly loadMore: () => void;
} {
  const client = useManagerClient();
  const query = useCallback(
    (after: string | null): Promise<Page> =>
      client.review.listSessions({
        phase,
        search,
        wait,
        jobId,
        purpose,
        from: firstDay(span, new Date()),
        after,
        limit: PAGE_SIZE,
        locale,
      }),
    [client, phase, search, wait, jobId, purpose, span, locale],
  );
  const { load: first, reload } = useLoad(useCallback(() => query(null), [query]));
  const [loaded, setLoaded] = useState<(Pick<Page, 'sessions' | 'next'> & { of: typeof query }) | null>(null);
  const [loading, setLoading] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  // further pages of another filter are not shown
  const more = loaded?.of === query ? loaded : null;

  useEffect(() => {
    // an interview that has just been completed appears by itself, unless somebody is reading further down
    if (more !== null) return;
    const timer = setInterval(() => void reload(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [more, reload]);

  const next = more !== null ? more.next : first.state === 'ready' ? first.value.next : null;

  async function loadPage(after: string): Promise<void> {
    setLoading(after);
    try {
      const page = await query(after);
      setLoaded({ of: query, sessions: [...(more?.sessions ?? []), ...page.sessions], next: page.next });
      setProblem(null);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setLoading(null);
    }
  }

  return {
    first,
    sessions: [...(first.state === 'ready' ? first.value.sessions : []), ...(more?.sessions ?? [])],
    isLoadingMore: loading !== null,
    problem,
    reload: () => {
      setProblem(null);
      void reload();
    },
    loadMore: () => {
      if (next !== null && loading !== next && problem === null) void loadPage(next);
    },
  };
}
