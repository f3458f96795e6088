import { useCallback, useEffect, useMemo, useState } from 'react';
import type { SessionSummary } from '#shared/contract/review.ts';
import type { Locale } from '#shared/localized.ts';
import { useManagerClient } from '../manager-client.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { useLoad, type Load } from '../use-load.ts';
import { type Page, readPage, useFirstPage } from './first-page.tsx';
import type { ListFilter } from './list-filter.ts';

const REFRESH_MS = 10_000;

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
  const firstPage = useFirstPage();
  const filter = useMemo(
    () => ({ phase, search, wait, jobId, purpose, span }),
    [phase, search, wait, jobId, purpose, span],
  );
  const query = useCallback(
    (after: string | null): Promise<Page> => readPage(client, filter, locale, after),
    [client, filter, locale],
  );
  const readFirst = useCallback(async () => {
    const page = await query(null);
    firstPage.keep(filter, locale, page);
    return page;
  }, [query, firstPage, filter, locale]);
  const { load: first, reload } = useLoad(readFirst, firstPage.get(filter, locale));
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
