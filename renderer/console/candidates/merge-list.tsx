import { ArrowLeft, UsersRound } from 'lucide-react';
import { useCallback, useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { PageHeader } from '#renderer/manager/page-header.tsx';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, Button, Spinner } from '#renderer/ui/index.ts';
import { type CandidateSummary, MergeProposal } from '#shared/hub/candidates.ts';
import { pageOf } from '#shared/hub/page.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import type { Me } from '#shared/wire/person.ts';
import { EmptyNote } from '../empty-note.tsx';
import { DecisionForm } from '../flow/decision-form.tsx';
import { useNames } from '../flow/names.tsx';
import { decisionsChanged } from '../flow/open-decisions.ts';
import { actorText } from '../flow/words.ts';
import { ask } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useAnswer } from '../use-answer.ts';
import { goTo } from '../use-place.ts';

const Page = pageOf(MergeProposal);
const STATES = ['open', 'confirmed', 'dismissed', 'undone'] as const;
type State = (typeof STATES)[number];
const MOST = 50;

type Verdict = { readonly word: 'confirm'; readonly keep: string } | { readonly word: 'dismiss' | 'undo' };

/** Files that may be one person: side by side, joined or kept apart by a person, and taken apart again. */
export function MergeList({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const [state, setState] = useState<State>('open');
  const load = useCallback(() => ask(`${HUB_PATHS.mergeProposals}?state=${state}&limit=${MOST}`, Page), [state]);
  const { value: page, problem, reload } = useAnswer(load);
  const proposals = (page?.items ?? []).filter((proposal) => proposal.state === state);
  return (
    <>
      <PageHeader
        title={t('candidates.merges.title')}
        note={t('candidates.merges.note')}
        actions={
          <div className="flow-row">
            <ToggleButtonGroup
              aria-label={t('proposals.filter')}
              className="mgr-segments"
              selectionMode="single"
              disallowEmptySelection
              selectedKeys={[state]}
              onSelectionChange={([chosen]) => setState(STATES.find((each) => each === chosen) ?? 'open')}
            >
              {STATES.map((each) => (
                <ToggleButton key={each} id={each} className="mgr-segments__item">
                  {t(`candidates.merges.states.${each}`)}
                </ToggleButton>
              ))}
            </ToggleButtonGroup>
            <Button icon={<ArrowLeft aria-hidden="true" />} onPress={() => goTo('candidates')}>
              {t('candidates.back')}
            </Button>
          </div>
        }
      />
      {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {page === null && problem === null && <Spinner label={t('common.loading')} />}
      {page !== null && proposals.length === 0 && (
        <div className="mgr-sheet">
          <EmptyNote icon={<UsersRound aria-hidden="true" />} title={t(`candidates.merges.empty.${state}`)}>
            {t('candidates.merges.empty_hint')}
          </EmptyNote>
        </div>
      )}
      {proposals.map((proposal) => (
        <Pair
          key={proposal.id}
          proposal={proposal}
          mayDecide={me.scopes.includes('workflow:decide')}
          onDone={() => {
            decisionsChanged();
            void reload();
          }}
        />
      ))}
    </>
  );
}

function Pair({
  proposal,
  mayDecide,
  onDone,
}: {
  readonly proposal: MergeProposal;
  readonly mayDecide: boolean;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const names = useNames();
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const { id, candidates, sharedKinds, state, decidedBy, decidedAt, reason } = proposal;
  const shared = sharedKinds.map((kind) => t(`candidates.facts.${kind}`)).join(', ');
  return (
    <section className="ui-card file-pair" aria-label={t('candidates.merges.pair')}>
      <p className="file-pair__shared">{t('candidates.merges.shared', { kinds: shared })}</p>
      <div className="con-pair">
        {candidates.map((candidate) => (
          <Side
            key={candidate.id}
            candidate={candidate}
            onKeep={
              mayDecide && state === 'open' && verdict === null
                ? () => setVerdict({ word: 'confirm', keep: candidate.id })
                : null
            }
            isKept={verdict?.word === 'confirm' && verdict.keep === candidate.id}
          />
        ))}
      </div>
      {state !== 'open' && decidedAt !== null && (
        <p className="mgr-soft">
          {t('proposals.decided', {
            who: decidedBy === null ? '–' : actorText(t, names, decidedBy),
            at: formats.dateTime(decidedAt),
          })}
          {reason !== null && ` · “${reason}”`}
        </p>
      )}
      {mayDecide && verdict === null && (state === 'open' || state === 'confirmed') && (
        <div className="flow-row">
          <Button onPress={() => setVerdict({ word: state === 'open' ? 'dismiss' : 'undo' })}>
            {state === 'open' ? t('candidates.merges.dismiss') : t('candidates.merges.undo')}
          </Button>
        </div>
      )}
      {verdict !== null && (
        <DecisionForm
          slotsFor={null}
          mayOpenSlots={false}
          submit={t(`candidates.merges.${verdict.word}`)}
          onCancel={() => setVerdict(null)}
          onSubmit={async ({ reason: why }) => {
            const body = verdict.word === 'confirm' ? { keep: verdict.keep, reason: why } : { reason: why };
            await ask(`${HUB_PATHS.mergeProposals}/${id}/${verdict.word}`, z.unknown(), { method: 'POST', body });
            onDone();
          }}
        />
      )}
    </section>
  );
}

function Side({
  candidate,
  onKeep,
  isKept,
}: {
  readonly candidate: CandidateSummary;
  readonly onKeep: (() => void) | null;
  readonly isKept: boolean;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const names = useNames();
  const rows = [
    [t('candidates.phones'), candidate.phones.join(', ')],
    [t('candidates.emails'), candidate.emails.join(', ')],
    [t('candidates.skills'), candidate.skills.join(', ')],
    [
      t('candidates.applications'),
      candidate.applications
        .map(({ jobId, stageId }) => `${names.job(jobId)} · ${names.stage(jobId, stageId)}`)
        .join(', '),
    ],
    [t('candidates.interviews'), formats.number(candidate.sessionCount)],
    [t('candidates.added'), formats.dateTime(candidate.createdAt)],
  ];
  return (
    <div className="file-side">
      <div className="file-part__head">
        <Button variant="quiet" className="flow-link file-side__name" onPress={() => goTo('candidates', candidate.id)}>
          {candidate.name ?? t('candidates.nameless')}
        </Button>
        {isKept && <Badge tone="accent">{t('candidates.merges.in_front')}</Badge>}
      </div>
      <dl className="file-facts">
        {rows.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value === '' ? '–' : value}</dd>
          </div>
        ))}
      </dl>
      {onKeep !== null && (
        <Button variant="primary" onPress={onKeep}>
          {t('candidates.merges.keep')}
        </Button>
      )}
    </div>
  );
}
