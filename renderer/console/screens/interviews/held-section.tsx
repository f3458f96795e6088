import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, Card } from '#renderer/ui/index.ts';
import type { InterviewResult } from '#shared/assessment.ts';
import type { HubSessionDetail, ItemNames } from '#shared/wire/hub-session.ts';
import { AnswerCard } from './answer-card.tsx';
import { readHeld } from './held-answers.ts';
import { Named } from './named.tsx';
import './interviews.css';

function Result({
  result: { total, dimensions, missingDimensions },
  names,
}: {
  readonly result: InterviewResult;
  readonly names: ItemNames | null;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const intervalOf = ({ score, low, high }: { score: number; low: number; high: number }) =>
    t('interviews.interval', { score: formats.number(score), low: formats.number(low), high: formats.number(high) });
  return (
    <Card
      title={t('interviews.result')}
      actions={
        total === null ? (
          <Badge tone="warn">{t('interviews.no_total', { count: missingDimensions.length })}</Badge>
        ) : (
          <strong>{intervalOf(total)}</strong>
        )
      }
    >
      <dl className="con-facts">
        {dimensions.map(({ dimensionId, interval }) => (
          <div key={dimensionId}>
            <dt>
              <Named id={dimensionId} name={names?.dimensions[dimensionId]} />
            </dt>
            <dd>{interval === null ? t('interviews.not_scored') : intervalOf(interval)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

/** The answers of an interview as they arrived, and the result the kiosk made of them. */
export function HeldSection({ held }: { readonly held: HubSessionDetail }) {
  const { t } = useTranslation();
  const { answers, result } = useMemo(() => readHeld(held), [held]);
  if (answers.length === 0 && result === null) return null;
  return (
    <section className="mgr-stack" aria-label={t('interviews.answers')}>
      {result !== null && <Result result={result} names={held.names} />}
      {answers.map((answer) => (
        <AnswerCard key={answer.key} answer={answer} names={held.names} />
      ))}
    </section>
  );
}
