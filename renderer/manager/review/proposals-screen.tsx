import { CheckCheck } from 'lucide-react';
import { useCallback, useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Card, Spinner } from '#renderer/ui/index.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Locale } from '#shared/localized.ts';
import type { KioskProposal, RulePost } from '#shared/proposal.ts';
import { InterviewDetail } from '../interviews/interview-detail.tsx';
import { useManagerClient } from '../manager-client.tsx';
import { PageHeader } from '../page-header.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { useLoad } from '../use-load.ts';
import { ProposalCard } from './proposal-card.tsx';
import { RulesCard } from './rules-card.tsx';
import './decide-place.css';

/** More are worked off first. */
const LIMIT = 100;

/** What rules propose, one person at a time, and the rules themselves. */
export function ProposalsScreen({ locale }: { readonly locale: Locale }) {
  const { t } = useTranslation('review');
  const client = useManagerClient();
  const [isOpen, setOpen] = useState(true);
  const [openId, setOpenId] = useState<SessionId | null>(null);
  const { load, reload } = useLoad(
    useCallback(
      async () => ({
        proposals: await client.proposal.list({ isOpen, limit: LIMIT, locale }),
        ...(await client.proposal.rules({ locale })),
      }),
      [client, isOpen, locale],
    ),
  );
  if (openId !== null) {
    return (
      <InterviewDetail
        id={openId}
        locale={locale}
        onBack={() => {
          setOpenId(null);
          void reload();
        }}
      />
    );
  }
  return (
    <div className="mgr-page">
      <PageHeader title={t('proposals.title')} note={t('proposals.lead')} />
      <ToggleButtonGroup
        aria-label={t('proposals.filter')}
        className="mgr-segments rev-filter"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[isOpen ? 'open' : 'decided']}
        onSelectionChange={([chosen]) => setOpen(chosen === 'open')}
      >
        <ToggleButton id="open" className="mgr-segments__item">
          {t('proposals.open')}
        </ToggleButton>
        <ToggleButton id="decided" className="mgr-segments__item">
          {t('proposals.decided')}
        </ToggleButton>
      </ToggleButtonGroup>
      {load.state === 'loading' && (
        <div className="mgr-wait">
          <Spinner label={t('proposals.loading')} />
        </div>
      )}
      {load.state === 'failed' && <ProblemBanner problem={load.problem} onRetry={() => void reload()} />}
      {load.state === 'ready' && (
        <>
          {load.value.proposals.length === 0 ? (
            <Card className="mgr-empty">
              <CheckCheck aria-hidden="true" />
              <p className="mgr-empty__title">{t(isOpen ? 'proposals.empty' : 'proposals.empty_decided')}</p>
              {isOpen && <p className="mgr-soft">{t('proposals.empty_hint')}</p>}
            </Card>
          ) : (
            <ProposalList
              proposals={load.value.proposals}
              posts={load.value.posts}
              onOpen={setOpenId}
              onChanged={() => void reload()}
            />
          )}
          <RulesCard rules={load.value.rules} posts={load.value.posts} onChanged={() => void reload()} />
        </>
      )}
    </div>
  );
}

function ProposalList({
  proposals,
  posts,
  onOpen,
  onChanged,
}: {
  readonly proposals: readonly KioskProposal[];
  readonly posts: readonly RulePost[];
  readonly onOpen: (id: SessionId) => void;
  readonly onChanged: () => void;
}) {
  const { t } = useTranslation('review');
  const dimensions = posts.flatMap((post) => post.dimensions);
  return (
    <ul className="rev-cards">
      {proposals.map((proposal) => (
        <li key={proposal.id}>
          <Card>
            <p className="rev-card__who">
              <button
                type="button"
                className="rev-link"
                title={t('proposals.open_interview')}
                onClick={() => onOpen(proposal.sessionId)}
              >
                {proposal.candidate ?? proposal.reference}
              </button>
              <span className="mgr-soft">
                {proposal.jobTitle} · <span className="ui-tabular">{proposal.reference}</span>
              </span>
            </p>
            <ProposalCard proposal={proposal} dimensions={dimensions} onChanged={onChanged} />
          </Card>
        </li>
      ))}
    </ul>
  );
}
