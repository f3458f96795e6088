import { useState } from 'react';
import type { SessionId } from '#shared/ids.ts';
import type { Locale } from '#shared/localized.ts';
import { CompareScreen } from '../compare/compare-screen.tsx';
import { InterviewDetail } from './interview-detail.tsx';
import { InterviewList } from './interview-list.tsx';
import type { ListFilter } from './list-filter.ts';

interface InterviewsScreenProps {
  readonly locale: Locale;
  /** What the list shows at first. */
  readonly filter: ListFilter;
  /** One interview that is opened at once; null for the list. */
  readonly openId: SessionId | null;
}

const NOBODY: ReadonlySet<SessionId> = new Set();

/** The list, one interview opened from it, or some side by side; coming back keeps filter, search and marks. */
export function InterviewsScreen({ locale, ...start }: InterviewsScreenProps) {
  const [openId, setOpenId] = useState<SessionId | null>(start.openId);
  const [filter, setFilter] = useState<ListFilter>(start.filter);
  const [marked, setMarked] = useState(NOBODY);
  const [compared, setCompared] = useState<readonly SessionId[] | null>(null);
  if (openId !== null) return <InterviewDetail id={openId} locale={locale} onBack={() => setOpenId(null)} />;
  if (compared !== null)
    return <CompareScreen ids={compared} locale={locale} onBack={() => setCompared(null)} onOpen={setOpenId} />;
  return (
    <InterviewList
      locale={locale}
      filter={filter}
      onFilter={setFilter}
      onOpen={setOpenId}
      marked={marked}
      onMark={setMarked}
      onCompare={() => setCompared([...marked])}
    />
  );
}
