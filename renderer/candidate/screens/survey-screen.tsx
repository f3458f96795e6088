import { Check } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, RadioCards, TextField } from '#renderer/ui/index.ts';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import { Face } from './face.tsx';
import './survey-screen.css';

const QUESTIONS = ['ease', 'clarity', 'fairness'] as const;
const VALUES = [1, 2, 3, 4, 5] as const;

/** Three taps and an optional sentence about the kiosk. Never part of a score; may be left out. */
export function SurveyScreen() {
  const { t } = useTranslation('candidate');
  const { send, isSending } = useCandidateSession();
  const [marks, setMarks] = useState<Partial<Record<(typeof QUESTIONS)[number], number>>>({});
  const [comment, setComment] = useState('');
  const { ease, clarity, fairness } = marks;
  const survey =
    ease === undefined || clarity === undefined || fairness === undefined ? null : { ease, clarity, fairness, comment };
  return (
    <Stage
      title={t('survey.title')}
      lead={t('survey.lead')}
      canPause={false}
      actions={
        <>
          <Button
            size="large"
            isDisabled={isSending}
            onPress={() => void send({ type: 'survey_answered', survey: null })}
          >
            {t('survey.skip')}
          </Button>
          <Button
            variant="primary"
            size="large"
            icon={<Check aria-hidden="true" />}
            isDisabled={isSending || survey === null}
            onPress={() => void send({ type: 'survey_answered', survey })}
          >
            {t('survey.send')}
          </Button>
        </>
      }
    >
      <div className="c-survey">
        {QUESTIONS.map((question) => (
          <RadioCards
            key={question}
            className="c-survey__row"
            layout="row"
            label={t(`survey.${question}`)}
            value={marks[question] === undefined ? null : String(marks[question])}
            onChange={(value) => setMarks({ ...marks, [question]: Number(value) })}
            options={VALUES.map((value) => ({
              value: String(value),
              icon: <Face value={value} />,
              label: t(`survey.mark${value}`),
            }))}
          />
        ))}
        <TextField
          className="c-survey__row"
          label={t('survey.comment')}
          placeholder={t('survey.commentHere')}
          value={comment}
          maxLength={500}
          onChange={setComment}
        />
      </div>
    </Stage>
  );
}
