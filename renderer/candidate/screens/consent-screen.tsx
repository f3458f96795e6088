import { ArrowLeft, ArrowRight, Check, MonitorCheck, Phone, Send, Video, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Purpose } from '#shared/purpose.ts';
import type { ConsentKind, Consents } from '#shared/session.ts';
import type { ConsentText } from '#shared/session-view.ts';
import { Button, RadioCards } from '#renderer/ui/index.ts';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import './consent-screen.css';

const ICONS = { recording: Video, scoring: MonitorCheck, sending: Send, talentPool: Phone };

type Answers = Partial<Record<ConsentKind, boolean>>;

/** Null while something is not answered. What is not asked is not agreed to. */
function complete(asked: readonly ConsentText[], answers: Answers): Consents | null {
  if (asked.some(({ kind }) => answers[kind] === undefined)) return null;
  const isGiven = (kind: ConsentKind) => asked.some((each) => each.kind === kind) && answers[kind] === true;
  return {
    recording: isGiven('recording'),
    scoring: isGiven('scoring'),
    sending: isGiven('sending'),
    talentPool: isGiven('talentPool'),
  };
}

function Question({
  consent,
  purpose,
  answer,
  onAnswer,
}: {
  readonly consent: ConsentText;
  readonly purpose: Purpose;
  readonly answer: boolean | undefined;
  readonly onAnswer: (answer: boolean) => void;
}) {
  const { t } = useTranslation('candidate');
  const Icon = ICONS[consent.kind];
  return (
    <div className="c-consent">
      <div className="c-consent__text">
        <span className="c-consent__icon" aria-hidden="true">
          <Icon />
        </span>
        <p>{consent.text}</p>
      </div>
      <RadioCards
        label={t(`consent.${consent.kind}.title`)}
        isLabelHidden
        layout="row"
        className="c-consent__answers"
        value={answer === undefined ? null : String(answer)}
        onChange={(value) => onAnswer(value === 'true')}
        options={[
          {
            value: 'true',
            label: t('consent.yes'),
            description: t(`consent.${consent.kind}.yes`, { context: purpose }),
            icon: <Check aria-hidden="true" />,
          },
          { value: 'false', label: t('consent.no'), description: consent.refusal, icon: <X aria-hidden="true" /> },
        ]}
      />
    </div>
  );
}

function Summary({
  consents,
  answers,
  onChange,
}: {
  readonly consents: readonly ConsentText[];
  readonly answers: Answers;
  readonly onChange: (index: number) => void;
}) {
  const { t } = useTranslation('candidate');
  return (
    <ul className="c-consent-list">
      {consents.map(({ kind }, index) => (
        <li key={kind}>
          <span
            className={answers[kind] === true ? 'c-consent-mark' : 'c-consent-mark c-consent-mark--no'}
            aria-hidden="true"
          >
            {answers[kind] === true ? <Check strokeWidth={3} /> : <X strokeWidth={3} />}
          </span>
          <span className="c-consent-list__title">{t(`consent.${kind}.title`)}</span>
          <strong>{answers[kind] === true ? t('consent.yes') : t('consent.no')}</strong>
          <Button
            aria-label={t('consent.changeNamed', { name: t(`consent.${kind}.title`) })}
            onPress={() => onChange(index)}
          >
            {t('common:change')}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** Separate permissions, one at a time: none is ticked beforehand, yes and no look the same. */
export function ConsentScreen() {
  const { t } = useTranslation('candidate');
  const { view, send, isSending } = useCandidateSession();
  const [answers, setAnswers] = useState<Answers>(() => view.consents ?? {});
  const [step, setStep] = useState(0);
  const texts = view.consentTexts;
  const current = texts[step];
  const given = complete(texts, answers);
  const purpose = view.job?.purpose ?? 'hiring';
  const isAnswered = current === undefined ? given !== null : answers[current.kind] !== undefined;

  const back = () => (step === 0 ? void send({ type: 'went_back' }) : setStep(step - 1));
  const next = () => {
    // after a change from the summary, back to the summary
    if (current !== undefined) setStep(given === null ? step + 1 : texts.length);
    else if (given !== null) void send({ type: 'consents_given', consents: given });
  };

  return (
    <Stage
      key={step}
      title={current === undefined ? t('consent.summary') : t(`consent.${current.kind}.title`, { context: purpose })}
      lead={
        current === undefined ? t('consent.summaryLead') : t('consent.step', { number: step + 1, total: texts.length })
      }
      {...(current === undefined
        ? {}
        : { spoken: [current.text, `${t('consent.no')}: ${current.refusal}`].join('\n') })}
      actions={
        <>
          <Button size="large" icon={<ArrowLeft aria-hidden="true" />} isDisabled={isSending} onPress={back}>
            {t('common:back')}
          </Button>
          <Button
            variant="primary"
            size="large"
            iconAfter={<ArrowRight aria-hidden="true" />}
            isDisabled={isSending || !isAnswered}
            onPress={next}
          >
            {current === undefined ? t('consent.confirm') : t('common:next')}
          </Button>
        </>
      }
    >
      {current === undefined ? (
        <Summary consents={texts} answers={answers} onChange={setStep} />
      ) : (
        <Question
          consent={current}
          purpose={purpose}
          answer={answers[current.kind]}
          onAnswer={(answer) => setAnswers({ ...answers, [current.kind]: answer })}
        />
      )}
    </Stage>
  );
}
