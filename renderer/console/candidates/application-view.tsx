import { CalendarCheck, CircleStop, MoveRight, RotateCcw, Send, ShieldQuestion } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Badge, Banner, Button } from '#renderer/ui/index.ts';
import type { CandidateSession } from '#shared/hub/candidates.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import type { QueueJob } from '#shared/hub/queue.ts';
import type { Me } from '#shared/wire/person.ts';
import { useNames } from '../flow/names.tsx';
import { actionText } from '../flow/words.ts';
import { ask } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useDoing } from '../use-doing.ts';
import { goTo } from '../use-place.ts';
import { ActionDialog, type Wish } from './action-dialog.tsx';
import { CheckPart, DeliveryBadge, DocumentsPart, InterviewPart, InvitationPart } from './application-parts.tsx';
import { History } from './history.tsx';
import type { WholeApplication, WholeFile } from './load-file.ts';
import { StageLine } from './stage-line.tsx';

const HAND_OVER = 'result.hand_over';

/** `result.hand_over:CONNECTOR:RESULT:REVISION` → the connector. */
const connectorOf = ({ uniqueKey }: QueueJob): string => uniqueKey.split(':')[1] ?? uniqueKey;

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="ui-card file-section" aria-label={title}>
      <h2 className="ui-card__title">{title}</h2>
      {children}
    </section>
  );
}

/** One application of a candidate: where it stands, all that came of it, and what a person may do. */
export function ApplicationView({
  file,
  application,
  sessions,
  me,
  onChanged,
  aside,
}: {
  readonly file: WholeFile;
  readonly application: WholeApplication;
  readonly sessions: readonly CandidateSession[];
  readonly me: Me;
  readonly onChanged: () => void;
  /** What belongs to the person rather than to this application. */
  readonly aside: ReactNode;
}) {
  const { t } = useTranslation();
  const names = useNames();
  const [wish, setWish] = useState<Wish | null>(null);
  const marking = useDoing();
  const { detail, invitations, proposals } = application;
  const { id, jobId, state } = detail;
  const isOpen = state === 'open';
  const mayDecide = me.scopes.includes('workflow:decide');
  const mayWrite = me.scopes.includes('workflow:write');
  const isInvited = invitations.some((each) => each.state === 'active');
  const handOvers = file.queue.filter(({ kind }) => kind === HAND_OVER);

  const mark = (documentId: string, isReceived: boolean) =>
    void marking.run(async () => {
      await ask(`${HUB_PATHS.applications}/${id}/documents/${documentId}`, z.unknown(), {
        method: 'PUT',
        body: { isReceived },
      });
      onChanged();
    });

  return (
    <>
      <section className="ui-card file-flow" aria-label={names.job(jobId)}>
        <header className="file-flow__head">
          <h2 className="ui-card__title">{names.job(jobId)}</h2>
          {detail.outcome === null ? (
            <Badge tone="accent">{t('candidates.open')}</Badge>
          ) : (
            <Badge tone={detail.outcome === 'hired' ? 'good' : 'neutral'}>
              {t(`candidates.outcomes.${detail.outcome}`)}
            </Badge>
          )}
          {mayDecide && (
            <div className="file-flow__actions">
              {isOpen && (
                <>
                  <Button icon={<MoveRight aria-hidden="true" />} onPress={() => setWish({ kind: 'advance' })}>
                    {t('candidates.wishes.advance.title')}
                  </Button>
                  {!isInvited && (
                    <Button icon={<CalendarCheck aria-hidden="true" />} onPress={() => setWish({ kind: 'invite' })}>
                      {t('candidates.wishes.invite.title')}
                    </Button>
                  )}
                  <Button icon={<ShieldQuestion aria-hidden="true" />} onPress={() => setWish({ kind: 'order_check' })}>
                    {t('candidates.wishes.order_check.title')}
                  </Button>
                  {sessions.length > 0 && (
                    <Button icon={<Send aria-hidden="true" />} onPress={() => setWish({ kind: 'hand_over' })}>
                      {t('candidates.wishes.hand_over.title')}
                    </Button>
                  )}
                  <Button icon={<CircleStop aria-hidden="true" />} onPress={() => setWish({ kind: 'close' })}>
                    {t('candidates.wishes.close.title')}
                  </Button>
                </>
              )}
              {!isOpen && (
                <Button icon={<RotateCcw aria-hidden="true" />} onPress={() => setWish({ kind: 'reopen' })}>
                  {t('candidates.wishes.reopen.title')}
                </Button>
              )}
            </div>
          )}
        </header>
        <StageLine application={detail} timeline={file.candidate.timeline} />
        {proposals.map((proposal) => (
          <Banner
            key={proposal.id}
            tone="info"
            title={t('candidates.proposed', {
              action: actionText({ t, names }, jobId, proposal.action),
            })}
            action={<Button onPress={() => goTo('proposals', proposal.id)}>{t('candidates.decide')}</Button>}
          >
            {names.text(proposal.ruleName)}
          </Banner>
        ))}
      </section>
      <div className="file-columns">
        <div className="mgr-stack">
          <Section title={t('candidates.interviews')}>
            {sessions.length === 0 && <p className="mgr-soft">{t('candidates.no_interviews')}</p>}
            {sessions.map((session) => (
              <InterviewPart key={`${session.deviceId} ${session.sessionId}`} session={session} jobId={jobId} />
            ))}
          </Section>
          <Section title={t('candidates.invitations')}>
            {invitations.length === 0 && <p className="mgr-soft">{t('candidates.no_invitations')}</p>}
            {invitations.map((invitation) => (
              <InvitationPart
                key={invitation.id}
                invitation={invitation}
                queue={file.queue}
                onMove={
                  mayDecide && isOpen && invitation.state === 'active'
                    ? () => setWish({ kind: 'move', invitation })
                    : null
                }
                onCancel={
                  mayDecide && invitation.state === 'active' ? () => setWish({ kind: 'cancel', invitation }) : null
                }
              />
            ))}
          </Section>
          <div className="con-cards">
            <Section title={t('candidates.checks')}>
              {detail.checks.length === 0 && <p className="mgr-soft">{t('candidates.no_checks')}</p>}
              {detail.checks.map((check) => (
                <CheckPart key={check.id} check={check} />
              ))}
            </Section>
            <Section title={t('candidates.hand_overs')}>
              {handOvers.length === 0 && <p className="mgr-soft">{t('candidates.no_hand_overs')}</p>}
              {handOvers.map((job) => (
                <div key={job.id} className="file-part__foot">
                  <DeliveryBadge name={connectorOf(job)} job={job} />
                </div>
              ))}
            </Section>
          </div>
          <Section title={t('candidates.documents')}>
            {marking.problem !== null && <ProblemNote problem={marking.problem} />}
            <DocumentsPart application={detail} onMark={mayWrite && isOpen ? mark : null} isBusy={marking.isDoing} />
          </Section>
          {aside}
        </div>
        <History candidate={file.candidate} />
      </div>
      {wish !== null && (
        <ActionDialog
          wish={wish}
          application={detail}
          candidate={file.candidate}
          mayOpenSlots={mayWrite}
          onClose={() => setWish(null)}
          onDone={() => {
            setWish(null);
            onChanged();
          }}
        />
      )}
    </>
  );
}
