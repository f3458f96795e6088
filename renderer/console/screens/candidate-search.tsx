import { Search } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, RadioCards, TextField } from '#renderer/ui/index.ts';
import { CandidateSummary } from '#shared/hub/candidates.ts';
import { pageOf } from '#shared/hub/page.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { ask } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useDoing } from '../use-doing.ts';

const MOST = 8;

/** One thing of a candidate to choose: the file itself, or one of its applications. */
export interface Found {
  readonly id: string;
  readonly label: string;
  readonly description: string;
}

/**
 * Finds candidates by name, telephone, e-mail or code, and lets one be chosen.
 *
 * @param of what of each candidate can be chosen
 */
export function CandidateSearch({
  label,
  of,
  value,
  onChange,
}: {
  readonly label: string;
  readonly of: (candidate: CandidateSummary) => readonly Found[];
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}) {
  const { t } = useTranslation();
  const { isDoing, problem, run } = useDoing();
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly CandidateSummary[] | null>(null);

  function search(event: FormEvent): void {
    event.preventDefault();
    if (text.trim() === '') return;
    void run(async () => {
      const query = new URLSearchParams({ q: text.trim(), limit: String(MOST) });
      const page = await ask(`${HUB_PATHS.candidates}?${query.toString()}`, pageOf(CandidateSummary));
      setFound(page.items);
      onChange(null);
    });
  }

  const options = (found ?? []).flatMap(of);
  return (
    <>
      <form className="con-find" onSubmit={search}>
        <TextField
          label={label}
          description={t('candidate_search.hint')}
          value={text}
          onChange={setText}
          maxLength={100}
        />
        <Button type="submit" icon={<Search aria-hidden="true" />} isDisabled={text.trim() === ''} isPending={isDoing}>
          {t('candidate_search.find')}
        </Button>
      </form>
      {problem !== null && <ProblemNote problem={problem} />}
      {found !== null && options.length === 0 && <p className="mgr-soft">{t('candidate_search.nothing')}</p>}
      {options.length > 0 && (
        <RadioCards
          label={t('candidate_search.choose')}
          options={options.map(({ id, ...rest }) => ({ value: id, ...rest }))}
          value={value}
          onChange={onChange}
        />
      )}
    </>
  );
}
