import { Check, LockKeyhole } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, RadioCards } from '#renderer/ui/index.ts';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import './self-identification-screen.css';

/** No option of a pack is called so: its names are words. */
const LEFT_OUT = '-';

/**
 * What people may say of themselves for the audit of bias, after everything is saved. Nothing is chosen beforehand, each question can be
 * left out, and all of them at once.
 */
export function SelfIdentificationScreen() {
  const { t } = useTranslation('candidate');
  const { view, send, isSending } = useCandidateSession();
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const questions = view.selfIdentification?.questions ?? [];
  const said = Object.fromEntries(Object.entries(chosen).filter(([, option]) => option !== LEFT_OUT));
  return (
    <Stage
      title={t('selfIdentification.title')}
      lead={view.selfIdentification?.text}
      canPause={false}
      actions={
        <>
          <Button
            size="large"
            isDisabled={isSending}
            onPress={() => void send({ type: 'self_identified', answers: null })}
          >
            {t('selfIdentification.skip')}
          </Button>
          <Button
            variant="primary"
            size="large"
            icon={<Check aria-hidden="true" />}
            isDisabled={isSending || Object.keys(chosen).length === 0}
            onPress={() => void send({ type: 'self_identified', answers: said })}
          >
            {t('selfIdentification.send')}
          </Button>
        </>
      }
    >
      <div className="c-self-identification">
        {questions.map(({ id, prompt, options }) => (
          <RadioCards
            key={id}
            layout="tiles"
            label={prompt}
            value={chosen[id] ?? null}
            onChange={(option) => setChosen({ ...chosen, [id]: option })}
            options={[
              ...options.map((option) => ({ value: option.id, label: option.label })),
              { value: LEFT_OUT, label: t('selfIdentification.leftOut') },
            ]}
          />
        ))}
        <p className="c-self-identification__seal">
          <LockKeyhole aria-hidden="true" />
          {t('selfIdentification.seal')}
        </p>
      </div>
    </Stage>
  );
}
