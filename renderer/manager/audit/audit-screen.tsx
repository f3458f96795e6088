import { FileSearch } from 'lucide-react';
import { useCallback, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Select, Spinner, Table, TextField } from '#renderer/ui/index.ts';
import { AuditKind, type AuditLine } from '#shared/contract/audit.ts';
import type { StaffId } from '#shared/ids.ts';
import { useManagerClient } from '../manager-client.tsx';
import { PageHeader } from '../page-header.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { ProblemBanner } from '../problem-banner.tsx';
import { useLoad } from '../use-load.ts';
import { HeadCard } from './head-card.tsx';
import { useAuditColumns } from './use-audit-columns.tsx';
import './audit.css';

const PAGE_SIZE = 100;
const ANY = 'all';

/** What happened on this kiosk, line by line, in words; and whether the log is as it was written. */
export function AuditScreen() {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const columns = useAuditColumns();
  const [kind, setKind] = useState<AuditKind | null>(null);
  const [staffId, setStaffId] = useState<StaffId | null>(null);
  const [typed, setTyped] = useState('');
  const reference = useDeferredValue(typed.trim());
  const people = useLoad(useCallback(() => client.staff.list(), [client])).load;
  const query = useCallback(
    (before: number | null) => client.audit.list({ reference, staffId, kind, before, limit: PAGE_SIZE }),
    [client, reference, staffId, kind],
  );
  const { load, reload } = useLoad(useCallback(() => query(null), [query]));
  const [loaded, setLoaded] = useState<{ of: typeof query; lines: AuditLine[]; next: number | null } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  // further pages of another filter are not shown
  const more = loaded?.of === query ? loaded : null;
  const first = load.state === 'ready' ? load.value : null;
  const next = more === null ? (first?.next ?? null) : more.next;

  async function loadMore(before: number): Promise<void> {
    try {
      const page = await query(before);
      setLoaded({ of: query, lines: [...(more?.lines ?? []), ...page.lines], next: page.next });
      setProblem(null);
    } catch (error) {
      setProblem(problemOf(error));
    }
  }

  return (
    <div className="mgr-page">
      <PageHeader
        title={t('audit.title')}
        note={t('audit.note')}
        actions={
          <TextField
            label={t('audit.reference')}
            isLabelHidden
            placeholder={t('audit.reference')}
            type="search"
            className="mgr-search"
            value={typed}
            maxLength={40}
            onChange={setTyped}
          />
        }
      />
      {first !== null && <HeadCard head={first.head} />}
      <div className="mgr-bar">
        <div className="mgr-bar__choices">
          <Select
            label={t('audit.kind')}
            isLabelHidden
            className="mgr-audit__choice"
            options={[ANY, ...AuditKind.options].map((id) => ({ id, label: t(`audit.kinds.${id}`) }))}
            value={kind ?? ANY}
            onChange={(id) => setKind(AuditKind.options.find((each) => each === id) ?? null)}
          />
          <Select
            label={t('audit.who')}
            isLabelHidden
            className="mgr-audit__choice"
            options={[
              { id: ANY, label: t('audit.anybody') },
              ...(people.state === 'ready' ? people.value : []).map(({ id, name }) => ({ id, label: name })),
            ]}
            value={staffId ?? ANY}
            onChange={(id) => setStaffId(id === ANY ? null : (id as StaffId))}
          />
        </div>
      </div>
      {load.state === 'loading' && (
        <div className="mgr-wait">
          <Spinner label={t('common.loading')} />
        </div>
      )}
      {load.state === 'failed' && <ProblemBanner problem={load.problem} onRetry={() => void reload()} />}
      {first !== null && (
        <div className="mgr-sheet">
          <Table
            label={t('audit.title')}
            className="mgr-table mgr-audit"
            columns={columns}
            rows={[...first.lines, ...(more?.lines ?? [])]}
            rowId={({ seq }) => String(seq)}
            empty={
              <div className="mgr-empty">
                <FileSearch aria-hidden="true" />
                <p className="mgr-empty__title">{t('audit.empty')}</p>
                <p>{t('audit.empty_hint')}</p>
              </div>
            }
          />
        </div>
      )}
      {problem !== null && <ProblemBanner problem={problem} />}
      {next !== null && (
        <div>
          <Button onPress={() => void loadMore(next)}>{t('audit.older')}</Button>
        </div>
      )}
    </div>
  );
}
