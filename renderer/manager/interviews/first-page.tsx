import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import type { SessionSummary } from '#shared/contract/review.ts';
import type { Locale } from '#shared/localized.ts';
import { type ManagerClient, useManagerClient } from '../manager-client.tsx';
import { firstDay, type ListFilter, NO_FILTER } from './list-filter.ts';

/** A screen full and a half: what is read in one frame. */
const PAGE_SIZE = 30;

/** A stretch of the list, with the cursor of the next one and how many there are in all. */
export interface Page {
  sessions: SessionSummary[];
  next: string | null;
  total: number;
}

/** Reads the stretch after a cursor; the first one after null. */
export function readPage(
  client: Pick<ManagerClient, 'review'>,
  { phase, search, wait, jobId, purpose, span }: ListFilter,
  locale: Locale,
  after: string | null,
): Promise<Page> {
  const from = firstDay(span, new Date());
  return client.review.listSessions({ phase, search, wait, jobId, purpose, from, after, limit: PAGE_SIZE, locale });
}

/** The first page that was read last: shown at once while it is read anew. It goes when whoever read it signs out. */
interface FirstPage {
  get(filter: ListFilter, locale: Locale): Page | undefined;
  keep(filter: ListFilter, locale: Locale, page: Page): void;
  /** Somebody on it was deleted: nothing of them is shown again, not even for a moment. */
  drop(): void;
}

export function createFirstPage(): FirstPage {
  const keyOf = ({ phase, search, wait, jobId, purpose, span }: ListFilter, locale: Locale) =>
    JSON.stringify([phase, search, wait, jobId, purpose, span, locale]);
  let kept: { key: string; page: Page } | null = null;
  return {
    get: (filter, locale) => (kept?.key === keyOf(filter, locale) ? kept.page : undefined),
    keep(filter, locale, page) {
      kept = { key: keyOf(filter, locale), page };
    },
    drop() {
      kept = null;
    },
  };
}

const FirstPageContext = createContext<FirstPage | null>(null);

/**
 * Around the places of the console.
 *
 * @param mayRead whether whoever is signed in may see the list: then it is read before they ask, when the page has nothing else to do
 */
export function FirstPageProvider({
  mayRead,
  locale,
  children,
}: {
  readonly mayRead: boolean;
  readonly locale: Locale;
  readonly children: ReactNode;
}) {
  const client = useManagerClient();
  const [firstPage] = useState(createFirstPage);
  useEffect(() => {
    if (!mayRead) return;
    const waiting = requestIdleCallback(() => {
      readPage(client, NO_FILTER, locale, null).then(
        (page) => firstPage.keep(NO_FILTER, locale, page),
        // the list asks again, and says what is wrong
        () => undefined,
      );
    });
    return () => cancelIdleCallback(waiting);
  }, [client, firstPage, locale, mayRead]);
  return <FirstPageContext value={firstPage}>{children}</FirstPageContext>;
}

export function useFirstPage(): FirstPage {
  const firstPage = use(FirstPageContext);
  if (firstPage === null) throw new Error('There is no FirstPageProvider around this screen.');
  return firstPage;
}
