import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Dialog, TextField } from '#renderer/ui/index.ts';
import { Publication, PUBLICATION_PATHS } from '#shared/wire/publication.ts';
import { ask, type HubProblem } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { readSites } from '../../sites.ts';
import { useDoing } from '../../use-doing.ts';
import { useLocalized } from '../../use-localized.ts';
import type { ReadPublication } from './read-publication.ts';

interface Chosen {
  readonly name: string;
  readonly read: ReadPublication;
}

function FileSummary({ chosen: { name, read } }: { readonly chosen: Chosen }) {
  const { t } = useTranslation();
  const localized = useLocalized();
  if (!read.isReadable) {
    return (
      <Banner tone="danger" title={t('publications.file.unreadable', { name })} isUrgent>
        {read.reason === 'syntax' && read.line !== null
          ? t('publications.file.syntax_at', { line: read.line })
          : t(`publications.file.${read.reason}`)}
      </Banner>
    );
  }
  const { kind, id, title, items } = read;
  return (
    <dl className="con-facts">
      <div>
        <dt>{t('publications.file.name')}</dt>
        <dd>{name}</dd>
      </div>
      <div>
        <dt>{t(`publications.kinds.${kind}`)}</dt>
        <dd>
          {localized(title)} <span className="mgr-soft ui-mono">{id}</span>
        </dd>
      </div>
      {items !== null && (
        <div>
          <dt>{t('publications.file.questions')}</dt>
          <dd>{items}</dd>
        </div>
      )}
    </dl>
  );
}

/** What the hub did not like, where it stands in the file. */
function Faults({ problem }: { readonly problem: HubProblem }) {
  const { t } = useTranslation();
  if (problem.issues.length === 0) return <ProblemNote problem={problem} />;
  return (
    <>
      <Banner tone="danger" title={t('publications.faults_title', { count: problem.issues.length })} isUrgent>
        {t('publications.faults_lead')}
      </Banner>
      <ul className="con-faults">
        {problem.issues.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            <span className="ui-mono">
              {path === '/' ? t('publications.whole_file') : path.slice(1).replaceAll('/', ' › ')}
            </span>
            <span>{message}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Publishes a job or a pack from a file to all or some sites. */
export function PublishDialog({
  onClose,
  onDone,
}: {
  readonly onClose: () => void;
  readonly onDone: (made: Publication) => void;
}) {
  const { t } = useTranslation();
  const { isDoing, problem, run, clear } = useDoing();
  const reading = useDoing();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [sites, setSites] = useState('');
  const read = chosen?.read.isReadable === true ? chosen.read : null;

  const choose = (file: File) =>
    reading.run(async () => {
      clear();
      const { readPublication } = await import('./read-publication.ts');
      setChosen({ name: file.name, read: readPublication(await file.text()) });
    });
  const publish = () =>
    run(async () => {
      if (read === null) return;
      const { kind, id, body } = read;
      const path = `${PUBLICATION_PATHS.publications}/${kind}/${encodeURIComponent(id)}`;
      onDone(await ask(path, Publication, { method: 'PUT', body: { sites: readSites(sites), body } }));
    });

  return (
    <Dialog
      isOpen
      size="wide"
      onOpenChange={onClose}
      title={t('publications.add')}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" isDisabled={read === null} isPending={isDoing} onPress={() => void publish()}>
            {t('publications.publish')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack">
        <p>{t('publications.add_lead')}</p>
        <div>
          <FileTrigger
            acceptedFileTypes={['.yaml', '.yml', '.json']}
            onSelect={(files) => {
              const file = files?.[0];
              if (file !== undefined) void choose(file);
            }}
          >
            <Button icon={<FileUp aria-hidden="true" />} isPending={reading.isDoing}>
              {chosen === null ? t('publications.file.choose') : t('publications.file.choose_again')}
            </Button>
          </FileTrigger>
        </div>
        {reading.problem !== null && <ProblemNote problem={reading.problem} />}
        {chosen !== null && <FileSummary chosen={chosen} />}
        <TextField
          label={t('people.sites')}
          description={t('people.sites_hint')}
          value={sites}
          onChange={setSites}
          maxLength={2000}
        />
        {problem !== null && <Faults problem={problem} />}
      </div>
    </Dialog>
  );
}
