import { useTranslation } from 'react-i18next';
import { Card } from '#renderer/ui/index.ts';
import type { WordAssessment } from '#shared/assessment.ts';
import { LevelMark } from './indicator-levels.tsx';
import { ConfidenceReasons, IntervalBar, ScoreWithError } from './score-with-error.tsx';

/** The number of one worded answer with its error, and what it does not rest on. */
export function WordScore({ assessment }: { readonly assessment: WordAssessment }) {
  const { t } = useTranslation('manager');
  const { interval, confidence, level, isProvisional } = assessment;
  if (interval === null) return null;
  return (
    <Card className="mgr-score" title={t(isProvisional ? 'score.provisional' : 'score.words')}>
      <div className="mgr-score__line">
        <ScoreWithError interval={interval} confidence={confidence} answers={1} />
        {level !== null && <LevelMark level={level} />}
      </div>
      <IntervalBar interval={interval} />
      {confidence !== null && <ConfidenceReasons confidence={confidence} answers={1} />}
      <p className="mgr-soft">{t('score.not_used')}</p>
    </Card>
  );
}
