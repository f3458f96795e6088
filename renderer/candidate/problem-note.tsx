import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button } from '#renderer/ui/index.ts';
import type { Problem } from './problem.ts';

const Context = createContext<{ readonly problem: Problem | null; readonly clear: () => void }>({
  problem: null,
  clear: () => undefined,
});
export const ProblemProvider = Context.Provider;

/** The last refusal, as a sentence with a next step. Absent while there is none. */
export function ProblemNote({ place }: { readonly place: 'page' | 'code' }) {
  const { t, i18n } = useTranslation('candidate');
  const { problem, clear } = useContext(Context);
  // what concerns the code is said beside the code
  if (problem === null || problem.code.startsWith('code_') !== (place === 'code')) return null;
  const key = `problems.${problem.code}`;
  const known = i18n.exists(key, { ns: 'candidate' }) ? key : 'problems.unforeseen';
  return (
    <Banner
      tone="warn"
      isUrgent
      title={t(`${known}.text`, problem.values)}
      action={
        place === 'page' && (
          <Button variant="quiet" onPress={clear}>
            {t('common:close')}
          </Button>
        )
      }
    >
      {t(`${known}.next`, problem.values)}
    </Banner>
  );
}
