import { Minus, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Banner, Card } from '#renderer/ui/index.ts';
import type { ActsResult, Clause } from '#shared/assessment.ts';
import type { AnswerDetail } from '#shared/contract/review.ts';
import { useFormats } from '../../use-formats.ts';
import { Quote, type Sounds } from './quote.tsx';
import { ClausesText, RawWords, TypedText } from './transcript-text.tsx';
import './conversation.css';

type Act = ActsResult['acts'][number];

/** In a scenario about safety the solution is to do what is safe. */
function actName(act: Act['act'], scenario: ActsResult['scenario']): string {
  const isSafety = scenario === 'machine_stop' || scenario === 'safety_shortcut';
  return act === 'solution' && isSafety ? 'acts.safe_solution' : `acts.${act}`;
}

/** An act with the words that perform it; weights only where numbers may be shown. */
function ActItem({
  act,
  scenario,
  sounds,
  showWeight,
}: {
  readonly act: Act;
  readonly scenario: ActsResult['scenario'];
  readonly sounds: Sounds;
  readonly showWeight: boolean;
}) {
  const { t } = useTranslation('manager');
  const format = useFormats();
  const isNegative = act.weight < 0;
  const points = format.number(Math.abs(act.weight) * 100);
  return (
    <li className={isNegative ? 'mgr-act mgr-act--negative' : 'mgr-act'}>
      <p className="mgr-act__name">
        {isNegative ? <Minus aria-hidden="true" /> : <Plus aria-hidden="true" />}
        {t(actName(act.act, scenario))}
        {showWeight && (
          <span className="mgr-soft">{t(isNegative ? 'acts_weight.takes' : 'acts_weight.gives', { points })}</span>
        )}
      </p>
      <Quote clause={act.clause} sounds={sounds} />
    </li>
  );
}

/** What was answered in one place: as text, or as clauses that play; said in a sentence when there is nothing to read. */
function SaidHere({
  answerKey,
  body,
  clauses,
  sounds,
}: {
  readonly answerKey: string;
  readonly body: AnswerDetail['body'];
  readonly clauses: readonly Clause[];
  readonly sounds: Sounds;
}) {
  const { t } = useTranslation('manager');
  const here = clauses.filter((clause) => clause.answerKey === answerKey);
  if (body === null || body.kind === 'skipped') return <p className="mgr-soft">{t('conversation.nothing_said')}</p>;
  if (body.kind === 'typed') return <TypedText answerKey={answerKey} text={body.text} />;
  if (here.length === 0) return <p className="mgr-soft">{t('conversation.listen')}</p>;
  return <ClausesText clauses={here} sounds={sounds} />;
}

/** A role-play as it went: each line, what was answered, and the acts recognised in it. */
export function Conversation({
  answer,
  clauses,
  acts,
  sounds,
  showWeights,
}: {
  readonly answer: AnswerDetail;
  readonly clauses: readonly Clause[];
  readonly acts: ActsResult | null;
  readonly sounds: Sounds;
  readonly showWeights: boolean;
}) {
  const { t } = useTranslation('manager');
  return (
    <Card title={t('conversation.title')}>
      <ol className="mgr-turns">
        {answer.turns.map(({ answerKey, says, body }) => {
          const here = acts?.acts.filter(({ clause }) => clause.answerKey === answerKey) ?? [];
          return (
            <li key={answerKey} className="mgr-turn">
              <div className="mgr-bubble">
                <span className="ui-visually-hidden">{t('conversation.partner')} </span>
                {says}
              </div>
              <div className="mgr-bubble mgr-bubble--own">
                <span className="ui-visually-hidden">{t('conversation.candidate')} </span>
                <SaidHere answerKey={answerKey} body={body} clauses={clauses} sounds={sounds} />
              </div>
              {acts !== null && here.length > 0 && (
                <ul className="mgr-acts" aria-label={t('conversation.acts')}>
                  {here.map((act) => (
                    <ActItem
                      key={act.act}
                      act={act}
                      scenario={acts.scenario}
                      sounds={sounds}
                      showWeight={showWeights}
                    />
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ol>
      {acts !== null && clauses.length > 0 && acts.acts.length === 0 && (
        <p className="mgr-soft">{t('conversation.no_acts')}</p>
      )}
      <RawWords answer={answer} answerKeys={answer.turns.map(({ answerKey }) => answerKey)} />
      {acts !== null && acts.cap !== null && <Banner>{t(`caps.${acts.cap}`)}</Banner>}
    </Card>
  );
}

/** The one follow-up question, why it was asked, and what was answered. */
export function FollowUp({
  answer,
  clauses,
  sounds,
}: {
  readonly answer: AnswerDetail;
  readonly clauses: readonly Clause[];
  readonly sounds: Sounds;
}) {
  const { t } = useTranslation('manager');
  const { followUp } = answer;
  if (followUp === null) return null;
  return (
    <Card title={t('follow_up.title')}>
      <p className="mgr-soft">{t(`follow_up.because.${followUp.trigger}`)}</p>
      <div className="mgr-turn">
        <div className="mgr-bubble">
          <span className="ui-visually-hidden">{t('follow_up.asked')} </span>
          {followUp.asked}
        </div>
        <div className="mgr-bubble mgr-bubble--own">
          <span className="ui-visually-hidden">{t('conversation.candidate')} </span>
          <SaidHere answerKey={followUp.answerKey} body={followUp.body} clauses={clauses} sounds={sounds} />
        </div>
      </div>
      <RawWords answer={answer} answerKeys={[followUp.answerKey]} />
      <p className="mgr-soft">{t('follow_up.same_for_all')}</p>
    </Card>
  );
}
