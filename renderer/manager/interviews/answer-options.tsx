import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge, Card, classNames } from '#renderer/ui/index.ts';
import type { AnswerDetail } from '#shared/contract/review.ts';

/** Every option with the author's reason; the candidate's is marked. */
export function ChosenOption({ answer, chosenId }: { readonly answer: AnswerDetail; readonly chosenId: string }) {
  const { t } = useTranslation('manager');
  return (
    <Card title={t('answer.choice')}>
      <ul className="mgr-options">
        {answer.options.map(({ id, text, why }) => (
          <li key={id} className={classNames('mgr-option', id === chosenId && 'mgr-option--chosen')}>
            <span className="mgr-option__mark" aria-hidden="true">
              {id === chosenId && <Check strokeWidth={3} />}
            </span>
            <div>
              <p className="mgr-option__text">
                {text} {id === chosenId && <Badge tone="accent">{t('answer.chosen')}</Badge>}
              </p>
              {why !== null && <p className="mgr-soft">{why}</p>}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The candidate's order beside the key's: how far each step is from its place is said in words. */
export function RankedOptions({ answer, order }: { readonly answer: AnswerDetail; readonly order: readonly string[] }) {
  const { t } = useTranslation('manager');
  const keyOrder = answer.options.map(({ id }) => id);
  return (
    <Card title={t('answer.ranking')}>
      <table className="mgr-files">
        <thead>
          <tr>
            <th scope="col">{t('answer.their_place')}</th>
            <th scope="col">{t('answer.step')}</th>
            <th scope="col">{t('answer.key_place')}</th>
          </tr>
        </thead>
        <tbody>
          {order.map((id, index) => {
            const place = keyOrder.indexOf(id) + 1;
            return (
              <tr key={id}>
                <td className="ui-tabular">{index + 1}</td>
                <th scope="row" className="mgr-files__text">
                  {answer.options.find((option) => option.id === id)?.text ?? id}
                </th>
                <td>
                  {place === index + 1 ? (
                    <Badge tone="good" icon={<Check aria-hidden="true" />}>
                      {t('answer.same_place', { place })}
                    </Badge>
                  ) : (
                    <span className="ui-tabular">{t('answer.other_place', { place })}</span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}
