import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/index.ts';
import type { AnswerDetail } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import { ChangeReason, type Judgement, type LockedRating, MIN_REASON_CHARS } from '#shared/rating.ts';
import { useManagerClient } from '../manager-client.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { Chips } from './chips.tsx';
import { LevelScale } from './level-scale.tsx';
import { areEnoughWords, ReasonWordsField } from './reason-words.tsx';

interface ChangeFormProps {
  readonly id: SessionId;
  readonly indicator: AnswerDetail['indicators'][number];
  readonly current: LockedRating;
  readonly onCancel: () => void;
  readonly onChanged: () => void;
}

function isSame(a: Judgement, b: Judgement): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Another judgement after the reveal: with a reason and words, because why people change is what shows whether they only follow. */
export function ChangeForm({ id, indicator, current, onCancel, onChanged }: ChangeFormProps) {
  const { t } = useTranslation('review');
  const client = useManagerClient();
  const [judgement, setJudgement] = useState<Judgement | null>(null);
  const [reason, setReason] = useState<ChangeReason | null>(null);
  const [words, setWords] = useState('');
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isReady =
    judgement !== null && !isSame(judgement, current.judgement) && reason !== null && areEnoughWords(words);

  async function save(): Promise<void> {
    if (judgement === null || reason === null) return;
    setPending(true);
    try {
      const { itemId, indicatorId, quotes } = current;
      await client.rating.change({ id, itemId, indicatorId, judgement, quotes, reason, words: words.trim() });
      onChanged();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setPending(false);
  }

  return (
    <div className="rev-change">
      <p className="rev-side__who">{t('compare.new_level')}</p>
      <LevelScale indicator={indicator} value={judgement} onChange={setJudgement} isOpen />
      <Chips
        label={t('compare.reason')}
        options={ChangeReason.options.map((value) => ({ value, label: t(`change_reasons.${value}`) }))}
        value={reason}
        onChange={setReason}
      />
      <ReasonWordsField
        label={t('compare.words')}
        hint={t('compare.words_hint', { count: MIN_REASON_CHARS })}
        value={words}
        onChange={setWords}
      />
      {problem !== null && <ProblemBanner problem={problem} />}
      <div className="rev-change__acts">
        <Button onPress={onCancel}>{t('compare.cancel')}</Button>
        <Button variant="primary" isDisabled={!isReady} isPending={isPending} onPress={() => void save()}>
          {t('compare.save')}
        </Button>
      </div>
    </div>
  );
}
