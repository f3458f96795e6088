import { useCallback, useState } from 'react';
import type { HubProblem } from './hub-client.ts';
import { useAnswer } from './use-answer.ts';
import { useDoing } from './use-doing.ts';

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** A list that is read page by page; `load` must stay the same function as long as the list is the same. */
export function usePages<T>(load: (cursor: string | null) => Promise<Page<T>>): {
  /** Null before the first answer. */
  readonly items: readonly T[] | null;
  readonly problem: HubProblem | null;
  readonly isLoadingMore: boolean;
  /** Null on the last page. */
  readonly more: (() => void) | null;
  /** From the first page again. */
  readonly reload: () => Promise<void>;
} {
  const first = useAnswer(useCallback(() => load(null), [load]));
  const [older, setOlder] = useState<{ readonly of: typeof load; readonly page: Page<T> } | null>(null);
  const { isDoing, problem, run } = useDoing();
  // pages of another question are none of this list
  const behind = older !== null && older.of === load ? older.page : null;
  const cursor = behind === null ? (first.value?.nextCursor ?? null) : behind.nextCursor;

  const more = () =>
    run(async () => {
      const page = await load(cursor);
      setOlder({ of: load, page: { ...page, items: [...(behind?.items ?? []), ...page.items] } });
    });
  return {
    items: first.value === null ? null : [...first.value.items, ...(behind?.items ?? [])],
    problem: first.problem ?? problem,
    isLoadingMore: isDoing,
    more: cursor === null ? null : () => void more(),
    reload: async () => {
      setOlder(null);
      await first.reload();
    },
  };
}
