import { Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, classNames } from '#renderer/ui/index.ts';
import { newCorrelationId, type Problem, problemOf } from '../problem.ts';
import { useCandidateSession } from '../session-context.tsx';

type State = 'still' | 'printing' | 'printed' | Problem;

/** The slip on paper. Whatever becomes of it, code and QR code stay in sight: what went wrong is said beside the button. */
export function PrintButton() {
  const { t } = useTranslation('candidate');
  const { client } = useCandidateSession();
  const [state, setState] = useState<State>('still');
  const print = async () => {
    setState('printing');
    try {
      await client.receipt.print();
      setState('printed');
    } catch (error) {
      setState(problemOf(error, newCorrelationId) ?? 'still');
    }
  };
  const isProblem = typeof state === 'object';
  return (
    <>
      <output className={classNames('c-receipt__printed', isProblem && 'c-receipt__printed--not')}>
        {state === 'printed' && t('receipt.printed')}
        {isProblem && (
          <>
            <span>{t(`problems.${state.code}.text`, state.values)} </span>
            <span>{t(`problems.${state.code}.next`, state.values)}</span>
          </>
        )}
      </output>
      <Button
        size="large"
        icon={<Printer aria-hidden="true" />}
        isDisabled={state === 'printing'}
        onPress={() => void print()}
      >
        {t(state === 'printing' ? 'receipt.printing' : 'receipt.print')}
      </Button>
    </>
  );
}
