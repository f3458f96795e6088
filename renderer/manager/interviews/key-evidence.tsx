import { Check, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge, Card } from '#renderer/ui/index.ts';
import type { AnswerDetail } from '#shared/contract/review.ts';
import type { AnswerScore } from '#shared/score.ts';
import { useFormats } from '../use-formats.ts';
import './key-evidence.css';

type Evidence = AnswerScore['evidence'][number];
type Of<K extends Evidence['kind']> = Extract<Evidence, { kind: K }>;

const SCALE = [1, 2, 3, 4, 5, 6, 7] as const;

function evidenceOf<K extends Evidence['kind']>(answer: AnswerDetail, kind: K): Of<K>[] {
  return answer.score?.evidence.filter((each): each is Of<K> => each.kind === kind) ?? [];
}

/** Both ratings on one line of 1 to 7; the numbers stand beside it. */
function RatingScale({ rating, keyMean }: { readonly rating: number; readonly keyMean: number | null }) {
  const x = (value: number) => 6 + (value - 1) * 18;
  return (
    <svg className="mgr-rating" viewBox="0 0 120 20" aria-hidden="true">
      <line className="mgr-rating__rail" x1={x(1)} x2={x(7)} y1="10" y2="10" />
      {SCALE.map((at) => (
        <line key={at} className="mgr-rating__rail" x1={x(at)} x2={x(at)} y1="7" y2="13" />
      ))}
      {keyMean !== null && (
        <rect className="mgr-rating__key" x={x(keyMean) - 4.5} y="5.5" width="9" height="9" rx="1" />
      )}
      <circle className="mgr-rating__own" cx={x(rating)} cy="10" r="4" />
    </svg>
  );
}

/** Every way to act with the candidate's rating beside the key's. */
export function RatedOptions({
  answer,
  ratings,
}: {
  readonly answer: AnswerDetail;
  readonly ratings: Readonly<Record<string, number>>;
}) {
  const { t } = useTranslation('manager');
  const format = useFormats();
  const source = answer.keySource ?? 'authored';
  return (
    <Card title={t('rating.title')}>
      <table className="mgr-files mgr-rated">
        <thead>
          <tr>
            <th scope="col">{t('rating.action')}</th>
            <th scope="col" className="mgr-end">
              {t('rating.own')}
            </th>
            <th scope="col">{t('rating.key')}</th>
          </tr>
        </thead>
        <tbody>
          {answer.options.map(({ id, text, keyMean }) => {
            const rating = ratings[id];
            return (
              <tr key={id}>
                <th scope="row" className="mgr-files__text">
                  {text}
                </th>
                <td className="mgr-end ui-tabular">{rating === undefined ? '–' : format.number(rating)}</td>
                <td className="mgr-rated__key ui-tabular">
                  {rating !== undefined && <RatingScale rating={rating} keyMean={keyMean} />}
                  {keyMean !== null && t(`rating.mean_${source}`, { mean: format.number(keyMean) })}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="mgr-soft">{t('rating.note')}</p>
    </Card>
  );
}

/** What a work sample showed, step by step, against its key. */
export function WorkSampleSteps({ answer }: { readonly answer: AnswerDetail }) {
  const { t } = useTranslation('manager');
  const { body } = answer;
  if (body?.kind !== 'work_sample') return null;
  const steps = evidenceOf(answer, 'task');
  const { type } = body.result;
  const isOrder = body.result.type === 'assembly_order';
  return (
    <Card title={t(`work_sample.${type}`)}>
      {steps.length === 0 ? (
        <p className="mgr-soft">{t('work_sample.not_compared')}</p>
      ) : (
        <table className="mgr-files">
          <thead>
            <tr>
              {isOrder && <th scope="col">{t('answer.their_place')}</th>}
              <th scope="col">{t(`work_sample.step_${type}`)}</th>
              <th scope="col">{t('work_sample.result')}</th>
            </tr>
          </thead>
          <tbody>
            {steps.map(({ id, text, isRight }, index) => (
              <tr key={id}>
                {isOrder && <td className="ui-tabular">{index + 1}</td>}
                <th scope="row" className="mgr-files__text">
                  {text}
                </th>
                <td>
                  {isRight ? (
                    <Badge tone="good" icon={<Check aria-hidden="true" />}>
                      {t(`work_sample.right_${type}`)}
                    </Badge>
                  ) : (
                    <Badge icon={<X aria-hidden="true" />}>{t(`work_sample.wrong_${type}`)}</Badge>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
