import { useTranslation } from 'react-i18next';
import { Badge, Card } from '#renderer/ui/index.ts';
import type { SessionDetail } from '#shared/contract/review.ts';
import { ConsentKind, Survey } from '#shared/session.ts';
import { clockTime, useFormats } from '../use-formats.ts';
import { InterviewResultCard } from './interview-result.tsx';
import { KeptUntil } from './kept-until.tsx';
import { ConsentIcon, SyncBadge } from './state-badges.tsx';

const SURVEY_QUESTIONS = Survey.omit({ comment: true }).keyof().options;

/** What belongs to the whole interview: its result, consents, files on their way, the candidate's own view of it. */
export function InterviewOverview({ detail }: { readonly detail: SessionDetail }) {
  const { t } = useTranslation('manager');
  const format = useFormats();
  const { summary, phone, consents, personal, survey, answers } = detail;
  // there is no talent pool of people who work here already
  const isAsked = (kind: ConsentKind) => kind !== 'talentPool' || summary.purpose === 'hiring';
  const files = answers.flatMap(({ number, recordings }) => recordings.map((recording) => ({ number, recording })));
  return (
    <div className="mgr-overview">
      <InterviewResultCard detail={detail} />
      <Card title={t('overview.facts')}>
        <dl className="mgr-facts">
          {phone !== null && (
            <>
              <dt>{t('overview.phone')}</dt>
              <dd className="ui-tabular">{phone}</dd>
            </>
          )}
          <dt>{t('overview.started')}</dt>
          <dd>{format.dateTime(summary.startedAt)}</dd>
          <dt>{t('overview.finalized')}</dt>
          <dd>{summary.finalizedAt === null ? t('overview.not_finalized') : format.dateTime(summary.finalizedAt)}</dd>
          <dt>{t('overview.answered')}</dt>
          <dd>{t('overview.answered_of', { answered: summary.answered, total: summary.total })}</dd>
          <dt>{t('overview.language')}</dt>
          <dd>{t(`languages.${summary.locale}`)}</dd>
          <KeptUntil summary={summary} retention={detail.retention} />
        </dl>
      </Card>
      {personal.length > 0 && (
        <Card title={t('overview.personal')}>
          <ul className="mgr-consents">
            {personal.map(({ number, skills }) => (
              <li key={number}>
                {skills.length === 0
                  ? t('overview.personal_default', { number })
                  : t('overview.personal_line', {
                      number,
                      skills: skills.join(' · '),
                      interpolation: { escapeValue: false },
                    })}
              </li>
            ))}
          </ul>
          <p className="mgr-soft">{t('overview.personal_note')}</p>
        </Card>
      )}
      <Card title={t('overview.consents')}>
        {consents === null ? (
          <p className="mgr-soft">{t('overview.no_consents')}</p>
        ) : (
          <ul className="mgr-consents">
            {ConsentKind.options.filter(isAsked).map((kind) => (
              <li key={kind}>
                <ConsentIcon isGiven={consents[kind]} />
                <span>{t(`consents.${kind}`)}</span>
                <span className="mgr-soft">{t(consents[kind] ? 'consents.given' : 'consents.refused')}</span>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title={t('overview.survey', { context: summary.purpose })}>
        {survey === null ? (
          <p className="mgr-soft">{t('overview.no_survey')}</p>
        ) : (
          <>
            <dl className="mgr-facts">
              {SURVEY_QUESTIONS.map((question) => (
                <div key={question} className="mgr-facts__row">
                  <dt>{t(`survey.${question}`)}</dt>
                  <dd>{t('survey.value', { value: survey[question] })}</dd>
                </div>
              ))}
            </dl>
            {survey.comment !== '' && <blockquote className="mgr-quote">{survey.comment}</blockquote>}
            <p className="mgr-soft">{t('overview.survey_note')}</p>
          </>
        )}
      </Card>
      <Card title={t('overview.sync')} actions={<SyncBadge state={summary.sync} />} className="mgr-overview__files">
        <p className="mgr-soft">{t(`sync_sentences.${summary.sync}`)}</p>
        {files.length > 0 && (
          <table className="mgr-files">
            <thead>
              <tr>
                <th scope="col">{t('files.question')}</th>
                <th scope="col">{t('files.kind')}</th>
                <th scope="col">{t('files.take')}</th>
                <th scope="col" className="mgr-end">
                  {t('files.length')}
                </th>
                <th scope="col" className="mgr-end">
                  {t('files.size')}
                </th>
                <th scope="col">{t('files.state')}</th>
                <th scope="col">{t('files.sync')}</th>
              </tr>
            </thead>
            <tbody>
              {files.map(({ number, recording }) => (
                <tr key={recording.id}>
                  <th scope="row">{number}</th>
                  <td>{t(`recording_kinds.${recording.kind}`)}</td>
                  <td>{t('files.take_part', { take: recording.take, part: recording.part })}</td>
                  <td className="mgr-end">{clockTime(recording.durationMs)}</td>
                  <td className="mgr-end">{format.bytes(recording.sizeBytes)}</td>
                  <td>
                    {recording.state === 'complete' ? (
                      t('recording_states.complete')
                    ) : (
                      <Badge tone="warn">{t(`recording_states.${recording.state}`)}</Badge>
                    )}
                  </td>
                  <td>
                    <SyncBadge state={recording.sync} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Card>
    </div>
  );
}
