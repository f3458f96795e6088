import { FileUp, Megaphone } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#renderer/manager/page-header.tsx';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, Banner, Button, Dialog, Spinner, Table, type TableColumn } from '#renderer/ui/index.ts';
import type { Localized } from '#shared/localized.ts';
import type { Me } from '#shared/wire/person.ts';
import { Publication, PUBLICATION_PATHS, PublicationList } from '#shared/wire/publication.ts';
import { EmptyNote } from '../../empty-note.tsx';
import { ask } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { useAnswer } from '../../use-answer.ts';
import { useDoing } from '../../use-doing.ts';
import { useLocalized } from '../../use-localized.ts';
import type { Words } from '../../words.ts';
import { hasTaken, kiosksFor, KiosksDialog } from './kiosks-dialog.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import './publications.css';

const RELOAD_MS = 30_000;
/** Has a screen of its own. */
const ERASURE = 'erasure';

interface ColumnParts extends Words {
  readonly localized: (text: Localized) => string;
  readonly kiosks: PublicationList['kiosks'];
  /** Null: may not. */
  readonly onWithdraw: ((publication: Publication) => void) | null;
}

function columnsOf({ t, formats, localized, kiosks, onWithdraw }: ColumnParts): TableColumn<Publication>[] {
  return [
    {
      id: 'title',
      title: t('publications.what'),
      isRowHeader: true,
      cell: ({ id, title }) => (
        <span className="con-two-lines">
          <span className="mgr-person__name">{title === null ? id : localized(title)}</span>
          {title !== null && <span className="mgr-soft ui-mono">{id}</span>}
        </span>
      ),
    },
    { id: 'kind', title: t('publications.kind'), cell: ({ kind }) => <KindName kind={kind} /> },
    {
      id: 'version',
      title: t('publications.version'),
      align: 'end',
      cell: ({ version }) => formats.number(version),
    },
    {
      id: 'sites',
      title: t('people.sites'),
      cell: ({ sites }) => <span className="con-cut">{sites === null ? t('people.all_sites') : sites.join(', ')}</span>,
    },
    {
      id: 'published',
      title: t('publications.published'),
      cell: ({ publishedAt, publishedBy }) => (
        <span className="con-two-lines">
          <span className="mgr-nowrap">{formats.shortDateTime(publishedAt)}</span>
          <span className="mgr-soft">{publishedBy}</span>
        </span>
      ),
    },
    {
      id: 'kiosks',
      title: t('publications.kiosks'),
      cell: (publication) => <Taken publication={publication} kiosks={kiosks} />,
    },
    {
      id: 'actions',
      title: t('keys.actions'),
      align: 'end',
      cell: (publication) =>
        publication.isWithdrawn ? (
          <Badge>{t('publications.withdrawn')}</Badge>
        ) : (
          onWithdraw !== null && (
            <Button variant="quiet" onPress={() => onWithdraw(publication)}>
              {t('publications.withdraw')}
            </Button>
          )
        ),
    },
  ];
}

function KindName({ kind }: { readonly kind: string }) {
  const { t, i18n } = useTranslation();
  const known = `publications.kinds.${kind}`;
  return <>{i18n.exists(known) ? t(known) : kind}</>;
}

function Taken({
  publication,
  kiosks,
}: {
  readonly publication: Publication;
  readonly kiosks: PublicationList['kiosks'];
}) {
  const { t } = useTranslation();
  const meant = kiosksFor(publication, kiosks);
  const have = meant.filter((kiosk) => hasTaken(publication, kiosk)).length;
  if (meant.length === 0) return <span className="mgr-soft">{t('publications.no_kiosk')}</span>;
  return (
    <Badge tone={have === meant.length ? 'good' : 'warn'}>
      {t('publications.have_it', { have, of: meant.length })}
    </Badge>
  );
}

/** Jobs with their questions, and packs: what kiosks at which sites are given, and which have taken it. */
export function PublicationsScreen({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const localized = useLocalized();
  const mayWrite = me.scopes.includes('publications:write');
  const load = useCallback(() => ask(PUBLICATION_PATHS.publications, PublicationList), []);
  const { value, problem, reload } = useAnswer(load, RELOAD_MS);
  const withdrawal = useDoing();
  const [isPublishing, setPublishing] = useState(false);
  const [made, setMade] = useState<Publication | null>(null);
  const [shown, setShown] = useState<Publication | null>(null);
  const [ending, setEnding] = useState<Publication | null>(null);
  const nameOf = ({ id, title }: Publication) => (title === null ? id : localized(title));

  const withdraw = ({ kind, id }: Publication) =>
    withdrawal.run(async () => {
      const path = `${PUBLICATION_PATHS.publications}/${kind}/${encodeURIComponent(id)}`;
      await ask(path, Publication, { method: 'DELETE' });
      setEnding(null);
      setMade(null);
      await reload();
    });

  return (
    <>
      <PageHeader
        title={t('publications.title')}
        note={t('publications.note')}
        actions={
          mayWrite && (
            <Button variant="primary" icon={<FileUp aria-hidden="true" />} onPress={() => setPublishing(true)}>
              {t('publications.add')}
            </Button>
          )
        }
      />
      {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {made !== null && (
        <Banner tone="good">{t('publications.made', { title: nameOf(made), version: made.version })}</Banner>
      )}
      {value === null && problem === null && <Spinner label={t('common.loading')} />}
      {value !== null && (
        <div className="mgr-sheet">
          <Table
            className="mgr-table con-table"
            label={t('publications.title')}
            rows={value.publications.filter(({ kind }) => kind !== ERASURE)}
            rowId={({ kind, id }) => `${kind}/${id}`}
            onOpen={setShown}
            columns={columnsOf({
              t,
              formats,
              localized,
              kiosks: value.kiosks,
              onWithdraw: mayWrite ? setEnding : null,
            })}
            empty={
              <EmptyNote icon={<Megaphone aria-hidden="true" />} title={t('publications.empty')}>
                {t('publications.empty_hint')}
              </EmptyNote>
            }
          />
        </div>
      )}
      {isPublishing && (
        <PublishDialog
          onClose={() => setPublishing(false)}
          onDone={(publication) => {
            setPublishing(false);
            setMade(publication);
            void reload();
          }}
        />
      )}
      {shown !== null && value !== null && (
        <KiosksDialog publication={shown} kiosks={value.kiosks} title={nameOf(shown)} onClose={() => setShown(null)} />
      )}
      {ending !== null && (
        <Dialog
          isOpen
          role="alertdialog"
          onOpenChange={() => setEnding(null)}
          title={t('publications.withdraw_title', { title: nameOf(ending) })}
          actions={
            <>
              <Button onPress={() => setEnding(null)}>{t('common.cancel')}</Button>
              <Button variant="danger" isPending={withdrawal.isDoing} onPress={() => void withdraw(ending)}>
                {t('publications.withdraw')}
              </Button>
            </>
          }
        >
          <div className="mgr-stack">
            {withdrawal.problem !== null && <ProblemNote problem={withdrawal.problem} />}
            <p>{t('publications.withdraw_lead')}</p>
          </div>
        </Dialog>
      )}
    </>
  );
}
