import { useTranslation } from 'react-i18next';
import { Card } from '#renderer/ui/index.ts';
import type { Overview } from '#shared/insights/overview.ts';
import { useFormats } from '../../use-formats.ts';

const QUESTIONS = ['ease', 'clarity', 'fairness'] as const;

/** What candidates said of the interview: counts of 1 to 5, and no mean that hides them. */
export function SurveyCard({ survey }: { readonly survey: Overview['survey'] }) {
  const { t } = useTranslation('insights');
  const format = useFormats();
  const { answered, finished } = survey;
  return (
    <Card title={t('survey.title')}>
      {answered === 0 ? (
        <p className="mgr-soft">{t('survey.none')}</p>
      ) : (
        <>
          <table className="ins-plain ins-survey">
            <thead>
              <tr>
                <th scope="col">{t('survey.question')}</th>
                {[1, 2, 3, 4, 5].map((rating) => (
                  <th key={rating} scope="col">
                    {rating}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {QUESTIONS.map((question) => (
                <tr key={question}>
                  <th scope="row">{t(`survey.${question}`)}</th>
                  {survey[question].map((count, index) => (
                    <td
                      // the ratings of 1 to 5 are their places
                      // oxlint-disable-next-line react/no-array-index-key
                      key={index}
                      className={`ins-survey__cell ins-survey__cell--${Math.round((4 * count) / answered)}`}
                    >
                      {format.number(count)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          <p className="mgr-soft">
            {t('survey.answered', { count: answered, finished, share: format.percent(answered / finished) })}
          </p>
        </>
      )}
    </Card>
  );
}
