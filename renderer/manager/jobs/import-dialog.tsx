import { ORPCError } from '@orpc/client';
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Dialog, TextField } from '#renderer/ui/index.ts';
import { YamlProblem } from '#shared/contract/jobs.ts';
import { useManagerClient } from '../manager-client.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { ProblemBanner } from '../problem-banner.tsx';

/** What is wrong in the file, when the core says that it is no post. */
function yamlProblems(error: unknown): YamlProblem[] | null {
  if (!(error instanceof ORPCError) || error.code !== 'yaml_refused') return null;
  const { data } = error as { data?: { problems?: unknown } };
  return YamlProblem.array().safeParse(data?.problems).data ?? null;
}

function LineProblem({ problem }: { readonly problem: YamlProblem }) {
  const { t } = useTranslation('studio');
  const { line, path, code, values } = problem;
  return (
    <li>
      <span className="job-import__where">
        {line !== null && t('import.line', { line })} <span className="ui-mono">{path.join('.')}</span>
      </span>
      {t(code === 'not_yaml' || code === 'unknown_field' ? `import.${code}` : `problems.${code}`, {
        name: values['id'],
        ...values,
      })}
    </li>
  );
}

/** Begins a draft from a file. What cannot be read changes nothing, and says in which line it goes wrong. */
export function ImportDialog({
  onClose,
  onImported,
}: {
  readonly onClose: () => void;
  readonly onImported: (draftId: string) => void;
}) {
  const { t } = useTranslation('studio');
  const client = useManagerClient();
  const [text, setText] = useState('');
  const [name, setName] = useState<string | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [problems, setProblems] = useState<readonly YamlProblem[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);

  function put(next: string): void {
    setText(next);
    setProblems([]);
    setProblem(null);
  }

  async function choose(file: File): Promise<void> {
    setName(file.name);
    put(await file.text());
  }

  async function read(): Promise<void> {
    setRunning(true);
    try {
      const { draftId } = await client.jobs.importYaml({ yaml: text });
      onImported(draftId);
    } catch (error) {
      const found = yamlProblems(error);
      if (found === null) setProblem(problemOf(error));
      else setProblems(found);
      setRunning(false);
    }
  }

  return (
    <Dialog
      isOpen
      size="wide"
      onOpenChange={onClose}
      title={t('import.title')}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" isDisabled={text.trim() === ''} isPending={isRunning} onPress={() => void read()}>
            {t('import.confirm')}
          </Button>
        </>
      }
    >
      <p>{t('import.what')}</p>
      <div className="job-row">
        <FileTrigger
          acceptedFileTypes={['.yaml', '.yml']}
          onSelect={(files) => {
            const file = files?.[0];
            if (file !== undefined) void choose(file);
          }}
        >
          <Button icon={<FileUp aria-hidden="true" />}>{t('import.choose')}</Button>
        </FileTrigger>
        {name !== null && <span className="mgr-soft">{name}</span>}
      </div>
      <TextField
        className="job-yaml"
        label={t('import.text')}
        isMultiline
        rows={problems.length > 0 ? 6 : 12}
        value={text}
        onChange={put}
      />
      {problem !== null && <ProblemBanner problem={problem} />}
      {problems.length > 0 && (
        <Banner tone="danger" isUrgent title={t('import.refused', { count: problems.length })}>
          <ul className="job-import__problems">
            {problems.map((each) => (
              <LineProblem key={JSON.stringify(each)} problem={each} />
            ))}
          </ul>
        </Banner>
      )}
    </Dialog>
  );
}
