import { useState } from 'react';
import type { SessionId } from '#shared/ids.ts';
import type { Locale } from '#shared/localized.ts';
import { InterviewDetail } from './interview-detail.tsx';
import { InterviewList } from './interview-list.tsx';
import { type ListFilter, NO_FILTER } from './list-filter.ts';

/** The list, or one interview opened from it; coming back keeps filter and search. */
export function InterviewsScreen({ locale }: { readonly locale: Locale }) {
  const [openId, setOpenId] = useState<SessionId | null>(null);
  const [filter, setFilter] = useState<ListFilter>(NO_FILTER);
  return openId === null ? (
    <InterviewList locale={locale} filter={filter} onFilter={setFilter} onOpen={setOpenId} />
  ) : (
    <InterviewDetail id={openId} locale={locale} onBack={() => setOpenId(null)} />
  );
}
