import { Inbox } from 'lucide-react';
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { ListBox, ListBoxItem, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#renderer/manager/page-header.tsx';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Banner, Button, Spinner } from '#renderer/ui/index.ts';
import { pageOf } from '#shared/hub/page.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { Proposal } from '#shared/hub/workflow.ts';
import type { Me } from '#shared/wire/person.ts';
import { EmptyNote } from '../empty-note.tsx';
import type { Decision } from '../flow/decision-form.tsx';
import { useNames, WithNames } from '../flow/names.tsx';
import { decisionsChanged } from '../flow/open-decisions.ts';
import { actionText } from '../flow/words.ts';
import { ask } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import { ProposalPane, type Verdict } from '../proposals/proposal-pane.tsx';
import { useAnswer } from '../use-answer.ts';
import { useDoing } from '../use-doing.ts';
import { usePlace } from '../use-place.ts';
import '../flow/flow.css';

const PAGE_SIZE = 50;
const Page = pageOf(Proposal);
type Page = { readonly items: Proposal[]; readonly nextCursor: string | null };
type State = Proposal['state'];

function loadPage(state: State, cursor: string | null): Promise<Page> {
  const query = new URLSearchParams({ state, limit: String(PAGE_SIZE), ...(cursor === null ? {} : { cursor }) });
  return ask(`${HUB_PATHS.proposals}?${query.toString()}`, Page);
}

/** What rules propose: read the ground, say yes or no and why, go on to the next. */
export function ProposalsScreen({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const [state, setState] = useState<State>('open');
  return (
    <>
      <PageHeader
        title={t('proposals.title')}
        note={t('proposals.note')}
        actions={
          <ToggleButtonGroup
            aria-label={t('proposals.filter')}
            className="mgr-segments"
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[state]}
            onSelectionChange={([chosen]) =>
              setState(Proposal.shape.state.options.find((each) => each === chosen) ?? 'open')
            }
          >
            {Proposal.shape.state.options.map((each) => (
              <ToggleButton key={each} id={each} className="mgr-segments__item">
                {t(`proposals.states.${each}`)}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        }
      />
      <WithNames>
        <ProposalList key={state} state={state} me={me} />
      </WithNames>
    </>
  );
}

function ProposalList({ state, me }: { readonly state: State; readonly me: Me }) {
  const { t } = useTranslation();
  const mayDecide = me.scopes.includes('workflow:decide');
  const first = useAnswer(useCallback(() => loadPage(state, null), [state]));
  const [older, setOlder] = useState<Page | null>(null);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [, asked] = usePlace();
  const [chosen, setChosen] = useState<string | null>(asked ?? null);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const more = useDoing();
  const list = useRef<HTMLDivElement>(null);
  const names = useNames();

  const proposals = [...(first.value?.items ?? []), ...(older?.items ?? [])].filter(({ id }) => !gone.has(id));
  const cursor = older === null ? (first.value?.nextCursor ?? null) : older.nextCursor;
  const shown = proposals.find(({ id }) => id === chosen) ?? proposals[0] ?? null;

  function backToList(): void {
    setVerdict(null);
    list.current?.querySelector<HTMLElement>('[role=listbox]')?.focus();
  }

  async function decide(proposal: Proposal, word: Verdict, decision: Decision): Promise<void> {
    const { id, application, candidateName } = proposal;
    await ask(`${HUB_PATHS.proposals}/${id}/${word}`, Proposal, { method: 'POST', body: decision });
    const at = proposals.findIndex((each) => each.id === id);
    setChosen((proposals[at + 1] ?? proposals[at - 1])?.id ?? null);
    setGone((before) => new Set([...before, id]));
    setDone(
      t(`proposals.done.${word}`, {
        name: candidateName ?? t('candidates.nameless'),
        action: actionText({ t, names }, application.jobId, proposal.action),
      }),
    );
    decisionsChanged();
    backToList();
    // what was decided may have opened the next proposal
    await first.reload();
  }

  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (shown === null || verdict !== null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest('input, textarea, [role=dialog]') !== null) return;
    const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
    const word = event.key === 'a' ? 'approve' : event.key === 'd' ? 'dismiss' : null;
    if (step === 0 && (word === null || !mayDecide || state !== 'open')) return;
    // or the list would look for a name that begins with it
    event.preventDefault();
    event.stopPropagation();
    if (word !== null) setVerdict(word);
    else setChosen(proposals[proposals.indexOf(shown) + step]?.id ?? shown.id);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listen, true);
    return () => document.removeEventListener('keydown', listen, true);
  }, []);

  const loadMore = () =>
    more.run(async () => {
      const page = await loadPage(state, cursor);
      setOlder((before) => ({ ...page, items: [...(before?.items ?? []), ...page.items] }));
    });

  if (first.value === null)
    return first.problem === null ? (
      <Spinner label={t('common.loading')} />
    ) : (
      <ProblemNote problem={first.problem} onRetry={() => void first.reload()} />
    );
  return (
    <>
      {done !== null && <Banner tone="good">{done}</Banner>}
      {more.problem !== null && <ProblemNote problem={more.problem} />}
      {shown === null ? (
        <div className="mgr-sheet">
          <EmptyNote icon={<Inbox aria-hidden="true" />} title={t(`proposals.empty.${state}`)}>
            {t('proposals.empty_hint')}
          </EmptyNote>
        </div>
      ) : (
        <div className="flow-inbox" ref={list}>
          <div className="flow-inbox__list">
            <ListBox
              aria-label={t('proposals.title')}
              className="flow-list"
              selectionMode="single"
              selectionBehavior="replace"
              disallowEmptySelection
              selectedKeys={[shown.id]}
              onSelectionChange={(keys) => {
                const [key] = keys === 'all' ? [] : [...keys];
                setChosen(key === undefined ? null : String(key));
                setVerdict(null);
              }}
            >
              {proposals.map((proposal) => (
                <ProposalItem key={proposal.id} proposal={proposal} />
              ))}
            </ListBox>
            {cursor !== null && (
              <Button isWide isPending={more.isDoing} onPress={() => void loadMore()}>
                {t('proposals.more')}
              </Button>
            )}
            {mayDecide && state === 'open' && (
              <p className="mgr-soft mgr-keys">
                <kbd>J</kbd> <kbd>K</kbd> {t('proposals.keys.walk')} <kbd>A</kbd> {t('proposals.keys.approve')}{' '}
                <kbd>D</kbd> {t('proposals.keys.dismiss')} <kbd>Enter</kbd> {t('proposals.keys.decide')}
              </p>
            )}
          </div>
          <ProposalPane
            proposal={shown}
            verdict={verdict}
            onVerdict={(next) => (next === null ? backToList() : setVerdict(next))}
            onDecided={(word, decision) => decide(shown, word, decision)}
            mayDecide={mayDecide}
            mayOpenSlots={me.scopes.includes('workflow:write')}
          />
        </div>
      )}
    </>
  );
}

function ProposalItem({ proposal }: { readonly proposal: Proposal }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const names = useNames();
  const { application, action, candidateName, createdAt } = proposal;
  const name = candidateName ?? t('candidates.nameless');
  return (
    <ListBoxItem id={proposal.id} textValue={name} className="flow-list__item">
      <span className="flow-list__name">{name}</span>
      <span className="flow-list__at">{formats.shortDateTime(createdAt)}</span>
      <span className="flow-list__what">{actionText({ t, names }, application.jobId, action)}</span>
      <span className="flow-list__job">{names.job(application.jobId)}</span>
    </ListBoxItem>
  );
}
